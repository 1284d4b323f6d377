# SPDX-License-Identifier: GPL-3.0-or-later
"""Which part of a recording belongs where."""

import pytest

from musicstudio.recording.passes import Anchor, split_passes

SECOND = 48_000


def spans_s(passes):
    return [(each.start_frame / SECOND, each.song_s, each.frames / SECOND) for each in passes]


def test_what_was_recorded_before_the_song_began_is_left_out():
    passes = split_passes(10 * SECOND, 100.0 * SECOND, Anchor(0, 102.0 * SECOND))
    assert spans_s(passes) == [(2.0, 0.0, 8.0)]


def test_a_recording_that_begins_while_the_song_plays_lies_where_the_song_was():
    passes = split_passes(4 * SECOND, 105.0 * SECOND, Anchor(8 * SECOND, 102.0 * SECOND))
    assert spans_s(passes) == [(0.0, 11.0, 4.0)]


def test_each_round_of_a_loop_is_a_pass():
    passes = split_passes(9 * SECOND, 0.0, Anchor(2 * SECOND, 0.0), loop_s=(2.0, 6.0))
    assert spans_s(passes) == [(0.0, 2.0, 4.0), (4.0, 2.0, 4.0), (8.0, 2.0, 1.0)]


def test_a_loop_that_came_round_before_the_recording_began_is_counted():
    passes = split_passes(3 * SECOND, 9.0 * SECOND, Anchor(2 * SECOND, 0.0), loop_s=(2.0, 6.0))
    assert spans_s(passes) == [(0.0, 3.0, 3.0)]


def test_a_crumb_after_the_last_round_is_no_pass():
    passes = split_passes(8 * SECOND + 4_800, 0.0, Anchor(2 * SECOND, 0.0), loop_s=(2.0, 6.0))
    assert spans_s(passes) == [(0.0, 2.0, 4.0), (4.0, 2.0, 4.0)]


def test_only_the_range_is_kept():
    passes = split_passes(10 * SECOND, 0.0, Anchor(0, 0.0), range_s=(3.0, 5.5))
    assert spans_s(passes) == [(3.0, 3.0, 2.5)]


def test_nothing_is_kept_of_a_recording_that_never_came_to_its_range():
    assert split_passes(2 * SECOND, 0.0, Anchor(0, 0.0), range_s=(3.0, 5.5)) == ()


@pytest.mark.parametrize("delay_s", [0.02, -0.01])
def test_a_measured_delay_moves_the_sound_back_to_where_it_was_played(delay_s):
    (at_once,) = split_passes(4 * SECOND, 0.0, Anchor(0, SECOND))
    (moved,) = split_passes(4 * SECOND, 0.0, Anchor(0, SECOND), delay_s=delay_s)
    assert moved.start_frame - at_once.start_frame == round(delay_s * SECOND)
    assert moved.song_s == at_once.song_s == 0.0
