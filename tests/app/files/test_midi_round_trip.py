# SPDX-License-Identifier: GPL-3.0-or-later
"""A song written as MIDI and read again is the same song: notes, times, names, sections, mix, programs, words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from musicstudio.app.files.import_midi import place_midi
from musicstudio.interchange.audible_notes import audible_notes
from musicstudio.interchange.midi_export import export_midi
from musicstudio.interchange.midi_import import import_midi
from musicstudio.interchange.midi_programs import program_of
from musicstudio.project.invariants import check_project
from musicstudio.project.model import (
    Chord,
    Clip,
    Key,
    Marker,
    Meter,
    Note,
    Project,
    Section,
    Strip,
    Take,
    Tempo,
    TempoMap,
    Track,
)  # fmt: skip


def there_and_back(song: Project, folder: Path, at_s: float = 0.0) -> Project:
    export_midi(song, folder / "song.mid")
    edit, told = place_midi(import_midi(folder / "song.mid"), folder / "song.mid", at_s, Project("new"))
    found = edit(Project("new"))
    assert told == ()
    check_project(found)
    return found


def row(name: str, instrument: str, role: str, notes: list[Note], kind: str = "instrument", **mix: float) -> Track:
    take = Take(f"take-{name}", notes=tuple(notes))
    clip = Clip(f"clip-{name}", 0.0, 100.0, takes=(take,), active_take_id=take.id, rings=True)
    return Track(f"row-{name}", name, kind, role, instrument, clips=(clip,), strip=Strip(**mix))


def song_of(rows: list[Track]) -> Project:
    tempos = (Tempo(0, 97.3), Tempo(7680, 140.0), Tempo(9600, 61.25))
    meters = (Meter(0, 6, 8), Meter(11520, 7, 8), Meter(14880, 5, 16))
    sections = (
        Section("a", "Verse 1", "verse", 0, 11520, 0.4),
        Section("b", "Größter Chor", "chorus", 11520, 3840, 0.95),
    )
    markers = (Marker("m", "Verse 1", 0), Marker("n", "Drop 🎵", 9600))
    return Project(
        "song", "Das Lied", TempoMap(tempos, meters), Key(2, "dorian"), sections, markers=markers, tracks=tuple(rows)
    )


TUNE = [Note(0, 960, 60, 80), Note(960, 480, 64, 81), Note(1440, 2400, 67, 127), Note(14880, 240, 48, 1)]
CHORDS = (Chord(0, 2880, 2, "min7"), Chord(2880, 1440, 7, "maj", 11), Chord(5760, 960, 9, "sus4"))
BAND = [
    row("Piano", "grand_piano", "keys", TUNE, gain_db=-3.25, pan=-0.3),
    row("Lead", "saw_lead", "lead", TUNE, gain_db=2.0, pan=0.71),
    row("Bass", "reese_bass", "bass", TUNE),
    row("Kit", "kit_808", "drums", TUNE),
    row("Other kit", "kit_jazz", "drums", TUNE, gain_db=-9.0),
    row("Tin whistle", "whistle", "woodwind", TUNE),
]


def test_everything_that_was_written_is_read(tmp_path: Path) -> None:
    song = song_of(BAND)
    found = there_and_back(song, tmp_path)
    assert (found.title, found.key, found.tempo_map) == (song.title, song.key, song.tempo_map)
    assert [(s.name, s.kind, s.start_ticks, s.length_ticks, s.energy) for s in found.sections] == [
        (s.name, s.kind, s.start_ticks, s.length_ticks, s.energy) for s in song.sections
    ]
    assert [(m.name, m.tick) for m in found.markers] == [(m.name, m.tick) for m in song.markers]
    for old, new in zip(song.tracks, found.tracks, strict=True):
        assert (new.name, new.role, new.instrument) == (old.name, old.role, old.instrument)
        assert (new.strip.gain_db, new.strip.pan) == (old.strip.gain_db, old.strip.pan)
        assert audible_notes(new, found.tempo_map) == audible_notes(old, song.tempo_map)


def test_words_and_held_vowels_come_back(tmp_path: Path) -> None:
    words = ["Lan-", "_", "tern", "glühn"]
    sung = [replace(note, lyric=word) for note, word in zip(TUNE, words, strict=True)]
    found = there_and_back(song_of([row("Vocals", "joe", "vocals", sung, "vocal")]), tmp_path)
    assert [note.lyric for note in found.tracks[0].clips[0].take.notes] == words
    assert program_of(found.tracks[0]) == 53 and found.tracks[0].role == "vocals"


@pytest.mark.parametrize("count", [16, 33, 70])
def test_many_rows_keep_their_instruments(count: int, tmp_path: Path) -> None:
    names = ["grand_piano", "violin", "trumpet", "flute", "nylon_guitar", "kit_acoustic", "kit_jazz"]
    song = song_of([row(f"Row {i}", names[i % 7], "keys", TUNE, gain_db=float(-(i % 5))) for i in range(count)])
    found = there_and_back(song, tmp_path)
    assert [t.instrument for t in found.tracks] == [t.instrument for t in song.tracks]
    assert [t.strip.gain_db for t in found.tracks] == [t.strip.gain_db for t in song.tracks]


def test_a_second_trip_changes_nothing(tmp_path: Path) -> None:
    once = there_and_back(song_of(BAND), tmp_path)
    first = (tmp_path / "song.mid").read_bytes()
    there_and_back(once, tmp_path)
    assert (tmp_path / "song.mid").read_bytes() == first


@settings(max_examples=60, deadline=None)
@given(
    bpms=st.lists(st.decimals(10, 1000, places=1).map(float), min_size=1, max_size=6),
    meters=st.lists(
        st.tuples(st.integers(1, 64), st.sampled_from([1, 2, 4, 8, 16, 32, 64, 128])), min_size=1, max_size=4
    ),
)
def test_any_tempi_and_meters_come_back(
    bpms: list[float], meters: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    tempos = tuple(Tempo(index * 5000, bpm) for index, bpm in enumerate(bpms))
    bars = tuple(Meter(index * 3840, *meter) for index, meter in enumerate(meters))
    song = replace(song_of(BAND[:1]), tempo_map=TempoMap(tempos, bars), sections=())
    found = there_and_back(song, tmp_path_factory.mktemp("midi"))
    # A file counts whole microseconds a beat, so that very fast tempi differ by less than a thousandth.
    assert [(t.tick, t.bpm) for t in found.tempo_map.tempos] == [
        (t.tick, pytest.approx(t.bpm, rel=1e-5)) for t in tempos
    ]
    assert found.tempo_map.meters == bars


def test_a_stranger_cannot_forge_what_the_studio_writes(tmp_path: Path) -> None:
    export_midi(song_of(BAND), tmp_path / "song.mid")
    sound = (tmp_path / "song.mid").read_bytes()
    for old, new in (
        (b'"grand_piano"', b'"grand_hotel"'),
        (b'"keys"', b'"evil"'),
        (b"-3.25", b"-1e99"),
        (b"0.95", b"9.95"),
    ):
        assert old in sound
        (tmp_path / "forged.mid").write_bytes(sound.replace(old, new))
        edit, _ = place_midi(import_midi(tmp_path / "forged.mid"), tmp_path / "forged.mid", 0.0, Project("new"))
        check_project(edit(Project("new")))


def test_chords_and_the_keys_of_sections_come_back(tmp_path):
    song = song_of(BAND)
    lifted = replace(song.sections[1], key=Key(4, "mixolydian"))
    song = replace(song, chords=CHORDS, sections=(song.sections[0], lifted))
    found = there_and_back(song, tmp_path)
    assert found.chords == CHORDS
    assert [section.key for section in found.sections] == [None, Key(4, "mixolydian")]


def test_chords_that_make_no_sense_do_no_harm(tmp_path):
    odd = (Chord(0, 960, 99, "min7"), Chord(960, 960, 2, "nothing"), Chord(1920, -5, 2), Chord(2880, 960, 2))
    export_midi(replace(song_of(BAND), chords=odd), tmp_path / "song.mid")
    assert import_midi(tmp_path / "song.mid").chords == (Chord(2880, 960, 2),)
