# SPDX-License-Identifier: GPL-3.0-or-later
"""The song on paper, read by music21; timed words; film editors' timelines, read by OpenTimelineIO."""

import re
from pathlib import Path

import music21
import opentimelineio
import pytest
from lxml import etree
from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.interchange.incoming.musicxml import read_musicxml
from musicstudio.interchange.otio import otio_bytes
from musicstudio.interchange.score.lrc import lrc_text
from musicstudio.interchange.score.musicxml import export_musicxml
from musicstudio.interchange.score.notation import voices_of
from musicstudio.interchange.song_info import SongInfo
from musicstudio.project.model import (
    Chord,
    Clip,
    Key,
    Meter,
    Note,
    Project,
    Section,
    Source,
    Take,
    Tempo,
    TempoMap,
    Track,
)
from tests.project.songs import BAR, small_song

BEAT = 960
WORDS = ["Rain-", "y", "Sun-", "day", "goes", "_", "home"]


def row(key: str, notes: list[Note], **fields: object) -> Track:
    take = Take(f"{key}-take", notes=tuple(notes))
    clip = Clip(f"{key}-clip", 0.0, 8.0, takes=(take,), active_take_id=take.id, rings=True)
    return Track(key, key.title(), clips=(clip,), **fields)  # type: ignore[arg-type]


def a_song() -> Project:
    """Two bars of 4/4 and two of 3/4 in E flat: a sung line played a little loosely, a bass, drums."""
    sung = [Note(n * BEAT // 2 + (-1) ** n * 17, BEAT // 2 - 30, 63 + n, 90, word) for n, word in enumerate(WORDS)]
    swung = [Note(4 * BEAT + n * 320 + 9, 300, 39 + n) for n in range(3)] + [Note(6 * BEAT, 6 * BEAT, 39)]
    drums = [Note(n * BEAT, 100, pitch) for n in range(8) for pitch in (36, 42)]
    return Project(
        "song",
        "Rainy & Sunday",
        key=Key(3, "major"),
        tempo_map=TempoMap((Tempo(0, 96.0),), (Meter(0), Meter(2 * BAR, 3, 4))),
        sections=(Section("s", "Verse", "verse", 0, 2 * BAR), Section("t", "Chorus", "chorus", 2 * BAR, 2 * 2880)),
        chords=(
            Chord(0, BAR, 3, "maj7"),
            Chord(BAR, BAR // 2, 0, "min"),
            Chord(BAR + BAR // 2, BAR // 2, 10, "dom7", 2),
        ),
        tracks=(
            row("voice", sung, kind="vocal", role="vocals"),
            row("bass", swung, kind="instrument", role="bass", instrument="finger_bass"),
            row("kit", drums, kind="instrument", role="drums", instrument="kit_acoustic"),
        ),
    )


def read(project: Project, path: Path, **how: bool) -> music21.stream.Score:
    export_musicxml(project, path, **how)
    return music21.converter.parse(path, forceSource=True)


def test_a_lead_sheet_has_tune_words_and_chords(tmp_path: Path) -> None:
    score = read(a_song(), tmp_path / "a.musicxml", is_lead_sheet=True)
    (part,) = score.parts
    notes = list(part.recurse().notes.getElementsByClass(music21.note.Note))
    assert [note.pitch.midi for note in notes] == [63 + n for n in range(7)]
    assert [float(note.getOffsetInHierarchy(part)) for note in notes] == [n / 2 for n in range(7)]
    lyrics = [(note.lyrics[0].text, note.lyrics[0].syllabic) for note in notes if note.lyrics]
    assert lyrics == [
        ("Rain", "begin"),
        ("y", "end"),
        ("Sun", "begin"),
        ("day", "end"),
        ("goes", "single"),
        ("home", "single"),
    ]
    symbols = [(h.figure, float(h.getOffsetInHierarchy(part))) for h in part.recurse().getElementsByClass("Harmony")]
    assert [at for _, at in symbols] == [0.0, 4.0, 6.0]
    assert [figure.replace("-", "b") for figure, _ in symbols] == ["Ebmaj7", "Cm", "Bb7/D"]


def test_every_part_is_there_in_whole_bars(tmp_path: Path) -> None:
    score = read(a_song(), tmp_path / "a.musicxml")
    assert [part.partName for part in score.parts] == ["Voice", "Bass", "Kit"]
    for part in score.parts:
        bars = list(part.getElementsByClass("Measure"))
        assert [float(bar.duration.quarterLength) for bar in bars] == [4.0, 4.0, 3.0, 3.0]
        sharps = part.recurse().getElementsByClass("KeySignature").first().sharps
        assert sharps == (0 if part.partName == "Kit" else -3), "drums have no key"
    bass = score.parts[1]
    triplet = [float(n.quarterLength) for n in bass.recurse().notes if n.duration.tuplets]
    assert triplet == [pytest.approx(1 / 3)] * 3
    held = [n for n in bass.recurse().notes if not n.duration.tuplets]
    assert sum(float(n.quarterLength) for n in held) == 6.0 and held[0].tie.type == "start"
    assert bass.recurse().getElementsByClass("Clef").first().sign == "F"
    drums = score.parts[2].recurse().notes
    assert {type(n).__name__ for n in drums} <= {"PercussionChord", "Unpitched"} and len(drums) == 8
    marks = [mark.content for mark in score.parts[0].recurse().getElementsByClass("RehearsalMark")]
    assert marks == ["Verse", "Chorus"]
    tempo = score.parts[0].recurse().getElementsByClass("MetronomeMark").first()
    assert tempo.number == 96


@pytest.mark.parametrize("meter", [(7, 8), (6, 8), (5, 4), (12, 8), (2, 2)])
def test_bars_are_full_in_any_meter_however_loosely_it_is_played(tmp_path: Path, meter: tuple[int, int]) -> None:
    loose = [Note(n * 331 + n % 5 * 13, 40 + n * 97 % 1700, 40 + n * 7 % 40) for n in range(90)]
    song = replace(
        a_song(), tempo_map=TempoMap((Tempo(0, 96.0),), (Meter(0, *meter),)), chords=(), tracks=(row("x", loose),)
    )
    song = replace(song, tracks=(replace(song.tracks[0], clips=(replace(song.tracks[0].clips[0], length_s=60.0),)),))
    score = read(song, tmp_path / "a.musicxml")
    lengths = {float(bar.duration.quarterLength) for bar in score.parts[0].getElementsByClass("Measure")}
    assert lengths == {meter[0] * 4 / meter[1]}
    begun = [n for n in score.parts[0].recurse().notes if not n.tie or n.tie.type == "start"]
    onsets = [960 * float(n.getOffsetInHierarchy(score.parts[0])) for n in begun]
    played = [note.start_ticks for note in loose]
    assert len(onsets) > 60 and all(min(abs(onset - at) for at in played) < 130 for onset in onsets)


@pytest.mark.parametrize("name", ["<b>", "\x00\x1b[31m", "\u202eabc", "a & b"])
def test_any_name_gives_a_well_formed_score(tmp_path: Path, name: str) -> None:
    song = a_song()
    rows = tuple(replace(track, name=name) for track in song.tracks)
    sections = tuple(replace(section, name=name) for section in song.sections)
    export_musicxml(replace(song, title=name, tracks=rows, sections=sections), tmp_path / "a.musicxml", artist=name)
    etree.fromstring((tmp_path / "a.musicxml").read_bytes(), etree.XMLParser(resolve_entities=False, load_dtd=False))


def test_a_song_without_notes_or_words_is_refused(tmp_path: Path) -> None:
    empty = replace(a_song(), tracks=())
    with pytest.raises(InputError):
        export_musicxml(empty, tmp_path / "a.musicxml")
    with pytest.raises(InputError):
        lrc_text(empty, SongInfo())


def test_lyrics_have_their_times_by_line_and_by_word() -> None:
    info = SongInfo("Rain", "Mara Lind")
    plain = lrc_text(a_song(), info).splitlines()
    assert plain[:2] == ["[ti:Rain]", "[ar:Mara Lind]"]
    assert plain[-1] == "[00:00.01]Rainy Sunday goes home"
    timed = lrc_text(a_song(), info, has_words=True).splitlines()[-1]
    assert re.findall(r"<(\d\d:\d\d\.\d\d)> (\w+)", timed) == [
        ("00:00.01", "Rainy"),
        ("00:00.64", "Sunday"),
        ("00:01.26", "goes"),
        ("00:01.89", "home"),
    ]


def test_film_editors_read_the_timeline() -> None:
    song = small_song()
    files = {key: f"x audio/{number}.wav" for number, key in enumerate(song.sources)}
    timeline = opentimelineio.adapters.read_from_string(otio_bytes(song, files).decode(), "otio_json")
    names = [track.name for track in timeline.tracks]
    assert {"Bass", "Drums", "Vocal"} <= set(names)
    vocal = timeline.tracks[names.index("Vocal")]
    (clip,) = vocal.find_clips()
    start = clip.transformed_time_range(clip.trimmed_range(), timeline.tracks).start_time
    assert start.to_seconds() == pytest.approx(song.tracks[2].clips[0].start_s, abs=1e-4)
    assert clip.media_reference.target_url.startswith("x%20audio/")
    assert [marker.name for marker in timeline.tracks.markers] == ["Verse 1", "Chorus 1", "Drop"]


def test_clips_that_overlap_come_on_tracks_of_their_own() -> None:
    source = Source("a" * 64, 48_000 * 4, 48_000, 2, "a")
    clips = tuple(
        Clip(f"c{n}", n * 2.0, 4.0, takes=(Take(f"t{n}", source=source.hash),), active_take_id=f"t{n}")
        for n in range(3)
    )
    song = Project("p", tracks=(Track("row", "Row", clips=clips),), sources={source.hash: source})
    timeline = opentimelineio.adapters.read_from_string(otio_bytes(song, {source.hash: "a.wav"}).decode(), "otio_json")
    assert [len(list(track.find_clips())) for track in timeline.tracks] == [2, 1]


def test_notes_that_are_held_while_others_move_are_a_voice_of_their_own(tmp_path: Path) -> None:
    """A pianist's left hand: a fifth held for the bar, quarters above it."""
    bass = [Note(bar * BAR, BAR - 20, pitch) for bar in range(2) for pitch in (48, 55)]
    tune = [Note(n * BEAT + 9, BEAT - 40, 72 + n % 5) for n in range(8)]
    song = Project("held", "Held", tracks=(row("piano", [*bass, *tune], kind="instrument", instrument="grand_piano"),))
    export_musicxml(song, tmp_path / "held.musicxml")
    (part,) = music21.converter.parse(tmp_path / "held.musicxml").parts
    for measure in part.getElementsByClass("Measure"):
        voices = {voice.id: list(voice.notes) for voice in measure.voices}
        assert [note.quarterLength for note in voices["1"]] == [1.0] * 4
        (chord,) = voices["2"]
        assert chord.quarterLength == 4.0 and {pitch.midi for pitch in chord.pitches} == {48, 55}
    found = read_musicxml(tmp_path / "held.musicxml")
    (clip,) = (each.clips[0] for each in found.rows)
    assert sorted((n.start_ticks, n.length_ticks, n.pitch) for n in clip.notes) == sorted(
        [*((b * BAR, BAR, p) for b in range(2) for p in (48, 55)), *((n * BEAT, BEAT, 72 + n % 5) for n in range(8))]
    )


def test_what_is_played_legato_stays_one_voice() -> None:
    legato = [Note(n * BEAT, BEAT + 200, 60 + n) for n in range(8)]
    assert len(voices_of(legato)) == 1
    chords = [Note(n * BAR, BAR + 100, pitch) for n in range(3) for pitch in (60, 64, 67)]
    assert len(voices_of(chords)) == 1
