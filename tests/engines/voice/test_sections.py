# SPDX-License-Identifier: GPL-3.0-or-later
"""Words find their sections."""

import pytest

from musicstudio.engines.voice.lyrics import parse_lyrics
from musicstudio.engines.voice.sections import form_of, kind_of, place_lyrics

SONG = "[Verse 1]\nOne\n[Chorus]\nHey\n[Verse 2]\nTwo\n[Chorus]\n[Bridge]\nLow"


def words(placement):
    return [" ".join(word.text for line in lines for word in line.words) for lines in placement.lines]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("Verse 1", "verse"),
        ("Pre-Chorus", "prechorus"),
        ("HOOK", "chorus"),
        ("Chorus x2", "chorus"),
        ("Kazoo", "other"),
    ],
)
def test_tags_mean_kinds(tag, kind):
    assert kind_of(tag) == kind


def test_the_form_follows_the_words():
    assert form_of(parse_lyrics(SONG)) == ("verse", "chorus", "verse", "chorus", "bridge")


def test_each_section_gets_its_words_and_choruses_repeat():
    placement = place_lyrics(parse_lyrics(SONG), ("intro", "verse", "chorus", "verse", "chorus", "bridge", "chorus"))
    assert words(placement) == ["", "One", "Hey", "Two", "Hey", "Low", "Hey"] and not placement.notices


def test_words_without_a_section_are_named():
    placement = place_lyrics(parse_lyrics(SONG), ("intro", "verse", "outro"))
    assert words(placement) == ["", "One", ""]
    assert [notice.split("[")[1].split("]")[0] for notice in placement.notices] == ["Chorus", "Verse 2", "Bridge"]


def test_untagged_stanzas_go_to_the_sung_sections_in_order():
    placement = place_lyrics(parse_lyrics("One\nmore\n\nTwo\n\nThree"), ("intro", "verse", "chorus"))
    assert words(placement) == ["", "One more", "Two"] and "1 stanza " in placement.notices[0]


def test_an_empty_lyric_leaves_every_section_without_words():
    assert words(place_lyrics(parse_lyrics(""), ("verse", "chorus"))) == ["", ""]
