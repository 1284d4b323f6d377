# SPDX-License-Identifier: GPL-3.0-or-later
"""Theory: names that musicians write are read, and what is written is read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicstudio.core.theory.chords import INTERVALS, SUFFIXES, chord_pitch_classes, chord_symbol, parse_chord
from musicstudio.core.theory.pitches import parse_pitch_class, pitch_name, split_root
from musicstudio.core.theory.scales import MINOR_MODES, SCALES, scale_pitch_classes


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("Am7", (9, "min7", -1)), ("F#m7b5/C", (6, "m7b5", 0)), ("B♭maj7", (10, "maj7", -1)), ("Hm", (11, "min", -1)),
        ("h7", (11, "dom7", -1)), ("C6/9", (0, "69", -1)), ("C6/9/E", (0, "69", 4)), ("Dsus", (2, "sus4", -1)),
        ("E7(#9)", (4, "7#9", -1)), ("F/F", (5, "maj", -1)), ("Ebø7", (3, "m7b5", -1)), ("G°7", (7, "dim7", -1)),
        ("Cm(maj7)", (0, "minmaj7", -1)), ("A-7", (9, "min7", -1)), ("CΔ", (0, "maj", -1)), ("D♯dim", (3, "dim", -1)),
        ("Ａｍ", (9, "min", -1)), (" F/A ", (5, "maj", 9)), ("Cbmaj7", (11, "maj7", -1)),
    ],
)  # fmt: skip
def test_a_chord_is_read_as_musicians_write_it(symbol, expected):
    assert parse_chord(symbol) == expected


@pytest.mark.parametrize("text", ["", "/", "Xm", "Am7/", "C/Q", "N.C.", "hello", "Cm7maj", "A/B/C", "♭", "7"])
def test_what_is_no_chord_is_refused(text):
    assert parse_chord(text) is None


@given(st.integers(0, 11), st.sampled_from(sorted(INTERVALS)), st.integers(-1, 11), st.booleans())
def test_every_chord_is_read_back_from_its_own_name(root, quality, bass, has_flats):
    expected = (root, quality, -1 if bass == root else bass)
    assert parse_chord(chord_symbol(root, quality, bass, has_flats)) == expected


@given(st.text(max_size=12))
def test_no_text_breaks_the_reader(text):
    parse_chord(text)
    split_root(text)


def test_every_quality_has_a_name_of_its_own_and_rises_from_its_root():
    assert set(SUFFIXES) == set(INTERVALS)
    assert len(set(SUFFIXES.values())) == len(SUFFIXES)
    assert all(steps[0] == 0 and list(steps) == sorted(set(steps)) for steps in INTERVALS.values())


def test_a_ninth_chord_holds_its_ninth():
    assert chord_pitch_classes(7, "9") == (7, 11, 2, 5, 9)


def test_scales_begin_on_their_tonic_and_have_seven_notes():
    for mode in SCALES:
        notes = scale_pitch_classes(3, mode)
        assert notes[0] == 3 and len(set(notes)) == 7
        assert (mode in MINOR_MODES) == ((3 + 3) % 12 in notes)


def test_pitches_have_the_names_of_their_key():
    assert (pitch_name(60), pitch_name(70), pitch_name(70, has_flats=True)) == ("C4", "A#4", "Bb4")
    assert (parse_pitch_class("G♭"), parse_pitch_class("H"), parse_pitch_class("Gm")) == (6, 11, None)
