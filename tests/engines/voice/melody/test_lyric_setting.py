# SPDX-License-Identifier: GPL-3.0-or-later
"""Melodies for words: what a songwriter would check."""

import itertools

import pytest

from musicstudio.core.errors import InputError
from musicstudio.engines.voice.melody.alignment import lay_on_notes
from musicstudio.engines.voice.melody.line_setting import Frame
from musicstudio.engines.voice.melody.lyric_setting import bars_needed, write_vocal_parts
from musicstudio.engines.voice.melody.range_fit import best_transposition, into_range
from musicstudio.engines.voice.melody.rhythm import strength
from musicstudio.engines.voice.melody.write_melody import scale_pitches
from musicstudio.engines.voice.text.lyrics import parse_lyrics
from musicstudio.engines.voice.text.prosody import closes_rhyme, weights
from musicstudio.project.model import Chord, Key, Meter, Note

VERSE = """
Morning light is breaking on the water
I have waited for the sun to rise
Every little wave becomes a daughter
Of the moon that lives inside your eyes
"""
CHORDS = tuple(
    Chord(i * 3840, 3840, *chord) for i, chord in enumerate([(0, "maj"), (9, "min"), (5, "maj"), (7, "maj")] * 2)
)
RANGE = (48, 62)


def sung(words=VERSE, bars=8, meter=Meter(0), bpm=96.0, seed=3):
    lines = parse_lyrics(words).lines
    return write_vocal_parts(lines, Frame(CHORDS, Key(0), meter, bpm, RANGE, RANGE), bars, seed).lead


def test_every_syllable_has_one_note_in_order_and_in_range():
    notes = sung()
    wanted = [s.phonemes for line in parse_lyrics(VERSE).lines for s in line.syllables]
    assert [note.phonemes for note in notes] == wanted
    assert all(RANGE[0] <= note.pitch <= RANGE[1] for note in notes)
    assert all(a.end_ticks <= b.start_ticks for a, b in itertools.pairwise(notes))
    assert notes[-1].end_ticks <= 8 * 3840


def test_it_sings_in_the_key():
    assert {note.pitch for note in sung()} <= set(scale_pitches(Key(0), *RANGE))


def test_the_same_seed_gives_the_same_notes_and_another_seed_others():
    assert sung(seed=3) == sung(seed=3) != sung(seed=4)


@pytest.mark.parametrize("meter", [Meter(0), Meter(0, 3, 4), Meter(0, 6, 8), Meter(0, 5, 4), Meter(0, 7, 8)])
def test_stressed_syllables_fall_on_stronger_places_than_light_ones(meter):
    heavy, light = [], []
    for seed in range(5):
        notes = sung(bars=16, meter=meter, seed=seed)
        marks = [weight for line in parse_lyrics(VERSE).lines for weight in weights(line)]
        for note, weight in zip(notes, marks, strict=True):
            (heavy if weight > 0.5 else light).append(strength(note.start_ticks, meter))
    assert sum(heavy) / len(heavy) > sum(light) / len(light) + 0.1


def test_lines_end_with_a_longer_note_and_room_to_breathe():
    notes = sung()
    ends = [i for i, (a, b) in enumerate(itertools.pairwise(notes)) if b.start_ticks > a.end_ticks]
    assert len(ends) == 3
    lengths = [note.length_ticks for note in notes]
    assert sum(lengths[i] for i in ends) / 3 > sum(lengths) / len(lengths)


def test_rhymes_are_found_and_close():
    assert closes_rhyme(parse_lyrics(VERSE).lines) == (False, False, True, True)
    last_of_rhyme = sung()[-1].pitch % 12
    assert last_of_rhyme in {(7 + step) % 12 for step in (0, 4, 7)}


def test_held_syllables_get_their_notes():
    notes = sung("Glory__ be\n", bars=2)
    assert [note.syllable for note in notes] == ["Glo-", "ry", "_", "_", "be"]


def test_too_many_words_are_refused_with_the_room_there_is():
    with pytest.raises(InputError, match=r"have room for \d+ syllables"):
        sung("word " * 10_000, bars=8)


def test_no_words_need_no_notes():
    assert sung("") == ()


def test_the_form_can_follow_the_words():
    lines = parse_lyrics(VERSE).lines
    assert bars_needed(lines, Meter(0), 96.0) == 8
    assert bars_needed(lines[:1], Meter(0), 200.0) > bars_needed(lines[:1], Meter(0), 60.0)


def test_a_guide_melody_keeps_its_notes():
    guide = tuple(Note(i * 480, 480, 60 + i % 5) for i in range(60))
    laid, left_over = lay_on_notes(parse_lyrics(VERSE).lines, guide, Meter(0), may_split=True)
    notes = into_range(laid, *RANGE)
    assert not left_over
    shift = notes[0].pitch - guide[0].pitch
    assert shift % 12 == 0
    assert [(n.start_ticks, n.pitch - shift) for n in notes] == [(n.start_ticks, n.pitch) for n in guide]


def test_a_song_is_moved_to_suit_a_voice():
    assert best_transposition([60, 64, 67], 48, 62) == 0
    assert best_transposition([53, 60, 67], 48, 62) in range(-5, 0)
    high = tuple(note.pitch for note in into_range(sung(), 60, 76))
    assert min(high) >= 60 and max(high) <= 76
