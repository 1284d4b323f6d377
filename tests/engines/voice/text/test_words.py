# SPDX-License-Identifier: GPL-3.0-or-later
"""Words to syllables: spelling, sounds, stress."""

import pytest

from musicstudio.engines.voice.text.phonemes import divide, from_arpabet, is_vowel, parts
from musicstudio.engines.voice.text.spelling import split_spelling
from musicstudio.engines.voice.text.words import is_known, syllabify


@pytest.mark.parametrize(
    ("word", "spelling"),
    [
        ("morning", "mor-ning"), ("letter", "let-ter"), ("beautiful", "beau-ti-ful"), ("over", "o-ver"),
        ("yesterday", "ye-ster-day"), ("don't", "don't"), ("radio", "ra-di-o"), ("being", "be-ing"), ("loved", "loved"),
        ("something", "some-thing"), ("wanted", "wan-ted"), ("café", "ca-fé"),
    ],
)  # fmt: skip
def test_words_divide_as_they_are_sung(word, spelling):
    assert "-".join(syllable.text for syllable in syllabify(word)) == spelling


def test_stress_and_sounds_come_from_the_dictionary():
    first, second = syllabify("morning")
    assert (first.stress, second.stress) == (2, 0)
    assert first.phonemes == ("m", "ˈɔː", "ɹ") and second.phonemes == ("n", "ɪ", "ŋ")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("24", "twen-ty four"),
        ("1999", "nine-teen nine-ty nine"),
        ("3rd", "third"),
        ("$5", "five dol-lars"),
        ("7%", "se-ven per-cent"),
    ],
)
def test_numbers_are_said_as_words(number, words):
    assert [s.text for s in syllabify(number)] == words.replace("-", " ").split()


def test_a_dropped_g_keeps_its_vowel():
    assert [s.phonemes[-1] for s in syllabify("runnin'")] == ["ˈʌ", "n"]


def test_an_invented_word_is_guessed_and_known_to_be_a_guess():
    assert not is_known("blorptastic") and is_known("morning")
    assert all(any(is_vowel(p) for p in syllable.phonemes) for syllable in syllabify("blorptastic"))


def test_a_users_hyphens_divide_a_known_word():
    assert [s.text for s in syllabify("a-ma-zing")] == ["a", "ma", "zing"]
    assert syllabify("a-ma-zing")[1].phonemes == ("m", "ˈeɪ")


def test_other_scripts_are_not_read_letter_by_letter():
    assert syllabify("Привет") == () and syllabify("愛") == ()


def test_another_language_uses_its_own_rules():
    assert [len(s.phonemes) > 0 for s in syllabify("mañana", "es")] == [True, True, True]


@pytest.mark.parametrize("count", range(1, 7))
def test_spelling_never_loses_a_letter(count):
    pieces = split_spelling("strengthening", count)
    assert "".join(pieces) == "strengthening" and len(pieces) == count and all(pieces)


def test_consonants_between_vowels_begin_the_next_syllable_where_english_allows():
    assert divide(from_arpabet(["EH1", "K", "S", "T", "R", "AH0"])) == (("ˈɛ", "k"), ("s", "t", "ɹ", "ə"))


def test_a_hum_without_vowels_is_sung_on_its_voiced_sound():
    assert parts(("h", "m")) == (("h",), "m", ())
