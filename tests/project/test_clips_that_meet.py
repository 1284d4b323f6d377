# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips beside, over and through each other: free places, joins, crossfades, ranges, the clipboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from musicstudio.core.errors import EditError
from musicstudio.project.edits.arranging import free_step_s, join_clips, loop_clip, slip_clips, stretch_notes
from musicstudio.project.edits.clips import add_clip, bend_fades, color_clips, move_clips, split_clips
from musicstudio.project.edits.overlap import crossfade_clips, trimmed_length_s, trimming_below
from musicstudio.project.edits.pasting import copy_clips, paste_clips
from musicstudio.project.edits.range_content import clear_range, close_range, repeat_range, split_at_edges
from musicstudio.project.edits.tempo import set_tempo
from musicstudio.project.invariants import check_clip
from musicstudio.project.model import Clip, Note, Project, Take, Track
from tests.project.songs import HASHES, small_song


def clip(name: str, start_s: float, length_s: float, **values) -> Clip:
    take = Take(f"{name}-take", source=HASHES[0])
    return Clip(name, start_s, length_s, takes=(take,), active_take_id=take.id, **values)


def row(*clips: Clip) -> Project:
    return replace(small_song(), tracks=(Track("row", "Row", "audio", clips=clips),))


def spans(project: Project, track_id: str = "row") -> list[tuple[float, float]]:
    return [(round(c.start_s, 6), round(c.end_s, 6)) for c in project.track(track_id).clips]


def sounding(project: Project, track_id: str = "row") -> set[tuple[float, float]]:
    """(time, moment of the take) of every second that is heard, in the middle of each second."""
    return {
        (second + 0.5, round(second + 0.5 - c.origin_s, 6))
        for c in project.track(track_id).clips
        for second in range(60)
        if c.start_s <= second + 0.5 < c.end_s
    }


def test_copies_go_where_there_is_room() -> None:
    song = row(clip("a", 0.0, 2.0), clip("b", 2.0, 2.0), clip("c", 7.0, 2.0))
    assert free_step_s(song, ["a"]) == 4.0, "b is in the way, then there are three seconds"
    assert free_step_s(song, ["a", "b"]) == 9.0, "four seconds do not fit before c"
    assert free_step_s(song, ["c"]) == 2.0


def test_what_a_clip_plays_moves_under_its_window() -> None:
    slipped = slip_clips(["a"], 0.5)(row(clip("a", 1.0, 2.0, offset_s=1.0)))
    (moved,) = slipped.track("row").clips
    assert (moved.start_s, moved.length_s, moved.offset_s) == (1.0, 2.0, 0.5)


def test_halves_are_joined_again_and_strangers_are_not() -> None:
    song = row(clip("a", 0.0, 4.0, fade_in_s=0.5, fade_out_s=1.0), clip("b", 4.0, 1.0))
    cut = split_clips(["a"], 1.5)(song)
    ids = [each.id for each in cut.track("row").clips[:2]]
    assert join_clips(ids)(cut) == song
    with pytest.raises(EditError, match="play on from each other"):
        join_clips(["a", "b"])(song)
    assert join_clips(["a"])(song) == song


def test_what_is_put_down_trims_what_lies_below_it() -> None:
    song = row(clip("long", 0.0, 10.0), clip("small", 12.0, 2.0))
    moved = trimming_below(move_clips(["small"], -8.0))(song)
    assert spans(moved) == [(0.0, 4.0), (4.0, 6.0), (6.0, 10.0)]
    assert trimmed_length_s(song, moved) == {"long": 6.0}
    covered = trimming_below(move_clips(["long"], 8.0))(song)
    assert spans(covered) == [(8.0, 18.0)] and trimmed_length_s(song, covered) == {"small": 2.0}
    assert trimming_below(lambda project: project)(song) is song


def test_the_fades_of_a_regenerated_range_may_overlap() -> None:
    song = row(clip("left", 0.0, 2.01))
    assert spans(trimming_below(add_clip("row", clip("right", 2.0, 1.0)))(song)) == [(0.0, 2.01), (2.0, 3.0)]


def test_neighbours_fade_into_each_other() -> None:
    song = row(clip("a", 0.0, 2.0), clip("b", 2.0, 3.0, offset_s=1.0), clip("far", 9.0, 1.0))
    left, right, far = crossfade_clips(frozenset({"a", "b", "far"}), 1.0)(song).track("row").clips
    assert (left.end_s, left.fade_out_s) == (2.5, 1.0)
    assert (right.start_s, right.end_s, right.offset_s, right.fade_in_s) == (1.5, 5.0, 0.5, 1.0)
    assert far == song.track("row").clips[2]


def test_a_range_is_cut_cleared_closed_and_repeated() -> None:
    song = row(clip("a", 0.0, 10.0), clip("b", 12.0, 2.0))
    assert spans(split_at_edges(2.0, 4.0)(song)) == [(0.0, 2.0), (2.0, 4.0), (4.0, 10.0), (12.0, 14.0)]
    assert spans(clear_range(2.0, 4.0)(song)) == [(0.0, 2.0), (4.0, 10.0), (12.0, 14.0)]
    assert spans(close_range(2.0, 4.0)(song)) == [(0.0, 2.0), (2.0, 8.0), (10.0, 12.0)]
    assert spans(repeat_range(2.0, 4.0)(song)) == [(0.0, 4.0), (4.0, 6.0), (6.0, 10.0), (12.0, 14.0)]
    two = replace(song, tracks=(*song.tracks, Track("other", "Other", "audio", clips=(clip("c", 0.0, 9.0),))))
    assert spans(clear_range(2.0, 4.0, ["row"])(two), "other") == [(0.0, 9.0)], "other rows stay"


@given(start=st.integers(0, 20), length=st.integers(1, 10))
def test_clearing_a_range_silences_it_and_nothing_else(start, length) -> None:
    song = row(clip("a", 0.0, 6.0), clip("b", 6.0, 5.0, offset_s=2.0), clip("c", 14.0, 4.0))
    left = sounding(clear_range(float(start), float(start + length))(song))
    assert left == {(at, moment) for at, moment in sounding(song) if not start <= at < start + length}


def test_clips_are_pasted_onto_their_row_with_what_they_need() -> None:
    song = small_song()
    placed = [(track, each) for track, each in song.clips() if each.id in ("vocal-1", "bass-verse")]
    copied = copy_clips(song, placed)
    assert (copied.start_s, copied.length_s) == (0.0, 8.0)
    pasted = paste_clips(copied, 20.0, {"vocal-1": "v", "bass-verse": "b"})(song)
    assert pasted.find_clip("v")[1].start_s == 22.0 and pasted.find_clip("b")[1].start_s == 20.0
    assert pasted.find_clip("b")[0].id == "bass" and len(pasted.tracks) == len(song.tracks)


def test_clips_are_pasted_into_another_song_on_rows_of_their_own() -> None:
    song = small_song()
    bass, played = song.find_clip("bass-chorus")
    copied = copy_clips(song, [(bass, played)])
    other = Project("other", tracks=(Track("bass", "Voice", "vocal"),))
    pasted = paste_clips(copied, 1.0, {"bass-chorus": "b"})(set_tempo(60.0)(other))
    fresh = pasted.tracks[-1]
    assert (len(pasted.tracks), fresh.name, fresh.kind) == (2, "Bass", "instrument"), "a row of another kind is no home"
    assert fresh.strip.sends == (), "the bus it sent to is not there"
    assert set(pasted.sources) == {played.take.source}
    (put,) = fresh.clips
    assert (put.start_s, put.length_s) == (1.0, 16.0), "the notes keep their bars at half the tempo"
    assert put.take.notes == played.take.notes and put.take.source == "", "they wait to be played again"


def test_a_clip_is_looped_up_to_a_time_and_cuts_what_lies_there() -> None:
    song = row(clip("a", 0.0, 4.0, fade_out_s=1.0), clip("b", 9.0, 4.0))
    looped = loop_clip("a", 10.0)(song)
    assert spans(looped) == [(0, 4), (4, 8), (8, 10), (10, 13)]
    assert looped.track("row").clips[2].fade_out_s == 1.0 and looped.track("row").clips[2].is_end_cut
    assert loop_clip("a", 3.0)(song) is song
    with pytest.raises(EditError):
        loop_clip("a", 4.0 * 1000)(song)


def test_a_crossfade_is_made_longer_and_shorter_around_its_middle() -> None:
    song = row(clip("a", 0.0, 10.0), clip("b", 10.0, 10.0, offset_s=2.0))
    ids = frozenset({"a", "b"})
    long = crossfade_clips(ids, 4.0)(crossfade_clips(ids, 1.0)(song))
    assert spans(long) == [(0, 12), (8, 20)]
    assert [c.origin_s for c in long.track("row").clips] == [0.0, 8.0]
    short = crossfade_clips(ids, 1.0)(long)
    assert spans(short) == [(0, 10.5), (9.5, 20)]
    assert [(c.fade_in_s, c.fade_out_s) for c in short.track("row").clips] == [(0.0, 1.0), (1.0, 0.0)]


def test_curves_and_colors_are_held_to_what_there_is() -> None:
    song = row(clip("a", 0.0, 10.0, fade_in_s=2.0))
    bent = bend_fades({"a"}, fade_in_bend=7.0)(song)
    assert (bent.track("row").clips[0].fade_in_bend, bent.track("row").clips[0].fade_out_bend) == (1.0, 0.0)
    for bad in (color_clips({"a"}, "#ff0000")(song), row(clip("a", 0.0, 1.0, fade_in_bend=float("nan")))):
        with pytest.raises(EditError):
            check_clip(bad.track("row").clips[0], bad)


def test_notes_are_stretched_from_the_clips_left_edge_in_every_take() -> None:
    notes = (Note(0, 480, 60), Note(960, 480, 62))
    take, other = Take("one", notes=notes), Take("two", notes=notes[:1])
    held = Clip("n", 2.0, 4.0, offset_s=0.5, takes=(take, other), active_take_id="one")
    song = replace(small_song(), tracks=(Track("row", "Row", "instrument", clips=(held,)),))
    (stretched,) = stretch_notes("n", 2.0)(song).track("row").clips
    first = song.tempo_map.ticks_at(2.0) - song.tempo_map.ticks_at(1.5)
    assert [(n.start_ticks, n.length_ticks) for n in stretched.takes[0].notes] == [
        (-first, 960), (1920 - first, 960),
    ]  # fmt: skip
    assert stretched.length_s == 8.0 and stretched.origin_s == held.origin_s
    with pytest.raises(EditError):
        stretch_notes("n", 9.0)(song)
