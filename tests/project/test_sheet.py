# SPDX-License-Identifier: GPL-3.0-or-later
"""The song sheet knows who decided what, and which words came to nothing; chords have the names of musicians."""

import pytest

from musicstudio.project.model import Chord
from musicstudio.project.model.sheet import Field, SongSheet, Span


@pytest.mark.parametrize(
    ("field", "is_set", "is_by_hand"),
    [
        (Field(), False, False),
        (Field(90.0, "studio"), False, False),
        (Field(None, "typed"), False, False),
        (Field(90.0, "words"), True, False),
        (Field(90.0, "typed"), True, True),
        (Field(90.0, "locked"), True, True),
    ],
)
def test_a_value_is_decided_by_words_or_a_hand_and_only_a_hand_is_above_words(field, is_set, is_by_hand) -> None:
    assert (field.is_set, field.is_by_hand) == (is_set, is_by_hand)


def test_words_that_caused_nothing_wait_for_an_answer() -> None:
    used = Span(0, 4, "slow", "used", "pace")
    lost = Span(5, 12, "frobbed", "not_understood", why="No such word.")
    refused = Span(13, 20, "in 3D", "cannot", why="There is no 3D.")
    assert SongSheet(spans=(used, lost, refused)).unanswered == (lost, refused)


def test_a_chord_is_called_by_its_symbol() -> None:
    assert Chord(0, 960, 2, "min7").name() == "Dm7"
    assert Chord(0, 960, 5, "maj", 9).name() == "F/A"
    assert (Chord(0, 960, 10).name(), Chord(0, 960, 10).name(has_flats=True)) == ("A#", "Bb")
