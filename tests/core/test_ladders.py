# SPDX-License-Identifier: GPL-3.0-or-later
"""Stepping from pitch to pitch: on all, on a key's, on a kit's."""

from hypothesis import given
from hypothesis import strategies as st

from musicstudio.core.theory.drum_names import DRUM_KIT, drum_name
from musicstudio.core.theory.ladders import (
    CHROMATIC,
    drum_ladder,
    nearest_pitch,
    scale_ladder,
    stepped_pitches,
    steps_between,
)

C_MAJOR = scale_ladder(0, "major")


def test_on_a_scale_each_note_goes_to_the_next_tone_of_the_key():
    assert stepped_pitches(C_MAJOR, (60, 64, 67), 1) == {60: 62, 64: 65, 67: 69}
    assert stepped_pitches(C_MAJOR, (60, 64, 67), -1) == {60: 59, 64: 62, 67: 65}


def test_a_note_between_two_tones_goes_to_the_nearest_in_its_direction():
    assert stepped_pitches(C_MAJOR, (61,), 1) == {61: 62}
    assert stepped_pitches(C_MAJOR, (61,), -1) == {61: 60}
    assert stepped_pitches(C_MAJOR, (61,), 0) == {61: 61}


def test_a_shape_stops_whole_at_the_edge():
    assert stepped_pitches(CHROMATIC, (120, 127), 12) == {120: 120, 127: 127}
    assert stepped_pitches(CHROMATIC, (118, 123), 12) == {118: 122, 123: 127}


def test_a_kit_has_its_usual_pieces_and_what_is_used():
    ladder = drum_ladder(DRUM_KIT, {20, 76})
    assert ladder[0] == 20 and ladder[-1] == 76 and stepped_pitches(ladder, (59,), 1) == {59: 76}
    assert (drum_name(38), drum_name(20)) == ("Snare", "20")


@given(st.sets(st.integers(0, 127), min_size=1), st.integers(-200, 200), st.sets(st.integers(0, 127), min_size=1))
def test_whatever_is_stepped_lands_on_the_ladder_and_keeps_its_order(rungs, steps, pitches):
    ladder = tuple(sorted(rungs))
    moved = stepped_pitches(ladder, pitches, steps)
    assert set(moved) == pitches
    assert all(0 <= pitch <= 127 for pitch in moved.values())
    order = [moved[pitch] for pitch in sorted(pitches)]
    assert order == sorted(order)


@given(st.integers(0, 127), st.integers(0, 127))
def test_steps_lead_from_one_tone_to_another(start, end):
    first, last = nearest_pitch(C_MAJOR, start), nearest_pitch(C_MAJOR, end)
    assert stepped_pitches(C_MAJOR, (first,), steps_between(C_MAJOR, first, last))[first] == last


def test_a_pitch_is_nearest_to_the_rung_beside_it_and_of_two_to_the_lower():
    whole_tones = (60, 62, 66)
    near = {0: 60, 60: 60, 61: 60, 63: 62, 64: 62, 65: 66, 127: 66}
    assert {pitch: nearest_pitch(whole_tones, pitch) for pitch in near} == near
    assert (steps_between(whole_tones, 60, 66), steps_between(whole_tones, 66, 61)) == (2, -2)
