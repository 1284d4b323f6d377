# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits of clips."""

import pytest

from musicstudio.core.errors import EditError
from musicstudio.project.document import Document
from musicstudio.project.edits import clips
from musicstudio.project.model import Clip, Project, Source
from tests.project.hearing import heard_at, sounds_alike
from tests.project.songs import HASHES, large_song, small_song

TIMES = [0.013 + 0.37 * step for step in range(45)]


def clip(project: Project, clip_id: str) -> Clip:
    found = project.find_clip(clip_id)
    assert found
    return found[1]


def test_moving_several_clips_keeps_their_distance_at_the_start_of_the_song() -> None:
    moved = clips.move_clips(["vocal-1", "bass-chorus"], -100.0)(small_song())
    assert clip(moved, "vocal-1").start_s == 0.0
    assert clip(moved, "bass-chorus").start_s == 6.0


def test_rows_that_an_edit_does_not_touch_stay_the_same_objects() -> None:
    song = small_song()
    moved = clips.move_clips(["vocal-1"], 1.0)(song)
    assert moved.track("bass") is song.track("bass")
    assert moved.sources is song.sources


def test_moving_to_another_row_keeps_time_and_refuses_buses() -> None:
    moved = clips.move_clips(["bass-verse"], 0.0, "vocal")(small_song())
    assert [c.id for c in moved.track("vocal").clips] == ["bass-verse", "vocal-1"]
    assert [c.id for c in moved.track("bass").clips] == ["bass-chorus"]
    for row in ("reverb", "group", "nowhere"):
        with pytest.raises(EditError):
            clips.move_clips(["bass-verse"], 0.0, row)(small_song())


@pytest.mark.parametrize("to_s", [3.0, 5.5])
def test_trimming_the_start_keeps_what_is_heard_in_its_place(to_s: float) -> None:
    song = small_song()
    trimmed = clips.trim_clip_start("vocal-1", to_s)(song)
    assert clip(trimmed, "vocal-1").start_s == to_s
    assert clip(trimmed, "vocal-1").end_s == clip(song, "vocal-1").end_s
    assert heard_at(trimmed, 7.0) == heard_at(song, 7.0)


def test_trimming_past_the_other_edge_leaves_a_sliver_and_fades_that_fit() -> None:
    song = clips.set_fades(["vocal-1"], 2.0, 3.0)(small_song())
    trimmed = clips.trim_clip_end("vocal-1", -5.0)(song)
    short = clip(trimmed, "vocal-1")
    assert 0 < short.length_s <= clips.MIN_LENGTH_S
    assert short.fade_in_s + short.fade_out_s <= short.length_s


@pytest.mark.parametrize("at_s", [2.5, 4.0, 9.999, 15.0])
def test_a_split_is_not_heard(at_s: float) -> None:
    song = small_song()
    everything = [each.id for _, each in song.clips()]
    split = clips.split_clips(everything, at_s)(song)
    assert sounds_alike(song, split, TIMES)
    assert len(list(split.clips())) > len(everything)


def test_the_halves_of_a_split_ring_only_at_their_outer_edges() -> None:
    split = clips.split_clips(["bass-verse"], 3.0)(small_song())
    left, right = (each for each in split.track("bass").clips if each.section_id == "verse")
    assert (left.rings_before, left.rings_after) == (True, False)
    assert (right.rings_before, right.rings_after) == (False, True)
    assert left.takes is right.takes


def test_a_split_outside_a_clip_changes_nothing() -> None:
    song = small_song()
    assert clips.split_clips(["vocal-1"], 1.0)(song) is song
    assert clips.split_clips(["vocal-1"], 8.0)(song) is song


def test_duplicates_come_right_after_the_selection() -> None:
    doubled = clips.duplicate_clips(["bass-verse", "bass-chorus"])(small_song())
    assert [c.start_s for c in doubled.track("bass").clips] == [0.0, 8.0, 16.0, 24.0]
    assert len({c.id for c in doubled.track("bass").clips}) == 4


def test_deleted_clips_leave_their_sources_for_undo() -> None:
    song = small_song()
    emptied = clips.delete_clips(["vocal-1"])(song)
    assert emptied.track("vocal").clips == ()
    assert emptied.sources is song.sources


def test_fades_are_held_within_the_clip_and_the_one_being_set_gives_way() -> None:
    song = clips.set_fades(["vocal-1"], fade_in_s=2.0)(small_song())
    faded = clip(clips.set_fades(["vocal-1"], fade_out_s=100.0)(song), "vocal-1")
    assert (faded.fade_in_s, faded.fade_out_s) == (2.0, 4.0)


def test_an_audio_clip_is_as_long_as_its_source() -> None:
    source = Source(HASHES[0], 96_000, 48_000, 2, "Guitar take")
    fresh = clips.audio_clip(source, 1.5)
    song = clips.add_clip("vocal", fresh, (source,))(small_song())
    placed = clip(song, fresh.id)
    assert (placed.start_s, placed.length_s, placed.name) == (1.5, 2.0, "Guitar take")


def test_an_edit_of_a_clip_that_is_gone_is_refused() -> None:
    for edit in (clips.delete_clips(["gone"]), clips.mute_clips(["gone"], True), clips.move_clips(["gone"], 1.0)):
        with pytest.raises(EditError, match="no longer there"):
            edit(small_song())


def test_a_clip_is_found_among_more_rows_than_are_remembered() -> None:
    document = Document(large_song(rows=300, columns=1))
    document.transact("Rename", clips.rename_clip("c299-0", "Last"))
    document.transact("Rename", clips.rename_clip("c0-0", "First"))
    named = [clip.name for _, clip in document.project.clips() if clip.name]
    assert named == ["First", "Last"]


def test_a_clip_reaches_to_a_time_at_least() -> None:
    longer = clips.lengthen_clip("vocal-1", 9.5)(small_song())
    assert (clip(longer, "vocal-1").start_s, clip(longer, "vocal-1").end_s) == (2.0, 9.5)
    assert clips.lengthen_clip("vocal-1", 5.0)(longer) is longer
