# SPDX-License-Identifier: GPL-3.0-or-later
"""Words on a melody that is already there."""

from musicstudio.engines.voice.melody.alignment import lay_on_notes
from musicstudio.engines.voice.melody.notes import from_notes, to_notes
from musicstudio.engines.voice.text.lyrics import parse_lyrics
from musicstudio.project.model import Meter, Note


def melody(count, step=480):
    return tuple(Note(i * step, step, 60 + i) for i in range(count))


def test_one_syllable_a_note_when_the_numbers_match():
    notes, left = lay_on_notes(parse_lyrics("Morning light").lines, melody(3), Meter(0), may_split=False)
    assert [n.syllable for n in notes] == ["Mor-", "ning", "light"] and left == 0


def test_notes_left_over_hold_a_vowel_and_none_is_lost():
    notes, left = lay_on_notes(parse_lyrics("Morning light").lines, melody(5), Meter(0), may_split=False)
    assert [n.pitch for n in notes] == [60, 61, 62, 63, 64] and left == 0
    assert [n.syllable for n in notes if not n.holds] == ["Mor-", "ning", "light"]


def test_words_left_over_are_counted_or_share_notes():
    lines = parse_lyrics("Every little morning").lines
    given, left = lay_on_notes(lines, melody(4), Meter(0), may_split=False)
    assert len(given) == 4 and left == 3
    split, left = lay_on_notes(lines, melody(4), Meter(0), may_split=True)
    assert len(split) == 7 and left == 0 and sum(n.length_ticks for n in split) == 4 * 480


def test_lines_part_at_the_rests_of_the_melody():
    notes = (*melody(4), *(Note(4800 + i * 480, 480, 70) for i in range(6)))
    laid, _ = lay_on_notes(parse_lyrics("One two three\nfour five six").lines, notes, Meter(0), may_split=False)
    assert [n.start_ticks for n in laid if n.syllable == "four"] == [4800]


def test_the_documents_notes_come_back_as_they_were_sung():
    notes, _ = lay_on_notes(parse_lyrics("Morning lantern glow").lines, melody(7), Meter(0), may_split=False)
    assert from_notes(to_notes(notes)) == notes
