# SPDX-License-Identifier: GPL-3.0-or-later
"""Vowels on the beat, consonants before it, phrases where one breathes."""

from itertools import pairwise

import numpy as np
import pytest

from musicstudio.engines.voice.synthesis.phrases import split_phrases
from musicstudio.engines.voice.synthesis.pitch_curve import STEP_S, pitch_curve
from musicstudio.engines.voice.synthesis.timing import place_sounds, speak_sounds
from musicstudio.engines.voice.text.model import Expression, SungNote
from musicstudio.engines.voice.text.words import syllabify

SECOND = 1920


def seconds_at(tick):
    return tick / SECOND


def line(*words, beats=0.5, gap=0.0, start=SECOND):
    notes, tick = [], start
    for word in words:
        for index, s in enumerate(syllabify(word)):
            ends = "-" if index < len(syllabify(word)) - 1 else ""
            notes.append(SungNote(tick, round((beats - gap) * SECOND), 50 + len(notes), 90, s.text + ends, s.phonemes))
            tick += round(beats * SECOND)
    return notes


def only_phrase(notes):
    (phrase,) = split_phrases(notes, seconds_at)
    return phrase


@pytest.mark.parametrize("beats", [0.12, 0.3, 0.5, 1.5])
def test_every_vowel_begins_on_its_note_and_sounds_follow_without_gaps(beats):
    phrase = only_phrase(line("strange", "streets", "splash", "in", "spring", beats=beats))
    sounds = place_sounds(phrase, lambda symbol: 0.09)
    nuclei = [sound for sound in sounds if sound.role == "nucleus"]
    assert [n.start_s for n in nuclei] == pytest.approx([note.start_s for note in phrase.notes])
    assert all(a.end_s == pytest.approx(b.start_s) and a.end_s > a.start_s for a, b in pairwise(sounds))
    assert sounds[0].start_s < 0 and sounds[-1].end_s == pytest.approx(phrase.length_s)


def test_a_held_note_lengthens_the_vowel_before():
    first, second = line("day", "o")[:2]
    held = [first, SungNote(second.start_ticks, second.length_ticks, 60)]
    sounds = place_sounds(only_phrase(held), lambda symbol: 0.08)
    assert [s.role for s in sounds] == ["onset", "nucleus"] and sounds[1].end_s == pytest.approx(1.0)


def test_rapped_vowels_are_short_and_silence_fills_the_rest():
    sounds = place_sounds(only_phrase(line("go", "now", beats=1.0)), lambda symbol: 0.08, is_rap=True)
    assert max(s.end_s - s.start_s for s in sounds if s.role == "nucleus") <= 0.17
    assert any(s.role == "silence" for s in sounds)


def test_speech_keeps_its_pace_unless_time_is_short():
    roomy, tight = only_phrase(line("morning", "light", beats=1.0)), only_phrase(line("morning", "light", beats=0.1))
    assert speak_sounds(roomy, lambda s: 0.1)[-1].end_s == pytest.approx(0.9)
    assert speak_sounds(tight, lambda s: 0.1)[-1].end_s == pytest.approx(tight.length_s)


def test_rests_end_phrases_and_long_runs_find_a_place_to_breathe():
    apart = line("one", "two") + line("three", "four", start=5 * SECOND)
    assert [len(p.notes) for p in split_phrases(apart, seconds_at)] == [2, 2]
    endless = line(*["day"] * 60, beats=0.5)
    phrases = split_phrases(endless, seconds_at)
    assert sum(len(p.notes) for p in phrases) == 60 and max(p.length_s for p in phrases) <= 11.5


def test_the_same_phrase_elsewhere_in_the_song_is_the_same_value():
    early, late = only_phrase(line("one", "two")), only_phrase(line("one", "two", start=7 * SECOND))
    assert early.notes == late.notes and early.start_s != late.start_s


def test_overlapping_and_empty_notes_are_made_one_voice():
    notes = [
        SungNote(0, 2000, 60, 90, "a", ("ɑː",)),
        SungNote(960, 960, 62),
        SungNote(960, 0, 70),
        SungNote(960, 900, 50),
    ]
    phrase = only_phrase(notes)
    assert [n.pitch for n in phrase.notes] == [60, 62] and phrase.notes[0].end_s == phrase.notes[1].start_s


def curve(notes, **expression):
    phrase = only_phrase(notes)
    values = pitch_curve(phrase.notes, 0.0, phrase.length_s, Expression(**expression), np.random.default_rng(1))
    return np.arange(len(values)) * STEP_S, values


def test_pitch_is_half_way_between_two_notes_where_the_second_begins():
    times, values = curve(line("la", "la", beats=1.0), vibrato=0, drift=0)
    assert np.interp(1.0, times, values) == pytest.approx(50.5, abs=0.02)
    assert np.interp([0.5, 1.5], times, values) == pytest.approx([50, 51], abs=1e-6)


def test_vibrato_grows_and_leaves_the_mean_pitch_alone():
    times, values = curve(line("la", beats=3.0), vibrato=1, drift=0, legato=0)
    early, late = values[(times > 0.3) & (times < 0.5)], values[(times > 1.5) & (times < 2.5)]
    assert np.ptp(early) < 0.5 * np.ptp(late) and 1.0 < np.ptp(late) < 1.6
    assert abs(np.mean(late) - 50) < 0.05
