# SPDX-License-Identifier: GPL-3.0-or-later
"""Lyrics as people paste them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from musicstudio.engines.voice.text.lyrics import parse_lyrics


def texts(lyrics):
    return [[word.text for word in line.words] for line in lyrics.lines]


def test_tags_make_sections_and_a_repeated_chorus_repeats_its_words():
    lyrics = parse_lyrics("[Verse 1]\nOne two\n\n[Chorus]\nHey hey\n[Verse 2]\nThree\n[Chorus]\n")
    assert [section.name for section in lyrics.sections] == ["Verse 1", "Chorus", "Verse 2", "Chorus"]
    assert lyrics.sections[3].lines == lyrics.sections[1].lines


def test_words_before_the_first_tag_have_a_section_without_a_name():
    assert [s.name for s in parse_lyrics("Hello\n[Chorus]\nYou").sections] == ["", "Chorus"]


def test_parentheses_belong_to_the_backing_singers():
    line, backing = parse_lyrics("Stay with me (oh stay)\n(ooh ooh)").lines
    assert [word.backing for word in line.words] == [False, False, False, True, True]
    assert backing.backing and not line.backing


def test_held_syllables_ask_for_more_notes():
    love, so = (word.syllables[-1] for line in parse_lyrics("love__\nsooooo").lines for word in line.words)
    assert love.notes == 3 and so.notes == 2 and so.phonemes == ("s", "ˈoʊ")


def test_emoji_are_left_out_and_reported_with_their_line():
    lyrics = parse_lyrics("Hello\nfire 🔥🔥 burning❤️")
    assert texts(lyrics) == [["Hello"], ["fire", "burning"]]
    assert {issue.line for issue in lyrics.issues} == {2} and "🔥" in lyrics.issues[0].message


def test_a_200_letter_word_is_left_out_with_a_sentence():
    lyrics = parse_lyrics("sing " + "x" * 200)
    assert texts(lyrics) == [["sing"]]
    assert lyrics.issues[0].kind == "too long" and "200 letters" in lyrics.issues[0].message


def test_other_languages_are_reported_by_line():
    lyrics = parse_lyrics("Hello\nПривет you\nte quiero")
    assert texts(lyrics) == [["Hello"], ["you"], ["te", "quiero"]]
    assert [(issue.line, issue.kind) for issue in lyrics.issues] == [(2, "left out"), (3, "guessed")]


def test_an_empty_lyric_has_no_lines_and_no_issues():
    for text in ("", "  \n\t\n", "...\n—"):
        assert parse_lyrics(text).lines == () and parse_lyrics(text).issues == ()


def test_ten_thousand_words_are_read():
    lyrics = parse_lyrics("\n".join(["never gonna let the morning go"] * 1700))
    assert sum(len(line.words) for line in lyrics.lines) == 10_200 and not lyrics.issues


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab cé🎵[](){}_-'\n19é愛\u200d", max_size=60))
def test_no_text_breaks_it(text):
    for line in parse_lyrics(text).lines:
        assert all(word.syllables and all(s.phonemes for s in word.syllables) for word in line.words)
