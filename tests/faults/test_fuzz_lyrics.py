# SPDX-License-Identifier: GPL-3.0-or-later
"""Lyrics gone wrong in every place: always read, nothing sung that cannot be, nothing lost without a word."""

from hypothesis import given
from hypothesis import strategies as st

from musicstudio.core.encoding import decode_text
from musicstudio.engines.composer.vocals.lyric_parts import read_parts
from musicstudio.engines.voice.text.lyrics import parse_lyrics
from musicstudio.engines.voice.text.reading import read_lyrics
from musicstudio.engines.voice.text.reading_model import GAP, TAG, WORDS

from .fuzzing import fuzzed, mutated

PIECES = [
    "[Verse 1]", "[Chorus]", "**Bridge:**", "CHORUS", "(Chorus)", "【副歌】", "## Intro", "Verse 2 - ",
    "Hello my friend",
    "Sing it loud", "oh (yeah (baby)) now", "(", ")", "[", "]", "{", "}", "*", "**", "__", "_", "#", "<", ">", ":",
    "|", "/",
    "[Am]", "[00:12.34]", "<00:12.90>", "[ti:x]", "{soc}", "{eoc}", "{sot}", "{c: x}", "Am  G  C", "e|---0---|",
    "x2", "(x4)",
    "1\n00:00:01,000 --> 00:00:02,000\n", "WEBVTT\n", "\n", "\n\n", "\r\n", "\u2028", "\u200b", "\ufeff", "🎵",
    "é", "ﬁ", "Ａ",
    "愛", "а", "&amp;", "&#1114112;", "\x00", "\x1b[31m", "\ud83d", "12", "0:12 ", "...", "—", "~", "love__",
    "a-ma-zing",
]  # fmt: skip
lyrics = st.lists(st.sampled_from(PIECES), max_size=25).flatmap(
    lambda pieces: st.lists(st.sampled_from(["", " ", "\n"]), min_size=len(pieces), max_size=len(pieces)).map(
        lambda joints: "".join(piece + joint for piece, joint in zip(pieces, joints, strict=True))
    )
)
as_bytes = lyrics.map(lambda text: text.encode("utf-8", "ignore"))


@fuzzed
@given(text=st.one_of(lyrics, mutated(as_bytes).map(decode_text), st.text(max_size=80)))
def test_any_text_is_read_and_accounted_for(text: str) -> None:
    reading = read_lyrics(text)
    lines = text.splitlines()
    for row in reading.rows:
        assert row.kind in (TAG, WORDS, GAP) and 1 <= row.number <= len(lines)
        assert row.time_s is None or row.time_s >= 0
    assert all(1 <= each.line <= len(lines) and each.text and each.why for each in reading.left_out)
    assert all(sentence.startswith("Not sung, ") and sentence.endswith(".") for sentence in reading.told)
    parsed = parse_lyrics(text)
    for line in parsed.lines:
        assert all(word.syllables and all(s.phonemes for s in word.syllables) for word in line.words)
    parts, notices = read_parts(text)
    assert all(isinstance(notice, str) for notice in notices) and all(kind for kind, _ in parts)


@fuzzed
@given(words=st.lists(st.sampled_from(["stay", "with", "me", "tonight", "never", "let", "go"]), min_size=3, max_size=9))
def test_plain_words_are_all_sung_in_every_habit(words: list[str]) -> None:
    line = " ".join(words)
    for text in (line, f"[Verse]\n{line}", f"**Chorus:**\n{line}", f"[00:01.00]{line}", f"Am  C\n{line}", f"1. {line}"):
        sung = [word.text for row in parse_lyrics(text).lines for word in row.words if not word.text.isdigit()]
        assert sung == words
