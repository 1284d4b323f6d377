# SPDX-License-Identifier: GPL-3.0-or-later
"""A pasted lyric to sections, lines, words and syllables, with everything odd reported by line."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from .model import Issue, Line, Lyrics, LyricSection, Syllable, Word
from .reading import read_lyrics
from .reading_model import GAP, TAG, WORDS, Row
from .section_words import kind_of
from .words import ENGLISH, MAX_WORD_LETTERS, is_known, is_latin, plain, syllabify

_TOKEN = re.compile(r"[()]|[^\s()]+")
_HELD = re.compile(r"[_~]+$")
_STRETCHED = re.compile(r"([aeiouyhmrsz])\1{2,}", re.IGNORECASE)
_DASHES = str.maketrans({"\u2014": " ", "\u2013": " ", "\u2026": " ", "/": " ", "&": " and "})
_EDGES = ' \t.,;:!?"\u201c\u201d\u201e\u00ab\u00bb*#[]{}<>|=+^`-\u00bf\u00a1'


def parse_lyrics(text: str, language: str = ENGLISH) -> Lyrics:
    """Read a lyric.

    ``[Verse 1]`` (or ``Verse 1:`` and many more, see `read_lyrics`) begins a section; (parentheses) are for backing
    singers, over several lines too; ``love__`` holds a syllable for two more notes; ``a-ma-zing`` sets syllables by
    hand. Never fails: what cannot be sung is left out and reported in ``issues`` and ``not_sung``. An empty text gives
    no sections.
    """
    reading = read_lyrics(text)
    sections: list[LyricSection] = []
    issues: list[Issue] = []
    name, lines = "", list[Line]()
    depth, is_after_gap = 0, False
    for index, row in enumerate(reading.rows):
        if row.kind == TAG:
            if lines or name:
                sections.append(LyricSection(name, tuple(lines)))
            name, lines, depth, is_after_gap = row.text, [], 0, False
        elif row.kind == GAP:
            depth, is_after_gap = 0, True
        else:
            words, depth = _read_line(row.text, row.number, language, depth, issues)
            if depth and not _is_closed_later(reading.rows, index + 1, depth):
                depth = 0
                message = f"Line {row.number}: the parenthesis is not closed; it ends here."
                issues.append(Issue(row.number, "guessed", "(", message))
            if words:
                lines.append(Line(row.number, words, is_after_gap, row.time_s))
                is_after_gap = False
    if lines or name:
        sections.append(LyricSection(name, tuple(lines)))
    return Lyrics(_with_repeats(sections), tuple(issues), reading.told)


def _is_closed_later(rows: Sequence[Row], start: int, depth: int) -> bool:
    """Whether parentheses that are open are closed before the next tag or gap, with none left open there."""
    for place in range(start, len(rows)):
        row = rows[place]
        if row.kind != WORDS:
            return False
        for mark in re.findall(r"[()]", row.text):
            depth += 1 if mark == "(" else -1
            if not depth:
                return True
        if "(" in row.text:
            return False
    return False


def _with_repeats(sections: list[LyricSection]) -> tuple[LyricSection, ...]:
    """A tag without lines ("[Chorus]" again) repeats the words that stood under it before."""
    written: dict[str, tuple[Line, ...]] = {}
    full: list[LyricSection] = []
    for section in sections:
        key, kind = section.name.lower(), kind_of(section.name)
        lines = section.lines or written.get(key, ()) or (written.get(kind, ()) if kind == "chorus" else ())
        written.setdefault(key, lines)
        if lines:
            written.setdefault(kind, lines)
        full.append(LyricSection(section.name, lines))
    return tuple(full)


def _read_line(raw: str, number: int, language: str, depth: int, issues: list[Issue]) -> tuple[tuple[Word, ...], int]:
    """(words, how many parentheses are open at its end); those inside of any are the backing's."""
    words: list[Word] = []
    for token in _TOKEN.findall(raw.translate(_DASHES)):
        if token in "()":
            depth = depth + 1 if token == "(" else max(0, depth - 1)
            continue
        word, found = _read_word(token, number, language)
        issues.extend(found)
        if word:
            words.append(Word(word.text, word.syllables, depth > 0))
    return tuple(words), depth


def _read_word(token: str, line: int, language: str) -> tuple[Word | None, list[Issue]]:
    singable, pictures = _without_pictures(token)
    issues = [Issue(line, "left out", p, f"Line {line}: {p} cannot be sung and was left out.") for p in pictures]
    bare = singable.strip(_EDGES)
    held = _HELD.search(bare)
    bare, extra = (bare[: held.start()], len(held.group())) if held else (bare, 0)
    if not bare or not any(letter.isalnum() for letter in bare):
        return None, issues
    if len(bare) > MAX_WORD_LETTERS:
        issues.append(
            Issue(line, "too long", bare, f"Line {line}: “{bare[:20]}…” has {len(bare)} letters and was left out.")
        )
        return None, issues
    spoken, stretch = _unstretch(bare, language)
    syllables = syllabify(spoken, language)
    issues.extend(_doubts(bare, spoken, line, language, bool(syllables)))
    return (Word(bare, _hold_last(syllables, extra + stretch)) if syllables else None), issues


def _without_pictures(token: str) -> tuple[str, list[str]]:
    """Letters, digits and marks of a token, and the emoji and other symbols that were in it."""
    kept, pictures = "", list[str]()
    for letter in token:
        category = unicodedata.category(letter)
        if category in ("So", "Sk", "Cs", "Co", "Cn") and letter not in "`^":
            pictures.append(letter)
        elif category[0] in "LNMP" or letter in "$%~_'`+=<>|^":
            kept += letter if category not in ("Mn", "Cf") or unicodedata.combining(letter) else ""
    return kept, pictures


def _unstretch(word: str, language: str) -> tuple[str, int]:
    """Read "sooooo" as "so" with one more note; a word the dictionary knows stays as it is."""
    if is_known(word, language) or not _STRETCHED.search(word):
        return word, 0
    for repeat in (r"\1", r"\1\1"):
        shorter = _STRETCHED.sub(repeat, word)
        if is_known(shorter, language):
            return shorter, 1
    return _STRETCHED.sub(r"\1\1", word), 1


def _hold_last(syllables: tuple[Syllable, ...], extra: int) -> tuple[Syllable, ...]:
    """The last syllable on ``extra`` more notes."""
    last = syllables[-1]
    return (*syllables[:-1], Syllable(last.text, last.phonemes, last.stress, last.notes + extra))


def _doubts(bare: str, spoken: str, line: int, language: str, is_sung: bool) -> Iterator[Issue]:
    if not is_sung:
        why = "could not be read as a word" if is_latin(bare) else "is not in Latin letters, which this voice sings"
        yield Issue(line, "left out", bare, f"Line {line}: “{bare}” {why}; it was left out.")
    elif (
        language == ENGLISH
        and not all(is_known(part, language) for part in spoken.split("-") if part)
        and not is_known(spoken.replace("-", ""), language)
    ):
        foreign = any(ord(letter) > 127 for letter in plain(bare))
        how = (
            "is not written with English letters; it is sung as English rules read it"
            if foreign
            else ("is not in the dictionary; it is sung as it is spelled")
        )
        yield Issue(line, "guessed", bare, f"Line {line}: “{bare}” {how}.")
