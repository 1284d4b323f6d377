# SPDX-License-Identifier: GPL-3.0-or-later
"""What tags mean, and where untagged words are parted."""

import pytest

from musicstudio.engines.voice.text.lyrics import parse_lyrics
from musicstudio.engines.voice.text.sections import kind_of, stanzas


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("Verse 1", "verse"), ("verse2", "verse"), ("Pre-Chorus", "prechorus"), ("HOOK", "chorus"),
        ("Chorus x2", "chorus"), ("Middle 8", "bridge"), ("Guitar Solo", "solo"), ("Outro", "outro"),
        ("Kazoo", "other"), ("Universe", "other"), ("", "other"),
    ],
)  # fmt: skip
def test_tags_mean_kinds(tag, kind):
    assert kind_of(tag) == kind


def names_and_words(text):
    return [
        (part.name, " ".join(word.text for line in part.lines for word in line.words))
        for part in stanzas(parse_lyrics(text))
    ]


def test_tagged_words_are_sections_and_repeats_are_filled_in():
    song = "[Verse 1]\nOne\n[Chorus]\nHey\n[Solo]\n[Chorus]"
    assert names_and_words(song) == [("Verse 1", "One"), ("Chorus", "Hey"), ("Solo", ""), ("Chorus", "Hey")]


def test_untagged_words_are_parted_at_empty_lines():
    assert names_and_words("One\nmore\n\nTwo\n\nThree") == [("", "One more"), ("", "Two"), ("", "Three")]


def test_no_words_have_no_stanzas():
    assert stanzas(parse_lyrics("")) == ()


@pytest.mark.parametrize("tag", ["[Chorus", "Chorus:", "Chorus 2:", "{Chorus}", "[Chorus]:", "chorus]"])
def test_tags_are_understood_as_people_type_them(tag):
    assert [(kind_of(name), words) for name, words in names_and_words(f"{tag}\nHey")] == [("chorus", "Hey")]


@pytest.mark.parametrize("line", ["Under the bridge:", "chorus", "He said:", "Drop it now:"])
def test_a_line_of_words_is_no_tag(line):
    assert len(names_and_words(f"{line}\nHey")) == 1 and names_and_words(line)[0][0] == ""
