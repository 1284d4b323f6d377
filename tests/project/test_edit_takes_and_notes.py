# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits of takes and of their notes."""

import pytest

from musicstudio.core.errors import EditError
from musicstudio.project.edits import notes, takes
from musicstudio.project.model import Clip, Note, Project, Source, Take, Track
from tests.project.songs import HASHES, small_song

RENDERED = Source("f" * 64, 480_000, 48_000, 2)


def playing(project: Project, clip_id: str = "bass-verse") -> Take:
    found = project.find_clip(clip_id)
    assert found and found[1].take
    return found[1].take


def with_second_take() -> Project:
    return takes.add_take("bass-verse", Take("second", "Take 2", HASHES[3]))(small_song())


def test_a_new_take_plays_and_the_old_one_stays() -> None:
    song = with_second_take()
    found = song.find_clip("bass-verse")
    assert found and [take.id for take in found[1].takes] == ["bass-verse-1", "second"]
    assert playing(song).id == "second"
    assert playing(takes.choose_take("bass-verse", "bass-verse-1")(song)).id == "bass-verse-1"


def test_when_the_playing_take_is_deleted_the_one_before_it_plays() -> None:
    assert playing(takes.delete_take("bass-verse", "second")(with_second_take())).id == "bass-verse-1"


def test_the_only_take_cannot_be_deleted_and_an_unknown_one_not_chosen() -> None:
    with pytest.raises(EditError, match="only take"):
        takes.delete_take("bass-verse", "bass-verse-1")(small_song())
    with pytest.raises(EditError):
        takes.choose_take("bass-verse", "none")(small_song())


def test_a_take_has_a_name_and_can_be_a_favorite() -> None:
    song = takes.rename_take("bass-verse", "second", " Best ")(with_second_take())
    song = takes.set_favorite_take("bass-verse", "second")(song)
    assert (playing(song).name, playing(song).is_favourite) == ("Best", True)


def test_edited_notes_wait_for_their_audio() -> None:
    song = notes.transpose_notes("bass-verse", {0}, 5)(small_song())
    assert playing(song).notes[0].pitch == 45
    assert playing(song).source == ""
    assert playing(small_song()).source == HASHES[0]


def test_rendered_audio_is_taken_only_for_the_notes_it_was_rendered_from() -> None:
    song = notes.transpose_notes("bass-verse", {0}, 5)(small_song())
    seen = playing(song).notes
    ready = takes.set_take_source("bass-verse", "bass-verse-1", seen, RENDERED, 0.2)
    assert (playing(ready(song)).source, playing(ready(song)).lead_s) == (RENDERED.hash, 0.2)
    assert RENDERED.hash in ready(song).sources
    moved_on = notes.transpose_notes("bass-verse", {0}, 1)(song)
    assert ready(moved_on) is moved_on


def test_a_chord_moves_as_one_shape_at_the_edge_of_the_range() -> None:
    chord = (Note(0, 100, 120), Note(0, 100, 124), Note(0, 100, 127))
    song = notes.set_notes("bass-verse", chord)(small_song())
    moved = playing(notes.move_notes("bass-verse", {0, 1, 2}, by_pitches=12)(song)).notes
    assert [note.pitch for note in moved] == [120, 124, 127]
    part = playing(notes.move_notes("bass-verse", {0, 1}, by_pitches=12)(song)).notes
    assert [note.pitch for note in part] == [123, 127, 127]


def test_notes_stay_in_order_of_time() -> None:
    song = notes.add_notes("bass-verse", [Note(-240, 100, 60), Note(970, 100, 20)])(small_song())
    starts = [note.start_ticks for note in playing(song).notes]
    assert starts == sorted(starts)
    assert starts[0] == -240


def test_notes_keep_a_length_and_a_velocity_that_midi_knows() -> None:
    song = notes.set_velocity("bass-verse", {0}, 500)(notes.resize_notes("bass-verse", {0}, -9999)(small_song()))
    assert playing(song).notes[0].velocity == 127
    assert playing(song).notes[0].length_ticks == notes.MIN_LENGTH_TICKS


@pytest.mark.parametrize(("strength", "expected"), [(1.0, 960), (0.5, 980), (0.0, 1000)])
def test_quantising_pulls_to_the_grid_of_the_song(strength: float, expected: int) -> None:
    song = notes.set_notes("bass-chorus", [Note(1000, 100, 40)])(small_song())
    pulled = notes.quantize_notes("bass-chorus", {0}, 480, strength)(song)
    assert playing(pulled, "bass-chorus").notes[0].start_ticks == expected


def test_an_edit_that_changes_no_note_keeps_the_audio() -> None:
    song = small_song()
    assert notes.move_notes("bass-verse", {0}, 0, 0)(song) is song


def test_notes_are_added_to_those_there() -> None:
    song = notes.add_notes("bass-verse", [Note(500, 100, 50)])(small_song())
    added = song.find_clip("bass-verse")[1].take
    before = small_song().find_clip("bass-verse")[1].take
    assert set(added.notes) == {*before.notes, Note(500, 100, 50)}
    assert added.source == "", "its sound waits to be played anew"


def test_notes_are_taken_away_by_their_places() -> None:
    before = playing(small_song()).notes
    after = playing(notes.delete_notes("bass-verse", {0, 2})(small_song())).notes
    assert after == (before[1], *before[3:])


def test_a_chord_is_strummed_up_or_down_and_places_without_a_note_are_passed_over() -> None:
    chord = [Note(0, 960, pitch) for pitch in (60, 64, 67)]
    clip_ = Clip("c", 0.0, 2.0, takes=(Take("t", notes=tuple(chord)),), active_take_id="t")
    song = Project("p", tracks=(Track("row", "Row", "instrument", clips=(clip_,)),))

    def starts(by_ticks: int, indices: set[int]) -> dict[int, tuple[int, int]]:
        made = notes.strum_notes("c", indices, by_ticks)(song).track("row").clips[0].take.notes
        return {note.pitch: (note.start_ticks, note.start_ticks + note.length_ticks) for note in made}

    assert starts(30, {0, 1, 2, 99}) == {60: (0, 960), 64: (30, 960), 67: (60, 960)}
    assert starts(-30, {0, 1, 2}) == {60: (60, 960), 64: (30, 960), 67: (0, 960)}
    assert starts(30, {1, 2}) == {60: (0, 960), 64: (0, 960), 67: (30, 960)}
