# SPDX-License-Identifier: GPL-3.0-or-later
"""Words in (parentheses) answer the lead: other singers, the same beat, a tune that echoes or is their own."""

import itertools
from dataclasses import replace

import pytest

from musicstudio.engines.voice.melody.call_and_response import as_lead, echo_notes, for_one_singer, turns
from musicstudio.engines.voice.melody.line_setting import Frame
from musicstudio.engines.voice.melody.lyric_setting import write_vocal_parts
from musicstudio.engines.voice.melody.write_melody import pitch_classes, scale_pitches
from musicstudio.engines.voice.text.lyrics import parse_lyrics
from musicstudio.project.model import Chord, Key, Meter

CHORDS = tuple(
    Chord(i * 3840, 3840, *chord) for i, chord in enumerate([(0, "maj"), (9, "min"), (5, "maj"), (7, "maj")] * 2)
)
LEAD, BACKING = (40, 62), (50, 65)
FRAME = Frame(CHORDS, Key(0), Meter(0), 96.0, LEAD, BACKING)
WORDS = "Carry me home (carry me home)\nOver the silver water\n(all night long)\nStay with me (stay)\n"


def sung(words=WORDS, bars=8, seed=3):
    return write_vocal_parts(parse_lyrics(words).lines, FRAME, bars, seed)


def words_of(notes):
    return " ".join(note.syllable for note in notes).replace("- ", "").lower()


def test_the_lead_leaves_out_what_is_in_parentheses_and_the_backing_sings_just_that():
    parts = sung()
    assert words_of(parts.lead) == "carry me home over the silver water stay with me"
    assert words_of(parts.backing) == "carry me home all night long stay"


@pytest.mark.parametrize("seed", range(6))
def test_each_singer_sings_one_note_at_a_time_in_the_own_range_and_key(seed):
    parts = sung(seed=seed)
    for notes, (low, high) in ((parts.lead, LEAD), (parts.backing, BACKING)):
        assert all(a.end_ticks <= b.start_ticks for a, b in itertools.pairwise(notes))
        assert {note.pitch for note in notes} <= set(scale_pitches(Key(0), low, high))
        assert all(note.length_ticks > 0 for note in notes)


@pytest.mark.parametrize("seed", range(6))
def test_an_echo_comes_after_what_it_repeats_in_its_rhythm_and_in_harmony(seed):
    parts = sung(seed=seed)
    said, echo = parts.lead[:4], parts.backing[:4]
    offsets = {b.start_ticks - a.start_ticks for a, b in zip(said, echo, strict=True)}
    assert len(offsets) == 1 and echo[0].start_ticks > said[-1].start_ticks
    tones = [set(pitch_classes(chord)) for chord in CHORDS]
    fitting = [note.pitch % 12 in tones[note.start_ticks // 3840] for note in echo]
    assert sum(fitting) >= 3
    assert all((b.pitch - a.pitch) % 12 in (3, 4, 5, 7, 8, 9) for a, b in zip(said, echo, strict=True))


def test_an_answer_is_over_before_the_next_line_of_the_lead():
    parts = sung()
    second_line = next(note for note in parts.lead if note.syllable.lower() == "o-")
    assert parts.backing[3].end_ticks < second_line.start_ticks


def test_the_lead_holds_the_word_that_is_answered():
    parts = sung("Stay (stay stay)", bars=2)
    assert parts.lead[0].end_ticks >= parts.backing[0].start_ticks


def test_a_line_in_parentheses_has_its_own_time():
    parts = sung("Walking home\n(all night long)\nWalking home", bars=6)
    first, last = parts.lead[2], parts.lead[3]
    assert first.end_ticks <= parts.backing[0].start_ticks and parts.backing[-1].end_ticks <= last.start_ticks


def test_lines_without_parentheses_take_no_heed_of_who_could_answer():
    lines = parse_lyrics("Morning light is breaking\nOver the silver sea").lines
    high = replace(FRAME, backing_range=(70, 80))
    parts = write_vocal_parts(lines, FRAME, 8, 5)
    assert parts.lead == write_vocal_parts(lines, high, 8, 5).lead and not parts.backing


def test_turns_change_where_the_singers_change():
    line = parse_lyrics("One (two three) four").lines[0]
    assert [(turn.backing, len(turn.words)) for turn in turns(line)] == [(False, 1), (True, 2), (False, 1)]
    assert not any(word.backing for word in as_lead(line).words)


def test_other_words_are_no_echo():
    parts = sung("Carry me home (far away)", bars=2)
    assert echo_notes(parts.backing, parts.lead) == ()


def test_a_parenthesis_may_span_lines_and_one_left_open_ends_with_its_line():
    lyrics = parse_lyrics("One (two\nthree) four\nfive (six\nseven")
    backing = [word.text for line in lyrics.lines for word in line.words if word.backing]
    assert backing == ["two", "three", "six"]
    assert "Line 3: the parenthesis is not closed" in lyrics.issues[0].message


def test_one_singer_leaves_answers_out_unless_there_is_nothing_else():
    mixed = for_one_singer(parse_lyrics("Stay (stay)\n(all night)\nhere").lines)
    assert [[word.text for word in line.words] for line in mixed] == [["Stay"], ["here"]]
    alone = for_one_singer(parse_lyrics("(stay)\n(all night)").lines)
    assert [len(line.words) for line in alone] == [1, 2] and not any(line.backing for line in alone)
