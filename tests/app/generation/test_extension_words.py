# SPDX-License-Identifier: GPL-3.0-or-later
"""One line says how many bars a song gets and how they shall be."""

import pytest

from musicstudio.app.generation.extension_words import DEFAULT_BARS, bars_and_words
from musicstudio.core.errors import InputError


@pytest.mark.parametrize(
    ("line", "bars", "words"),
    [
        ("2", 2, ""), ("8 bars", 8, ""), ("8 bars, softer", 8, "softer"),
        ("16 Takte: ohne Schlagzeug", 16, "ohne Schlagzeug"),
        ("4 bar bridge", 4, "bridge"), ("12, without drums", 12, "without drums"),
        ("a bridge of 8 bars", DEFAULT_BARS, "a bridge of 8 bars"),
        ("2 verses and a chorus", DEFAULT_BARS, "2 verses and a chorus"),
        ("", DEFAULT_BARS, ""),
    ],
)  # fmt: skip
def test_bars_stand_before_the_words(line, bars, words):
    assert bars_and_words(line) == (bars, words)


@pytest.mark.parametrize("line", ["0 bars", "257", "999999999 bars, softer"])
def test_no_bars_and_too_many_are_refused(line):
    with pytest.raises(InputError, match="1 to 256 bars"):
        bars_and_words(line)
