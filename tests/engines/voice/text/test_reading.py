# SPDX-License-Identifier: GPL-3.0-or-later
"""Lyrics as people paste them: what is no word is not sung, what is a word is."""

import pytest

from musicstudio.engines.voice.text.lyrics import parse_lyrics
from musicstudio.engines.voice.text.reading import read_lyrics
from musicstudio.engines.voice.text.sections import kind_of, stanzas

HELLO, SING = "Hello my friend", "Sing it loud"


def kinds_and_words(text: str) -> list[tuple[str, str]]:
    return [
        (kind_of(part.name), " ".join(word.text for line in part.lines for word in line.words))
        for part in stanzas(parse_lyrics(text))
    ]


VERSE_AND_CHORUS = [("verse", HELLO), ("chorus", SING)]
HABITS = [
    ("[Verse 1]", "[Chorus]"), ("\ufeff[Verse 1]", "[Chorus]"), ("\u200b[Verse 1]\u200b", "[\u200bChorus]"),
    ("[VERSE 1]", "[CHORUS]"), ("[verse]", "[chorus]"), ("[ Verse ]", "[ Chorus ] "), ("[Verse 1]:", "[Chorus]:"),
    ("**[Verse 1]**", "**Chorus:**"), ("**Verse 1**", "**Chorus**"), ("**Verse 1:**", "**Chorus:**"),
    ("***Verse 1***", "***Chorus***"), ("__Verse 1__", "__Chorus__"), ("*Verse 1*", "*Chorus*"),
    ("_Verse 1_", "_Chorus_"), ("# Verse 1", "# Chorus"), ("## Verse 1", "## Chorus"), ("### [Verse 1]",
    "### [Chorus]"),
    ("### **Verse 1**", "### **Chorus**"), ("## Verse 1 ##", "## Chorus ##"), ("`[Verse 1]`", "`[Chorus]`"),
    ("> [Verse 1]", "> [Chorus]"), ("- **Verse 1**", "- **Chorus**"), ("<b>Verse 1</b>", "<b>Chorus</b>"),
    ("VERSE 1", "CHORUS"), ("VERSE", "CHORUS"), ("VERSE 1:", "CHORUS:"), ("Verse 1:", "Chorus:"), ("Verse 1.",
    "Chorus."),
    ("Verse 1", "Chorus"), ("Verse 1 -", "Chorus -"), ("Verse I", "Chorus"), ("Verse One", "Chorus"),
    ("(Verse 1)", "(Chorus)"), ("(VERSE)", "(CHORUS)"), ("(Verse 1):", "(Chorus):"), ("(1st Verse)", "(Chorus)"),
    ("{Verse 1}", "{Chorus}"), ("<Verse 1>", "<Chorus>"), ("«Verse 1»", "«Chorus»"), ("[Verse 1", "[Chorus"),
    ("【Verse 1】", "【Chorus】"), ("［Verse 1］", "［Chorus］"), ("（Verse 1）", "（Chorus）"), ("Verse 1：",
    "Chorus："),
    ("〔Verse 1〕", "〔Chorus〕"), ("「Verse 1」", "「Chorus」"), ("《Verse 1》", "《Chorus》"), ("ＶＥＲＳＥ １",
    "ＣＨＯＲＵＳ"),
    ("-- Verse 1 --", "-- Chorus --"), ("— Verse 1 —", "— Chorus —"), ("=== Verse 1 ===", "=== Chorus ==="),
    ("~ Verse 1 ~", "~ Chorus ~"), ("* Verse 1 *", "* Chorus *"), ("--- Verse 1 ---", "--- Chorus ---"),
    ("[Verse 1 x2]", "[Chorus x4]"), ("Verse 1 x2", "Chorus (x2)"), ("[Verse 1: all]", "[Chorus: all]"),
    ("[Verse 1: John & Mary]", "[Chorus - female vocal]"), ("[Verse 1 | soft piano]", "[Chorus, louder]"),
    ("[Verse 1 (whispered)]", "[Chorus (big drums)]"), ("[Verse 2/3]", "[Chorus/Hook]"), ("[V. Verse]",
    "[Chorus repeat]"),
    ("{start_of_verse}", "{start_of_chorus}"), ("{sov}", "{soc}"), ("{start_of_verse: Verse 1}", "{soc}"),
    ("{comment: Verse 1}", "{c: Chorus}"), ('{start_of_verse label="Verse 1"}', "{start_of_chorus: Chorus 1}"),
    ("[Strophe 1]", "[Refrain]"), ("[2. Strophe]", "[Kehrreim]"), ("Zweite Strophe:", "Refrain:"), ("Vers 1:",
    "Kehrvers:"),
    ("[Couplet 1]", "[Refrain]"), ("[1er couplet]", "[Refrain final]"), ("[Premier couplet]", "[Refrain x2]"),
    ("[Verso 1]", "[Estribillo]"), ("[Estrofa 1]", "[Coro]"), ("Primera estrofa:", "Estribillo:"),
    ("[Verso 1]", "[Refrão]"), ("[Estrofe 2]", "[Coro]"), ("[Primeiro verso]", "[Refrao]"),
    ("[Strofa 1]", "[Ritornello]"), ("Prima strofa:", "Ritornello:"), ("[Verso]", "[Coro]"),
    ("[Couplet 1]", "[Refrein]"), ("[Vers 1]", "[Refrein]"), ("Eerste couplet:", "Refrein:"),
    ("[Zwrotka 1]", "[Refren]"), ("Pierwsza zwrotka:", "Refren:"), ("Zwrotka 1", "Refren"),
    ("[Куплет 1]", "[Припев]"), ("1 куплет:", "Припев:"), ("Первый куплет", "Припев"), ("КУПЛЕТ 1", "ПРИПЕВ"),
    ("[Aメロ]", "[サビ]"), ("【Aメロ】", "【サビ】"), ("［Ａメロ］", "［ラストサビ］"), ("[1番]", "[サビ]"),
    ("ヴァース１", "コーラス"),
    ("[1절]", "[후렴]"), ("【벌스 1】", "【코러스】"), ("1절", "후렴"), ("(1절)", "(후렴)"),
    ("[主歌]", "[副歌]"), ("【主歌1】", "【副歌】"), ("主歌：", "副歌："), ("[第一节]", "[副歌]"), ("（主歌）",
    "（副歌）"),
]  # fmt: skip


@pytest.mark.parametrize(("verse", "chorus"), HABITS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_headings_in_every_habit_are_headings(verse: str, chorus: str, gap: str) -> None:
    if gap == "\n" and chorus in ("コーラス", "후렴"):
        pytest.skip("a bare word is a heading after an empty line only")
    found = kinds_and_words(f"{verse}\n{HELLO}{gap}{chorus}\n{SING}\n")
    assert found == VERSE_AND_CHORUS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Verse] Hello my friend\n[Chorus] Sing it loud", VERSE_AND_CHORUS),
        ("Verse 1: Hello my friend\nChorus: Sing it loud", VERSE_AND_CHORUS),
        ("Verse 1 - Hello my friend\nChorus - Sing it loud", VERSE_AND_CHORUS),
        ("(Verse 1) Hello my friend\n(Chorus) Sing it loud", VERSE_AND_CHORUS),
        ("【主歌】Hello my friend\n【副歌】Sing it loud", VERSE_AND_CHORUS),
        ("[Verse] Hello my friend [Chorus] Sing it loud", VERSE_AND_CHORUS),
        ("**[Verse]** Hello my friend\n**[Chorus]** Sing it loud", VERSE_AND_CHORUS),
    ],
)
def test_headings_may_stand_on_the_line_of_words(text: str, found: list[tuple[str, str]]) -> None:
    assert kinds_and_words(text) == found


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("[Intro]", "intro"), ("[Vorspiel]", "intro"), ("[Introducción]", "intro"), ("[前奏]", "intro"), ("[전주]",
        "intro"),
        ("[Pre-Chorus]", "prechorus"), ("[Pré-refrain]", "prechorus"), ("[Pre-Coro]", "prechorus"), ("[Bメロ]",
        "prechorus"),
        ("[Pré-Refrão]", "prechorus"), ("[Przedrefren]", "prechorus"), ("[Предприпев]", "prechorus"), ("[导歌]",
        "prechorus"),
        ("[Bridge]", "bridge"), ("[Brücke]", "bridge"), ("[Pont]", "bridge"), ("[Puente]", "bridge"), ("[Ponte]",
        "bridge"),
        ("[Brug]", "bridge"), ("[Mostek]", "bridge"), ("[Бридж]", "bridge"), ("[大サビ]", "bridge"), ("[브릿지]",
        "bridge"),
        ("[桥段]", "bridge"), ("[Middle 8]", "bridge"), ("[Guitar Solo]", "solo"), ("(instrumental)", "solo"),
        ("[Instrumental]", "solo"), ("(Guitar Solo)", "solo"), ("[Gitarrensolo]", "solo"), ("[ギターソロ]", "solo"),
        ("[Interlude]", "break"), ("[间奏]", "break"), ("[Проигрыш]", "break"), ("[Outro]", "outro"), ("[Final]",
        "outro"),
        ("[Schluss]", "outro"), ("[Zakończenie]", "outro"), ("[尾声]", "outro"), ("[End]", "outro"), ("[Drop]",
        "drop"),
        ("[Build-Up]", "build"), ("[Final Chorus]", "chorus"), ("[Post-Chorus]", "chorus"), ("[Rap]", "verse"),
    ],
)  # fmt: skip
def test_parts_are_known_in_twelve_languages(name: str, kind: str) -> None:
    (part, _) = kinds_and_words(f"{name}\n\n[Verse]\n{HELLO}")
    assert part == (kind, "")


WORDS = [
    "Under the bridge", "Refrain from loving me", "Break my heart", "The end of the road", "Drop it now:", "He said:",
    "Intro to love", "Rise", "Fin de semana", "Solo para ti", "Most of all", "Bridge over troubled water",
    "(break my heart)", "(ooh ooh)", "(stay with me)", "(rise)", "Verse of my life", "Hook me up, baby",
    "A B C, easy as one two three", "Am I blue", "Go, go, go", "Dad had a bad cab", "Three times a lady",
    "Ten x factor",
    "I said: stay with me", "Love__ me", "Oh-oh-oh", "Mr. Tambourine", "Come on - let's go", "Do re mi fa sol la",
    "A", "E", "We are one, number 1", "Time: it never waits", "Chorus girls are dancing", "rap it up", "la la la",
]  # fmt: skip


SHEETS = [
    ("### Verse 1 (soft)\nHello my friend\n### Chorus (x2):\nSing it loud", VERSE_AND_CHORUS),
    ("Verse 1: (male vocal)\nHello my friend\nChorus: (all together)\nSing it loud", VERSE_AND_CHORUS),
    ("--------\nVerse 1\n--------\nHello my friend\n========\nCHORUS\n========\nSing it loud", VERSE_AND_CHORUS),
    ("Verse\n-----\nHello my friend\nChorus\n======\nSing it loud", VERSE_AND_CHORUS),
    ("<verse>\nHello my friend\n</verse>\n<chorus>\nSing it loud\n</chorus>", VERSE_AND_CHORUS),
    ("[主歌×2]\nHello my friend\n[副歌x2]\nSing it loud", VERSE_AND_CHORUS),
    ("V1:\nHello my friend\nRef.:\nSing it loud", VERSE_AND_CHORUS),
    ("Verse 1 (continued)\nHello my friend\nChorus (all)\nSing it loud", VERSE_AND_CHORUS),
    ("Lyrics:\n\n[Verse]\nHello my friend\n[Chorus]\nSing it loud\n\nStyle: pop", VERSE_AND_CHORUS),
    ("[Verse]\n♪ Hello my friend ♪\n[Chorus]\n♫ Sing it loud\nRepeat to fade", VERSE_AND_CHORUS),
    ("Verse: C G Am F\nHello my friend\nChorus: | F | G |\nSing it loud\nD.C. al fine", VERSE_AND_CHORUS),
    ("VERSE\n\nHELLO MY FRIEND\nRISE\n\nCHORUS\n\nSING IT LOUD\nBREAK MY HEART",
     [("verse", "HELLO MY FRIEND RISE"), ("chorus", "SING IT LOUD BREAK MY HEART")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SHEETS)
def test_whole_sheets_are_read_as_meant(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds_and_words(text) == expected


def test_who_is_named_before_a_colon_sings_or_backs() -> None:
    lines = parse_lyrics("Lead: Hello\nBacking: ooh\nJohn: hi").lines
    assert [[(word.text, word.backing) for word in line.words] for line in lines] == [
        [("Hello", False)], [("ooh", True)], [("John", False), ("hi", False)],
    ]  # fmt: skip


@pytest.mark.parametrize("line", WORDS)
def test_words_that_look_like_marks_are_sung(line: str) -> None:
    text = f"[Verse]\n{HELLO}\n{line}\n{SING}"
    assert not read_lyrics(text).left_out
    found = kinds_and_words(text)
    assert [kind for kind, _ in found] == ["verse"]
    letters = "".join(filter(str.isalpha, line.replace("_", "")))
    assert letters in "".join(filter(str.isalpha, found[0][1]))


NOT_SUNG = [
    ("Hello my friend x2", "x2"), ("Hello my friend (x4)", "(x4)"), ("Hello my friend ×3", "×3"),
    ("Hello my friend 2x", "2x"), ("Hello my friend (2x)", "(2x)"), ("Hello my friend [x2]", "[x2]"),
    ("Hello my friend (repeat 2x)", "(repeat 2x)"), ("Hello my friend repeat 2x", "repeat 2x"),
    ("Hello my friend (bis)", "(bis)"), ("Hello my friend (3 times)", "(3 times)"), ("Hello my friend (2 mal)",
    "(2 mal)"),
    ("Hello my friend (deux fois) ", ""), ("x2\nHello my friend", "x2"), ("Hello my friend *2", "*2"),
    ("Hello my friend (repeat)", "(repeat)"), ("Hello my friend\n(Repeat Chorus)", ""), ("Hello my friend (wdh.)",
    "(wdh.)"),
    ("Hello my friend [softly]", "[softly]"), ("Hello (spoken) my friend", "(spoken)"), ("*laughs* Hello my friend",
    "*laughs*"),
    ("Hello my friend (fade out)", "(fade out)"), ("[Mood: bright]\nHello my friend", "[Mood: bright]"),
    ("Hello my friend (instrumental)", "(instrumental)"), ("(applause)\nHello my friend", "(applause)"),
    ("All: Hello my friend", "All:"), ("[whispered] Hello my friend", "[whispered]"),
    ("[Am]Hello my [G]fri[C]end", "[Am]"), ("Hello [F#m7b5]my [D/F#]friend", "[D/F#]"), ("[Bb]Hello my friend",
    "[Bb]"),
    ("[Sol]Hello my [Lam]friend", "[Sol]"), ("[N.C.]Hello my friend", "[N.C.]"),
    ("Am      G\nHello my friend", "Am      G"), ("C  G  Am  F\nHello my friend", "C  G  Am  F"),
    ("| C | G | Am |\nHello my friend", "| C | G | Am |"), ("  F#m7   Bsus4\nHello my friend", "F#m7   Bsus4"),
    ("e|---0---2---3---|\nB|---1---3---0---|\nHello my friend", "e|---0---2---3---|"),
    ("Title: My Song\nArtist: Me\nHello my friend", "Title: My Song"), ("Capo 2\nHello my friend", "Capo 2"),
    ("https://example.org/song\nHello my friend", "https://example.org/song"), ("# My Song\n\nHello my friend",
    "# My Song"),
    ("{title: My Song}\n{key: G}\nHello my friend", "{title: My Song}"), ("{c: slowly}\nHello my friend\n{eoc}",
    "{c: slowly}"),
    ("{sot}\ne|-0-|\nanything\n{eot}\nHello my friend", "anything"), ("{title: x}\n# a comment\nHello my friend",
    "# a comment"),
    ("[ti:My Song]\n[ar:Me]\n[offset:+100]\n[00:12.34]Hello my friend", "[ti:My Song]"),
    ("[00:12.34]Hello my friend", "[00:12.34]"), ("[00:12]Hello my friend", "[00:12]"), ("[0:12]Hello my friend",
    "[0:12]"),
    ("[00:12.345] Hello my friend", "[00:12.345]"), ("[01:00:12.34]Hello my friend", "[01:00:12.34]"),
    ("[00:12.34] Hello <00:12.90> my friend", "<00:12.90>"),
    ("[00:12.34]<00:12.34>Hello <00:12.5>my <00:13.0>friend", "<00:12.34>"),
    ("1\n00:00:12,000 --> 00:00:15,000\nHello my friend", "00:00:12,000 --> 00:00:15,000"),
    ("WEBVTT\n\nNOTE by me\n\nintro\n00:12.000 --> 00:15.000 align:start\n<v Bob>Hello my <i>friend</i>",
    "NOTE by me"),
    ("0:12 Hello my\n0:15 friend", "0:12"), ("```lyrics\nHello my friend\n```", ""), ("Hello my friend\n---\n", ""),
    ("1. Hello\n2. my\n3. friend", ""), ("&quot;Hello my friend&quot;", ""), ("Hel\u200blo my fri\u00adend", ""),
    ("ＨＥＬＬＯ ｍｙ ﬁ friend", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), NOT_SUNG)
def test_what_is_no_word_is_not_sung_and_is_told(text: str, told: str | None) -> None:
    sung = " ".join(word.text for line in parse_lyrics(text).lines for word in line.words)
    if told is None:
        assert sung == "HELLO my fi friend"
        return
    assert sung.replace(" deux fois", "") == HELLO
    left_out = [each.text for each in read_lyrics(text).left_out]
    assert told in left_out if told else True


def test_what_is_left_out_is_listed_by_line_a_sentence_for_each_kind() -> None:
    text = "[Verse]\n[C]One\n[G]two\n[C]three\n[F]four\n[C]five\n[G]six x2\n[C]seven"
    chords, repeats = read_lyrics(text).told
    assert chords == ("Not sung, a chord: line 2 “[C]”, line 3 “[G]”, line 4 “[C]”, line 5 “[F]”, and on lines 6-8.")
    assert repeats == "Not sung, a mark of repetition: line 7 “x2”."


def test_chords_are_there_for_whoever_wishes_them() -> None:
    marks = [(mark.line, mark.column, mark.name) for mark in read_lyrics("[Am]Hello my [G]fri[C]end").chords]
    assert marks == [(1, 0, "Am"), (1, 9, "G"), (1, 12, "C")]
    marks = [(mark.line, mark.column, mark.name) for mark in read_lyrics("Am       G  C\nHello my friend").chords]
    assert marks == [(2, 0, "Am"), (2, 9, "G"), (2, 12, "C")]


def test_times_are_there_for_whoever_wishes_them() -> None:
    reading = read_lyrics("[offset:+500]\n[00:12.50]Hello <00:13.00>my friend\n[01:00.00]Sing it loud")
    assert [(row.text, row.time_s) for row in reading.rows] == [("Hello my friend", 12.0), ("Sing it loud", 59.5)]
    assert [(mark.line, mark.column, mark.time_s) for mark in reading.word_times] == [(2, 6, 13.0)]
    assert all(row.time_s is None for row in read_lyrics(HELLO).rows)


def test_a_line_with_several_times_is_sung_at_each() -> None:
    reading = read_lyrics("[00:10.00][00:30.00]Sing it loud\n[00:20.00]Hello my friend")
    assert [(row.text, row.time_s) for row in reading.rows] == [(SING, 10.0), (HELLO, 20.0), (SING, 30.0)]


def test_cues_make_stanzas_at_pauses_only() -> None:
    cues = [
        "00:00:01,000 --> 00:00:03,000\nOne",
        "00:00:03,500 --> 00:00:05,000\ntwo",
        "00:00:15,000 --> 00:00:16,000\nthree",
    ]
    text = "\n\n".join(f"{number}\n{cue}" for number, cue in enumerate(cues, 1))
    assert [words for _, words in kinds_and_words(text)] == ["One two", "three"]


def test_chords_above_words_part_no_stanza() -> None:
    assert [words for _, words in kinds_and_words("Am   C\nOne\nG   F\ntwo\n\nAm  C\nthree")] == ["One two", "three"]


def test_a_chorus_ends_where_chordpro_says_so() -> None:
    found = kinds_and_words("{soc}\nSing it loud\n{eoc}\n\nHello my friend\n\n{chorus}")
    assert [words for _, words in found] == [SING, HELLO, SING]
    assert [kind for kind, _ in found] == ["chorus", "other", "chorus"]


@pytest.mark.parametrize("again", ["[Chorus]", "[Chorus 2]", "(Repeat Chorus)", "CHORUS x2", "[Repeat chorus]"])
def test_a_chorus_named_again_is_sung_again(again: str) -> None:
    assert kinds_and_words(f"[Chorus 1]\n{SING}\n\n[Verse]\n{HELLO}\n\n{again}\n")[2] == ("chorus", SING)


@pytest.mark.parametrize(
    ("line", "backing"),
    [
        ("Love me (oh (yeah) baby) now", ["oh", "yeah", "baby"]),
        ("Love me (oh (yeah (hey)) baby) now", ["oh", "yeah", "hey", "baby"]),
        ("Love me （oh yeah） now", ["oh", "yeah"]),
        ("((oh)) love", ["oh"]),
        ("love) me (oh)", ["oh"]),
        ("(oh (yeah)\nbaby) now", ["oh", "yeah", "baby"]),
    ],
)
def test_brackets_in_brackets_are_the_backings(line: str, backing: list[str]) -> None:
    lyrics = parse_lyrics(f"[Verse]\n{line}")
    assert [word.text for row in lyrics.lines for word in row.words if word.backing] == backing


@pytest.mark.parametrize(
    "text",
    ["x" * 100_000, "[" * 50_000, "(" * 50_000, "* " * 30_000, "_ " * 30_000, "- " * 30_000, "1" * 50_000,
    "[C]" * 20_000,
     "Verse " * 20_000, "**" * 20_000, " " * 200_000 + "x", "x2 " * 20_000, "<" * 50_000, "C " * 30_000, ":" * 50_000,
     "|" * 50_000, "mim" * 20_000, "sus4" * 10_000, "\n" * 100_000, "{a" * 20_000, "&amp;" * 20_000, "0:12" * 9_000],
)  # fmt: skip
def test_no_length_of_anything_holds_the_reader_up(text: str) -> None:
    import threading

    reader = threading.Thread(target=read_lyrics, args=(text,), daemon=True)
    reader.start()
    reader.join(30)
    assert not reader.is_alive()
