# SPDX-License-Identifier: GPL-3.0-or-later
"""A melody comes into a voice's range by the smallest means that do it."""

from hypothesis import given
from hypothesis import strategies as st

from musicstudio.engines.voice.melody.range_fit import best_transposition, fold_phrases, into_range
from musicstudio.engines.voice.text.model import SungNote
from musicstudio.project.model import Note

PITCHES = st.lists(st.integers(24, 96), min_size=1, max_size=40)
RANGES = st.tuples(st.integers(36, 60), st.integers(12, 24)).map(lambda pair: (pair[0], sum(pair)))


@given(PITCHES, RANGES)
def test_folding_brings_every_note_inside_and_keeps_its_name(pitches, voice):
    notes = [Note(i * 960, 960, pitch) for i, pitch in enumerate(pitches)]
    moved = fold_phrases(notes, *voice)
    assert all(voice[0] <= note.pitch <= voice[1] for note in moved)
    assert [note.pitch % 12 for note in moved] == [note.pitch % 12 for note in notes]


@given(PITCHES, RANGES)
def test_a_transposed_song_lies_at_least_as_well_as_before(pitches, voice):
    def outside(shift):
        return min(sum(max(0, voice[0] - p, p - voice[1]) for p in [q + shift + 12 * o for q in pitches])
                   for o in range(-4, 5))  # fmt: skip

    shift = best_transposition(pitches, *voice)
    assert -6 <= shift <= 5
    assert outside(shift) <= outside(0)
    assert shift == 0 or outside(0) > 0


@given(st.integers(40, 60), st.integers(0, 15))
def test_what_is_no_wider_than_the_voice_fits_wholly(low, width):
    pitches = [low, low + width]
    shift = best_transposition(pitches, 50, 65)
    moved = into_range([SungNote(0, 960, pitch + shift) for pitch in pitches], 50, 65)
    assert all(50 <= note.pitch <= 65 for note in moved)


def test_phrases_are_folded_as_wholes():
    low, high = [Note(i * 480, 480, 50 + i) for i in range(4)], [Note(4800 + i * 480, 480, 70 + i) for i in range(4)]
    moved = fold_phrases([*low, *high], 48, 62)
    assert [note.pitch for note in moved] == [50, 51, 52, 53, 58, 59, 60, 61]


def test_nothing_to_sing_needs_no_move():
    assert best_transposition([], 50, 65) == 0 and fold_phrases([], 50, 65) == () and into_range([], 50, 65) == ()
