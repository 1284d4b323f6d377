# SPDX-License-Identifier: GPL-3.0-or-later
"""Voicings: smooth, in range, complete, and clear in the low register."""

from itertools import pairwise, product

import pytest

from musicstudio.engines.composer.arrangement.chord_tones import color_chord, nearest, step_pitch, tones
from musicstudio.engines.composer.arrangement.voicing import movement, voice
from musicstudio.project.model import Chord, Key

KEY = Key(0, "major")
CIRCLE = [
    Chord(0, 1, root, quality) for root, quality in [(9, "min7"), (2, "min7"), (7, "dom7"), (0, "maj7"), (5, "maj7")]
]


def led(chords, count, spread=0.3):
    voicings, before = [], ()
    for chord in chords:
        before = voice(tones(chord), before, 50, 74, count, spread)
        voicings.append(before)
    return voicings


@pytest.mark.parametrize(("count", "spread"), [*product((3, 4), (0.0, 0.3, 0.6))])
def test_voices_move_less_than_a_third_on_average(count, spread):
    for before, after in pairwise(led(CIRCLE * 3, count, spread)):
        assert movement(before, after) <= 3.0


@pytest.mark.parametrize("quality", ["maj", "min", "dim", "aug", "sus4", "min7", "dom7", "maj9", "add9", "6", "5"])
def test_a_voicing_holds_only_chord_notes_in_range_and_its_third(quality):
    chord = Chord(0, 1, 2, quality)
    notes = voice(tones(chord), (), 48, 72, 4, 0.3)
    assert {note % 12 for note in notes} <= set(tones(chord))
    assert all(48 <= note <= 72 for note in notes)
    assert list(notes) == sorted(set(notes))
    if quality in ("maj", "min", "dom7", "min7"):
        assert tones(chord)[1] in {note % 12 for note in notes}


def test_low_voices_stand_apart():
    for chord in CIRCLE:
        for low, high in pairwise(voice(tones(chord), (), 36, 72, 4, 0.5)):
            assert high - low >= 5 or low >= 50


def test_rootless_voicings_leave_the_root_to_the_bass():
    chord = Chord(0, 1, 2, "min9")
    assert 2 not in {note % 12 for note in voice(tones(chord), (), 50, 72, 4, 0.3, True)}


def test_a_style_colors_plain_chords_by_the_key():
    assert color_chord(Chord(0, 1, 7, "maj"), KEY, "sevenths") == (7, 11, 2, 5)  # V7: the key's F, not F sharp
    assert color_chord(Chord(0, 1, 0, "maj"), KEY, "sevenths") == (0, 4, 7, 11)
    assert color_chord(Chord(0, 1, 0, "maj"), KEY, "triads") == (0, 4, 7)
    assert 2 in color_chord(Chord(0, 1, 0, "maj"), KEY, "ninths")
    assert 5 not in color_chord(Chord(0, 1, 4, "min"), KEY, "ninths")[4:]  # no flat ninth on iii


def test_nearest_and_stepped_stay_in_class():
    assert nearest(4, 60) == 64
    assert nearest(4, 60, 40, 60) == 52
    assert step_pitch(60, 2, (0, 2, 4, 5, 7, 9, 11)) == 64
    assert step_pitch(60, -1, (0, 2, 4, 5, 7, 9, 11)) == 59
