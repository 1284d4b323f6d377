# SPDX-License-Identifier: GPL-3.0-or-later
"""Key changes stand at their place in MIDI and scores, for the readers of others, and come back."""

from pathlib import Path

import mido
import music21
import pytest
from msgspec.structs import replace

from musicstudio.app.files.import_midi import place_midi
from musicstudio.app.files.import_session import ReadSession, place_session
from musicstudio.interchange.incoming.musicxml import read_musicxml
from musicstudio.interchange.midi_export import export_midi
from musicstudio.interchange.midi_import import import_midi
from musicstudio.interchange.score.musicxml import export_musicxml
from musicstudio.interchange.song_info import song_info
from musicstudio.project.edits.keys import set_section_key
from musicstudio.project.edits.song import set_key
from musicstudio.project.keys import KeyChange, key_changes_of
from musicstudio.project.model import Key, Project
from tests.project.songs import BAR, small_song

B_MINOR, C_DORIAN = Key(11, "minor"), Key(0, "dorian")


@pytest.fixture
def song() -> Project:
    """Four bars in A minor, then in B minor."""
    project = set_key(Key(9, "minor"))(small_song())
    return set_section_key(project.sections[1].id, B_MINOR)(project)


def signatures_of(path: Path) -> list[tuple[int, str]]:
    now, found = 0, []
    for message in mido.MidiFile(path).tracks[0]:
        now += message.time
        if message.type == "key_signature":
            found.append((now, message.key))
    return found


def test_midi_names_each_key_where_it_begins(song, tmp_path):
    export_midi(song, tmp_path / "song.mid")
    assert signatures_of(tmp_path / "song.mid") == [(0, "Am"), (4 * BAR, "Bm")]


def test_a_part_of_the_song_begins_in_the_key_that_is_in_force(song, tmp_path):
    export_midi(song, tmp_path / "part.mid", span_ticks=(5 * BAR, 7 * BAR))
    assert signatures_of(tmp_path / "part.mid") == [(0, "Bm")]
    assert song_info(song, song.tempo_map.seconds_at(5 * BAR)).key == "B minor"


def test_our_midi_comes_back_with_its_keys_modes_too(song, tmp_path):
    song = set_section_key(song.sections[1].id, C_DORIAN)(song)
    export_midi(song, tmp_path / "song.mid")
    edit, told = place_midi(import_midi(tmp_path / "song.mid"), tmp_path / "song.mid", 0.0, Project("new"))
    back = edit(Project("new"))
    assert key_changes_of(back) == key_changes_of(song) and not told
    assert [section.key for section in back.sections] == [None, C_DORIAN]


def test_midi_of_others_makes_sections_where_the_key_changes(tmp_path):
    file, track = mido.MidiFile(ticks_per_beat=480), mido.MidiTrack()
    file.tracks.append(track)
    track.append(mido.MetaMessage("key_signature", key="F", time=0))
    track.append(mido.Message("note_on", note=60, velocity=80, time=0))
    track.append(mido.Message("note_off", note=60, velocity=0, time=3840))
    track.append(mido.MetaMessage("key_signature", key="Gm", time=0))
    track.append(mido.Message("note_on", note=62, velocity=80, time=0))
    track.append(mido.Message("note_off", note=62, velocity=0, time=1920))
    file.save(tmp_path / "theirs.mid")
    edit, _ = place_midi(import_midi(tmp_path / "theirs.mid"), tmp_path / "theirs.mid", 0.0, Project("new"))
    assert key_changes_of(edit(Project("new"))) == (
        KeyChange(0, Key(5, "major")),
        KeyChange(2 * BAR, Key(7, "minor")),
    )


def test_a_change_of_key_inside_a_section_is_told_to_be_left_out(song, tmp_path):
    """Of a file with sections and a key signature in the middle of one; of one where they begin nothing is told."""
    export_midi(song, tmp_path / "song.mid")
    file = mido.MidiFile(tmp_path / "song.mid")
    added = mido.MidiTrack([mido.MetaMessage("key_signature", key="E", time=2 * BAR), mido.MetaMessage("end_of_track")])
    file.tracks.append(added)
    file.save(tmp_path / "theirs.mid")
    for name, is_told in (("song.mid", False), ("theirs.mid", True)):
        edit, told = place_midi(import_midi(tmp_path / name), tmp_path / name, 0.0, Project("new"))
        assert any("inside a section" in sentence for sentence in told) == is_told
        assert len(edit(Project("new")).sections) == 2


def test_a_score_tells_a_change_of_key_inside_a_section(song, tmp_path):
    export_musicxml(song, tmp_path / "song.musicxml")
    read = read_musicxml(tmp_path / "song.musicxml")
    for changes, is_told in ((read.key_changes, False), ((KeyChange(2 * BAR, B_MINOR), *read.key_changes), True)):
        session = ReadSession(replace(read, key_changes=changes), {}, ())
        _, told = place_session(session, tmp_path / "song.musicxml", 0.0, Project("new"))
        assert any("inside a section" in sentence for sentence in told) == is_told


def test_beside_what_is_there_a_change_of_key_is_told_to_be_left_out(song, tmp_path):
    export_midi(song, tmp_path / "song.mid")
    edit, told = place_midi(import_midi(tmp_path / "song.mid"), tmp_path / "song.mid", 0.0, small_song())
    assert key_changes_of(edit(small_song())) == key_changes_of(small_song())
    assert any("changes its key" in sentence for sentence in told)


def test_a_score_changes_its_key_signature_in_the_bar_where_the_key_changes(song, tmp_path):
    export_musicxml(song, tmp_path / "song.musicxml")
    score = music21.converter.parse(tmp_path / "song.musicxml")
    bass = next(part for part in score.parts if part.partName == "Bass")
    found = [(key.measureNumber, key.sharps) for key in bass.recurse().getElementsByClass(music21.key.KeySignature)]
    assert found == [(1, 0), (5, 2)]


def test_a_score_comes_back_with_its_keys(song, tmp_path):
    song = replace(song, sections=tuple(replace(each, kind="other") for each in song.sections))
    export_musicxml(song, tmp_path / "song.musicxml")
    read = read_musicxml(tmp_path / "song.musicxml")
    edit, _ = place_session(ReadSession(read, {}, ()), tmp_path / "song.musicxml", 0.0, Project("new"))
    back = edit(Project("new"))
    assert key_changes_of(back) == key_changes_of(song)
    assert [(s.start_ticks, s.length_ticks) for s in back.sections] == [(0, 4 * BAR), (4 * BAR, 4 * BAR)]


def test_the_key_of_a_score_is_not_read_from_its_drums(song, tmp_path):
    export_musicxml(replace(song, tracks=(song.tracks[1], song.tracks[0])), tmp_path / "song.musicxml")
    assert read_musicxml(tmp_path / "song.musicxml").key == Key(9, "minor")
