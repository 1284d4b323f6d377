# SPDX-License-Identifier: GPL-3.0-or-later
"""MIDI out and in: everything musical survives the round trip."""

from pathlib import Path

import mido
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from musicstudio.core.errors import InputError, MediaError
from musicstudio.interchange.audible_notes import audible_notes
from musicstudio.interchange.midi_export import export_midi
from musicstudio.interchange.midi_import import MidiPart, MidiSong, import_midi, melody_of
from musicstudio.project.edits import clips, notes, ranges, song, tempo
from musicstudio.project.model import Key, Note, Project, TempoMap
from tests.project.songs import BAR, small_song, two_tempi


def exported(project: Project, tmp_path: Path, **options: object) -> Path:
    path = tmp_path / "song.mid"
    export_midi(project, path, **options)  # type: ignore[arg-type]
    return path


def part(midi: MidiSong, name: str) -> MidiPart:
    return next(part for part in midi.parts if part.name == name)


def test_notes_tempi_meters_key_markers_and_names_come_back(tmp_path: Path) -> None:
    project = song.set_key(Key(10, "minor"))(tempo.set_tempo_map(two_tempi())(small_song()))
    midi = import_midi(exported(project, tmp_path))
    assert midi.title == "Small song"
    assert midi.tempo_map.meters == two_tempi().meters
    assert [(each.tick, round(each.bpm, 2)) for each in midi.tempo_map.tempos] == [(0, 120.0), (4 * BAR, 90.0)]
    assert midi.key == Key(10, "minor")
    assert midi.markers == ((0, "Verse 1"), (4 * BAR, "Chorus 1"), (4 * BAR, "Drop"))
    assert [(p.name, p.is_drums) for p in midi.parts] == [("Bass", False), ("Drums", True)]
    assert list(part(midi, "Bass").notes) == audible_notes(project.track("bass"), project.tempo_map)


def test_ticks_are_960_a_quarter_and_the_file_is_of_type_1(tmp_path: Path) -> None:
    file = mido.MidiFile(exported(small_song(), tmp_path))
    assert (file.ticks_per_beat, file.type) == (960, 1)
    assert file.length == pytest.approx(15.75, abs=0.01)


def test_equal_songs_give_equal_files(tmp_path: Path) -> None:
    one = exported(small_song(), tmp_path).read_bytes()
    assert exported(small_song(), tmp_path).read_bytes() == one


def test_lyrics_come_back_as_syllables(tmp_path: Path) -> None:
    first = small_song().find_clip("bass-verse")[1].take.notes
    words = dict(enumerate(["Lan-", "tern", "_", "glühn"]))
    project = notes.set_notes("bass-verse", [replace(n, lyric=words.get(i, "")) for i, n in enumerate(first)])(
        small_song()
    )
    back = part(import_midi(exported(project, tmp_path)), "Bass").notes[:4]
    assert [note.lyric for note in back] == ["Lan-", "tern", "", "glühn"]


def test_muted_clips_and_notes_outside_the_window_are_not_written(tmp_path: Path) -> None:
    project = clips.trim_clip_end("bass-verse", 2.0)(clips.mute_clips(["bass-chorus"], True)(small_song()))
    played = part(import_midi(exported(project, tmp_path)), "Bass").notes
    assert [note.start_ticks for note in played] == [0, 960, 1920, 2880]


def test_a_clip_cut_in_pieces_gives_the_same_notes_once() -> None:
    project = small_song()
    cut = ranges.split_at_range(3.0, 5.0)(project)
    starts = {note.start_ticks for note in audible_notes(cut.track("bass"), cut.tempo_map)}
    assert starts == {note.start_ticks for note in audible_notes(project.track("bass"), project.tempo_map)}


def test_a_span_begins_at_zero_with_the_tempo_in_force(tmp_path: Path) -> None:
    project = tempo.set_tempo_map(two_tempi())(small_song())
    midi = import_midi(exported(project, tmp_path, span_ticks=(5 * BAR, 6 * BAR), track_ids=["bass"]))
    assert midi.tempo_map.tempos[0].bpm == pytest.approx(90.0)
    assert midi.tempo_map.meters[0].numerator == 3
    assert [each.name for each in midi.parts] == ["Bass"]
    assert min(note.start_ticks for note in midi.parts[0].notes) < 960


def test_overlapping_notes_of_one_pitch_end_where_the_next_begins(tmp_path: Path) -> None:
    overlapping = [Note(0, 2000, 60), Note(960, 2000, 60), Note(960, 100, 64)]
    project = notes.set_notes("bass-verse", overlapping)(clips.delete_clips(["bass-chorus"])(small_song()))
    played = part(import_midi(exported(project, tmp_path)), "Bass").notes
    assert [(n.start_ticks, n.length_ticks, n.pitch) for n in played] == [(0, 960, 60), (960, 2000, 60), (960, 100, 64)]


def test_a_song_without_notes_is_refused_and_no_file_appears(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no notes"):
        exported(Project("p"), tmp_path)
    assert list(tmp_path.iterdir()) == []


note_lists = st.lists(
    st.builds(Note, st.integers(0, 30_000), st.integers(1, 5_000), st.integers(0, 127), st.integers(1, 127)),
    min_size=1,
    max_size=30,
    unique_by=lambda note: (note.start_ticks, note.pitch),
)


@settings(max_examples=40, deadline=None)
@given(played=note_lists)
def test_any_notes_survive_up_to_overlaps_of_one_pitch(
    played: list[Note], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("midi")
    project = clips.trim_clip_end("bass-verse", 100.0)(clips.delete_clips(["bass-chorus"])(small_song()))
    project = notes.set_notes("bass-verse", played)(replace(project, tempo_map=TempoMap()))
    found = part(import_midi(exported(project, folder)), "Bass").notes
    assert {(n.start_ticks, n.pitch, n.velocity) for n in found} == {
        (n.start_ticks, n.pitch, n.velocity) for n in played
    }


@pytest.mark.parametrize(
    "content", [b"", b"MThd", b"RIFF" + b"\0" * 100, b"MThd\0\0\0\6\0\1\0\1\x03\xc0MTrk\0\0\0\x04\0\xff\x2f\0"]
)
def test_what_is_no_midi_or_holds_no_notes_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.mid"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=r"bad\.mid"):
        import_midi(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="is not there"):
        import_midi(tmp_path / "missing.mid")


def test_damaged_files_are_refused_or_read_and_never_crash(tmp_path: Path) -> None:
    import random

    sound = exported(small_song(), tmp_path).read_bytes()
    draw = random.Random(11)
    for _ in range(150):
        damaged = bytearray(sound)
        for _ in range(draw.randint(1, 6)):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        (tmp_path / "damaged.mid").write_bytes(damaged[: draw.randrange(1, len(damaged) + 1)])
        try:
            melody_of(import_midi(tmp_path / "damaged.mid"))
        except MediaError as error:
            assert "damaged.mid" in str(error)


def test_other_resolutions_are_brought_to_960(tmp_path: Path) -> None:
    file = mido.MidiFile(ticks_per_beat=96)
    track = mido.MidiTrack()
    track += [mido.Message("note_on", note=60, time=96), mido.Message("note_off", note=60, time=48)]
    file.tracks.append(track)
    file.save(tmp_path / "x.mid")
    (found,) = import_midi(tmp_path / "x.mid").parts
    assert [(note.start_ticks, note.length_ticks) for note in found.notes] == [(960, 480)]


def test_the_melody_is_the_sung_part_or_the_named_one_or_the_highest_and_has_one_voice() -> None:
    low, high = (Note(0, 960, 40), Note(960, 960, 41)), (Note(0, 2000, 72), Note(0, 2000, 76), Note(960, 960, 70))
    bass, keys = MidiPart("Bass", low), MidiPart("Keys", high)
    assert [n.pitch for n in melody_of(MidiSong((bass, keys), TempoMap()))] == [76, 70]
    assert melody_of(MidiSong((bass, keys), TempoMap()))[0].length_ticks == 960
    named = MidiPart("Melody", low)
    assert melody_of(MidiSong((named, keys), TempoMap())) == low
    sung = MidiPart("Tenor", tuple(replace(note, lyric="la") for note in low))
    assert melody_of(MidiSong((MidiPart("Melody", high), sung), TempoMap()))[0].lyric == "la"
