# SPDX-License-Identifier: GPL-3.0-or-later
"""Comping: pieces of takes side by side, with seams that can be moved and that undo and further swipes leave clean."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicstudio.project.document import Document
from musicstudio.project.edits.comping import SEAM_S, comp_take, move_seam, seams_of
from musicstudio.project.invariants import check_project
from musicstudio.project.model import Clip, Note, Project, Source, Take, Track


def song(has_notes=False):
    notes = (Note(0, 960, 60, 90),) if has_notes else ()
    takes = tuple(Take(f"take-{n}", f"Take {n + 1}", "" if has_notes else "s", notes) for n in range(3))
    clip = Clip("clip", 2.0, 16.0, offset_s=0.5, fade_in_s=0.2, takes=takes, active_take_id="take-0")
    return Document(
        Project("p", tracks=(Track("t", "T", clips=(clip,)),), sources={"s": Source("s", 48_000 * 20, 48_000, 1)})
    )


def swipe(document, number, start_s, end_s):
    document.transact(f"Comp take {number + 1}", comp_take("t", number, start_s, end_s))


def heard(document):
    """(take, from, to) of each piece, to the middle of its seams."""
    track = document.project.tracks[0]
    edges = [track.clips[0].start_s, *(at_s for *_, at_s in seams_of(track)), track.clips[-1].end_s]
    return [
        (clip.active_take_id, round(a, 6), round(b, 6))
        for clip, (a, b) in zip(track.clips, pairwise(edges), strict=True)
    ]


def test_a_swipe_cuts_and_lets_another_take_play_between():
    document = song()
    swipe(document, 2, 6.0, 10.0)
    assert heard(document) == [("take-0", 2.0, 6.0), ("take-2", 6.0, 10.0), ("take-0", 10.0, 18.0)]
    left, middle, _ = document.project.tracks[0].clips
    assert left.end_s - middle.start_s == pytest.approx(SEAM_S)
    assert left.fade_out_s == middle.fade_in_s == pytest.approx(SEAM_S)
    assert left.fade_in_s == 0.2
    assert left.origin_s == pytest.approx(middle.origin_s) == pytest.approx(1.5)


def test_the_same_take_again_makes_one_piece_of_it():
    document = song()
    before = document.project
    swipe(document, 2, 6.0, 10.0)
    swipe(document, 2, 10.0, 12.0)
    assert heard(document) == [("take-0", 2.0, 6.0), ("take-2", 6.0, 12.0), ("take-0", 12.0, 18.0)]
    swipe(document, 0, 5.0, 13.0)
    (clip,) = document.project.tracks[0].clips
    assert clip == before.tracks[0].clips[0]


def test_a_seam_is_moved_and_stops_before_the_next():
    document = song()
    swipe(document, 1, 6.0, 10.0)
    left = document.project.tracks[0].clips[0]
    document.transact("Seam", move_seam("t", left.id, 8.0))
    assert heard(document)[0] == ("take-0", 2.0, 8.0)
    document.transact("Seam", move_seam("t", left.id, 30.0))
    assert heard(document)[0][2] == pytest.approx(9.99)


def test_notes_meet_without_reaching_into_each_other():
    document = song(has_notes=True)
    swipe(document, 1, 6.0, 10.0)
    assert [(c.start_s, c.end_s) for c in document.project.tracks[0].clips] == [(2.0, 6.0), (6.0, 10.0), (10.0, 18.0)]


def test_clips_without_that_take_and_those_beside_stay_the_same_objects():
    document = song()
    clip = document.project.tracks[0].clips[0]
    swipe(document, 7, 6.0, 10.0)
    swipe(document, 1, 30.0, 40.0)
    assert document.project.tracks[0].clips[0] is clip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.floats(0, 20), st.floats(0.02, 12)), max_size=8))
def test_any_swipes_leave_a_clean_row_that_undoes_to_the_first(swipes):
    document = song()
    first = document.project
    for number, start_s, length_s in swipes:
        swipe(document, number, start_s, start_s + length_s)
    check_project(document.project)
    pieces = heard(document)
    assert (pieces[0][1], pieces[-1][2]) == (2.0, pytest.approx(18.0))
    assert all(a[0] != b[0] for a, b in pairwise(pieces))
    document.jump(0)
    assert document.project is first


def test_only_the_seam_after_the_piece_that_is_meant_moves():
    document = song()
    swipe(document, 1, 6.0, 10.0)
    middle = document.project.tracks[0].clips[1]
    document.transact("Seam", move_seam("t", middle.id, 12.0))
    assert heard(document) == [("take-0", 2.0, 6.0), ("take-1", 6.0, 12.0), ("take-0", 12.0, 18.0)]
    last = document.project.tracks[0].clips[-1]
    assert not document.transact("Seam", move_seam("t", last.id, 12.5)), "nothing is behind the last piece"


def test_swipes_over_notes_make_one_piece_of_what_is_the_same():
    document = song(has_notes=True)
    swipe(document, 1, 6.0, 10.0)
    swipe(document, 1, 10.0, 12.0)
    assert heard(document) == [("take-0", 2.0, 6.0), ("take-1", 6.0, 12.0), ("take-0", 12.0, 18.0)]


def test_a_swipe_with_the_take_that_plays_is_no_step():
    document = song()
    swipe(document, 0, 5.0, 9.0)
    assert len(document.history) == 1
    swipe(document, 2, 6.0, 10.0)
    swipe(document, 2, 7.0, 8.0)
    assert len(document.history) == 2
