# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines of a timed lyric are sung when they are due."""

import pytest

from musicstudio.core.errors import InputError
from musicstudio.core.progress import run_to_end
from musicstudio.engines.voice.melody.melody_file import Melody, sing_melody
from musicstudio.engines.voice.melody.timed_words import lay_in_time
from musicstudio.engines.voice.text.lyrics import parse_lyrics
from musicstudio.project.model import Note, TempoMap

EIGHT = tuple(Note(beat * 960, 960, 48 + beat) for beat in range(8))
"""A note every half second."""


def sung(lyrics: str) -> tuple[list[tuple[int, str]], int]:
    notes, left_over = lay_in_time(parse_lyrics(lyrics).lines, EIGHT, TempoMap())
    return [(note.start_ticks // 960, note.syllable) for note in notes if not note.holds], left_over


def test_each_line_begins_on_the_note_that_is_due() -> None:
    words, left_over = sung("[00:00.50]one two\n[00:02.00]three four\n")
    assert [text for _, text in words] == ["one", "two", "three", "four"] and not left_over
    assert (words[0][0], words[2][0]) == (1, 4) and words[1][0] < 4


def test_a_line_does_not_run_over_into_the_next() -> None:
    words, left_over = sung("[00:00.00]one two three four\n[00:01.00]five\n")
    assert words == [(0, "one"), (1, "two"), (2, "five")] and left_over == 2


def test_a_line_may_begin_a_little_early_and_one_at_two_times_is_sung_twice() -> None:
    assert sung("[00:01.60]one\n")[0] == [(3, "one")]
    assert sung("[00:00.00][00:02.00]one\n[00:01.00]two\n")[0] == [(0, "one"), (2, "two"), (4, "one")]


def test_lines_without_a_time_go_with_the_one_before() -> None:
    assert sung("[00:01.00]one\ntwo\n[00:03.00]three")[0] == [(2, "one"), (4, "two"), (6, "three")]


def test_words_due_after_the_melody_are_refused_and_untimed_ones_told() -> None:
    melody = Melody(EIGHT, TempoMap())
    with pytest.raises(InputError, match="while the words are due"):
        run_to_end(sing_melody(melody, "[01:00.00]one", "joe", 1, follows_times=True))
    told = run_to_end(sing_melody(melody, "one two", "joe", 1, follows_times=True)).notices
    assert "The lyrics do not say when their lines are sung." in told
