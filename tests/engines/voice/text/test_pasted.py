# SPDX-License-Identifier: GPL-3.0-or-later
"""Lyrics as lists, pages, chatbots, forums and karaoke programs write them: only the words are sung."""

import pytest

from musicstudio.engines.voice.text.lyrics import parse_lyrics
from musicstudio.engines.voice.text.reading import read_lyrics
from musicstudio.engines.voice.text.sections import kind_of, stanzas

HELLO, SING = "Hello my friend", "Sing it loud"


def sung(text: str) -> str:
    return " ".join(word.text for line in parse_lyrics(text).lines for word in line.words)


@pytest.mark.parametrize(
    ("first", "second"),
    [("1. ", "2. "), ("1) ", "2) "), ("(1) ", "(2) "), ("1.", "2."), ("#1 ", "#2 "), ("1: ", "2: "), ("1 - ", "2 - "),
     ("01. ", "02. "), ("１．", "２．"), ("① ", "② "), ("I. ", "II. "), ("a) ", "b) "), ("1/ ", "2/ "),
     ("L1: ", "L2: "),
     ("Line 1: ", "Line 2: "), ("No. 1: ", "No. 2: "), ("1.\n", "2.\n"), ("1\n", "\n2\n"), ("- 1. ", "- 2. ")],
)  # fmt: skip
def test_numbers_of_a_list_are_not_sung_and_told(first: str, second: str) -> None:
    text = f"{first}{HELLO}\n{second}{SING}\n"
    assert sung(text) == f"{HELLO} {SING}"
    assert any("a number of a list" in told for told in read_lyrics(text).told)


@pytest.mark.parametrize(
    "words",
    ["99 red balloons 7 nation army", "1 2 3 hello", "2 become 1", "24 hours a day\n25 hours a day", "1 love\n2 hearts",
     "50 ways to go\n50 ways to stay", "5 6 7 8", "10 little fingers\n11 little toes", "I am here\nV is a letter",
     "Room 8 bars the door", "Let me know if you love me", "Here is my song for you", "See me live",
     "Thanks to you for the love"],
)  # fmt: skip
def test_numbers_and_words_of_songs_are_sung(words: str) -> None:
    assert sung(words) == words.replace("\n", " ")


@pytest.mark.parametrize(
    ("verse", "chorus"),
    [("Intro: 8 bars\n\nVerse 1:", "Chorus: (16 bars)"), ("[Verse 1 - 16 bars]", "[Chorus - 8 measures]"),
     ("Strophe 1 (8 Takte)", "Refr."), ("[Verse 1] (0:15)", "[Chorus] (0:45)"), ("Verse 1 (0:15)", "Chorus (0:45)"),
     ("Verse 1 [0:15 - 0:40]", "Chorus [0:45 - 1:00]"), ("[Verse 1] - soft", "[Chorus] - loud"), ("Str. 1", "Ref."),
     ("[Vers 1]", "[Omkväd]"), ("[Säkeistö 1]", "[Kertosäe]"), ("[Kıta 1]", "[Nakarat]"), ("[1. Sloka]", "[Refrén]"),
     ("1-й куплет", "Припев"), ("【ヴァース1】", "【フック】"), ("[A메로]", "[사비]"), ('"Verse 1"', '"Chorus"'),
     ("'Verse 1'", "'Chorus'"), ("/Verse 1/", "/Chorus/"), ("@Verse 1", "@Chorus"), ("#verse", "#chorus"),
     ("1) Verse 1", "2) Chorus"), ("[verse]", "[/verse]\n[chorus]"), ("\\section{Verse}", "\\section*{Chorus}"),
     ("\\beginverse", "\\endverse\n\\beginchorus"), ("[b]Verse 1[/b]", "[b]Chorus[/b]"), ("((Verse))", "((Chorus))"),
     ("[u]Verse 1[/u]:", "[u]Chorus[/u]:"), ("\\[Verse 1\\]", "\\[Chorus\\]"), ("[V1]", "[CH]")],
)  # fmt: skip
def test_further_habits_of_headings(verse: str, chorus: str) -> None:
    parts = stanzas(parse_lyrics(f"{verse}\n{HELLO}\n\n{chorus}\n{SING}\n"))
    found = [(kind_of(part.name), " ".join(w.text for line in part.lines for w in line.words)) for part in parts]
    assert [each for each in found if each[1]] == [("verse", HELLO), ("chorus", SING)]


@pytest.mark.parametrize(
    ("text", "words"),
    [("[12340,1500]Hello(12340,200) my(12540,300) friend(12840,400)", HELLO), ("<Am>Hello <G>my friend", HELLO),
     ("Hello (Am) my (G) friend", HELLO), ("[Intro] Am C G F\nHello my friend", HELLO),
     ("[ch]Am[/ch]   [ch]G[/ch]\nHello my friend", HELLO),
     ("<tt><body><p begin='1s'>Hello my friend</p></body></tt>", HELLO),
     ("0:00:01.000,0:00:03.000\nHello my friend", HELLO),
     ("[Events]\nDialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,{\\k20}Hello {\\k30}my friend", HELLO),
     ("Capo: 2nd fret\nTuning: Standard\nHello my friend", HELLO),
     ("Song Title: X\nBPM: 120\n\nHello my friend", HELLO),
     ("12 ContributorsX Lyrics\nHello my friend\nYou might also like\nSing it loud5Embed", f"{HELLO} {SING}"),
     ("Sure! Here are the lyrics:\n\nHello my friend\n\nLet me know if you'd like changes!", HELLO),
     ("Hello my friend (twice)", HELLO), ("Hello my friend (deux fois)", HELLO), ("2x: Hello my friend", HELLO),
     ("Hello my friend (x2, then fade)", HELLO), ("Ⓗⓔⓛⓛⓞ my friend", HELLO)],
)  # fmt: skip
def test_what_programs_and_pages_write_is_not_sung(text: str, words: str) -> None:
    assert sung(text) == words
