# SPDX-License-Identifier: GPL-3.0-or-later
"""Lyrics from a file, plain and odd: every one gives a song and a clear word, or one line that says why not."""

from pathlib import Path

import pytest

PROMPT = "calm piano ballad, no drums"
LENGTH = ("--duration", 8, "--bpm", 120, "--seed", 3)


def vocals(shown):
    """{name: number of clips} of the tracks that sing."""
    return {t["name"]: len(t["clips"]) for t in shown["tracks"] if t["role"] in ("vocals", "backing")}


@pytest.fixture
def sing(run):
    """Generate a short song with lyrics; what was printed."""

    def call(lyrics, *more):
        Path("words.txt").write_text(lyrics, encoding="utf-8")
        length = () if more == ("whole",) else LENGTH
        return run("generate", PROMPT, "-o", "song.mstudio", "--lyrics", "words.txt", "--json", *length)

    return call


def test_words_and_answers_are_two_tracks(sing):
    ran = sing("[Verse]\nStay with me (stay)")
    assert (ran.code, ran.err) == (0, "") and vocals(ran.json) == {"Vocals": 1, "Backing vocals": 1}
    assert all(len(clip["media"]) == 64 for track in ran.json["tracks"] for clip in track["clips"])


ODD = {
    "empty": ("", "words.txt holds no words", {}),
    "blank": (" \n\t\n", "words.txt holds no words", {}),
    "emoji": ("\U0001f600 \U0001f3b5", "no words that can be sung", {}),
    "tags without words": ("[Verse]\n[Chorus]\n", "no words that can be sung", {}),
    "one word of 200 letters": ("a" * 200, "has 200 letters and was left out", {}),
    "another script": ("Привет мир", "not in Latin letters", {}),
    "200 letters among words": ("Stay " + "a" * 200 + " here", "has 200 letters and was left out", {"Vocals": 1}),
    "no tags": ("Stay with me\nhere at home", "", {"Vocals": 1}),
    "an unknown tag": ("[Kazoo]\nStay with me", "[Kazoo] is no kind of section", {"Vocals": 1}),
    "parentheses only": ("(stay with me)", "so the lead sings them", {"Vocals": 1}),
    "an open parenthesis": ("Stay (with me", "parenthesis is not closed", {"Vocals": 1, "Backing vocals": 1}),
    "10,000 words in a line": ("word " * 10_000, "no room for all the lyrics", {"Vocals": 1}),
    "9,000 words in lines": ("one two three\n" * 3_000, "no room for all the lyrics", {"Vocals": 1}),
}


@pytest.mark.parametrize(("lyrics", "told", "sung"), ODD.values(), ids=ODD)
def test_odd_lyrics_give_a_song_and_a_clear_word(sing, lyrics, told, sung):
    ran = sing(lyrics)
    assert ran.code == 0 and "Traceback" not in ran.err
    assert told in ran.err and bool(ran.err) == bool(told)
    assert vocals(ran.json) == sung
    assert ran.json["duration"] == pytest.approx(8.0, abs=0.05)


def test_ten_thousand_words_without_a_length_are_refused_in_one_line(sing):
    ran = sing("word " * 10_000, "whole")
    assert ran.code == 1 and ran.err.startswith("musicstudio: These lyrics would take about")
    assert len(ran.err.splitlines()) == 1 and not Path("song.mstudio").exists()


def test_an_empty_prompt_with_words_is_enough(run):
    Path("words.txt").write_text("Stay with me", encoding="utf-8")
    assert run("generate", "", "-o", "song.mstudio", "--lyrics", "words.txt", *LENGTH).code == 0


@pytest.mark.parametrize(
    "content", [None, bytes(range(256)), b"PK\x03\x04 a document", b"{\\rtf1 words}", b"a\0b\0\0\0c"]
)
def test_a_lyrics_file_that_cannot_be_read(run, content):
    if content is not None:
        Path("words.txt").write_bytes(content)
    ran = run("generate", PROMPT, "-o", "song.mstudio", "--lyrics", "words.txt", *LENGTH)
    assert ran.code == 1 and len(ran.err.splitlines()) == 1 and not Path("song.mstudio").exists()


HANDED = {
    "bom.txt": (["verse", "chorus"], "Hello my friend Sing it loud", ""),
    "capital_headings.txt": (["verse", "chorus"], "Hello my friend Sing it loud", ""),
    "chordpro.txt": (["verse", "chorus"], "Hello my friend Sing it loud", "a chord: line 2 “[Am]”"),
    "german_french_tags.txt": (["verse", "chorus", "bridge"], "Hello my friend Sing it loud Over the sea", ""),
    "lrc.txt": (["verse"], "Hello my friend Sing it loud", "a time: line 3 “[00:12.34]”"),
    "lrc_word_times.txt": (["verse"], "Hello my friend Sing it loud", "“<00:12.90>”"),
    "markdown_headings.txt": (["verse", "chorus"], "Hello my friend Sing it loud", ""),
    "nested_brackets.txt": (["verse"], "Love me oh yeah baby now", ""),
    "repeat_marks.txt": (["verse"], "Oh baby La la la", "a mark of repetition: line 2 “x2”, line 3 “(x4)”"),
    "round_bracket_headings.txt": (["verse", "chorus"], "Hello my friend Sing it loud", ""),
    "spanish_tags.txt": (["verse", "chorus", "bridge"], "Hello my friend Sing it loud Over the sea", ""),
    "tag_on_line_of_words.txt": (["verse", "chorus"], "Hello my friend Sing it loud", ""),
}
FILES = Path(__file__).parents[1] / "data" / "lyrics"


@pytest.mark.parametrize(("name", "expected"), HANDED.items(), ids=HANDED)
def test_files_after_public_reports_are_read_as_meant(name, expected, capsys):
    from musicstudio.cli.commands.generate import read_lyrics
    from musicstudio.engines.composer.vocals.lyric_parts import read_parts

    kinds, words, told = expected
    parts, notices = read_parts(read_lyrics(FILES / name))
    err = capsys.readouterr().err
    assert [kind for kind, _ in parts] == kinds and not notices
    assert " ".join(word.text for _, lines in parts for line in lines for word in line.words) == words
    assert told in err and bool(told) == bool(err)


def test_what_is_not_sung_is_told_before_the_song_is_made(run):
    ran = run("generate", PROMPT, "-o", "S.mstudio", "--lyrics", FILES / "chordpro.txt", "--json", "--seed", 3)
    assert ran.code == 0 and ran.err.startswith("musicstudio: Not sung, a chord: line 2 “[Am]”")
    names = " ".join(section["name"] for section in ran.json["sections"]).lower()
    assert "verse" in names and "chorus" in names


def test_singing_to_a_melody_tells_the_same(run):
    melody = FILES.parent / "midi" / "plain.mid"
    ran = run("sing", "--melody", melody, "--lyrics", FILES / "repeat_marks.txt", "-o", "out.wav", "--json")
    assert ran.code == 0 and "Not sung, a mark of repetition: line 2 “x2”, line 3 “(x4)”." in ran.err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-8"])
def test_lyrics_in_any_encoding_are_read(encoding, tmp_path):
    from musicstudio.app.files.lyrics_file import read_lyrics_file

    text = "[Verse 1]\r\nSüße Träume für dich\r\nà bientôt, mon ami\r\n"
    path = tmp_path / "words.txt"
    path.write_bytes(text.encode(encoding))
    assert read_lyrics_file(path).lstrip("\ufeff") == text
