# SPDX-License-Identifier: GPL-3.0-or-later
"""A pasted lyric to sections, lines, words and syllables, with everything odd reported by line."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from .model import Issue, Line, Lyrics, LyricSection, Syllable, Word
from .sections import OTHER, kind_of
from .words import ENGLISH, MAX_WORD_LETTERS, is_known, is_latin, plain, syllabify

_TAG = re.compile(r"^\s*[\[{]\s*([^\]}]+?)\s*[\]}]\s*:?\s*$")
_PLAIN_TAG = re.compile(r"^\s*[\[{]?\s*([^\W\d][\w-]*(?:\s+\d+)?(?:\s+x\d)?)\s*[:\]}]?\s*$")
_TOKEN = re.compile(r"[()]|[^\s()]+")
_HELD = re.compile(r"[_~]+$")
_STRETCHED = re.compile(r"([aeiouyhmrsz])\1{2,}", re.IGNORECASE)
_DASHES = str.maketrans({"\u2014": " ", "\u2013": " ", "\u2026": " ", "/": " ", "&": " and "})
_EDGES = ' \t.,;:!?"\u201c\u201d\u201e\u00ab\u00bb*#[]{}<>|=+^`-\u00bf\u00a1'


def parse_lyrics(text: str, language: str = ENGLISH) -> Lyrics:
    """Read a lyric.

    ``[Verse 1]`` (or ``Verse 1:``) on its own line begins a section; (parentheses) are for backing singers, over
    several lines too; ``love__`` holds a syllable for two more notes; ``a-ma-zing`` sets syllables by hand. Never
    fails: what cannot be sung is left out and reported in ``issues``. An empty text gives no sections.
    """
    sections: list[LyricSection] = []
    issues: list[Issue] = []
    name, lines = "", list[Line]()
    is_backing = False
    rows = text.splitlines()
    for number, raw in enumerate(rows, 1):
        tag = _tag_of(raw)
        if tag:
            if lines or name:
                sections.append(LyricSection(name, tuple(lines)))
            name, lines, is_backing = tag, [], False
            continue
        words, opens = _read_line(raw, number, language, is_backing, issues)
        is_backing = opens and _is_closed_later(rows[number:])
        if opens and not is_backing:
            issues.append(Issue(number, "guessed", "(", f"Line {number}: the parenthesis is not closed; it ends here."))
        if words:
            lines.append(Line(number, words))
    if lines or name:
        sections.append(LyricSection(name, tuple(lines)))
    return Lyrics(_with_repeats(sections), tuple(issues))


def _tag_of(raw: str) -> str:
    """The name in a line that is a section tag: ``[Verse 1]``, and where it names a known kind also ``[Verse 1`` and
    ``Verse 1:``; empty for a line of words."""
    bracketed = _TAG.match(raw)
    if bracketed:
        return bracketed[1]
    bare = _PLAIN_TAG.match(raw)
    is_marked = raw.strip()[:1] in "[{" or raw.rstrip()[-1:] in ":]}"
    return bare[1] if bare and is_marked and kind_of(bare[1]) != OTHER else ""


def _is_closed_later(rows: Sequence[str]) -> bool:
    """Whether a parenthesis that is open is closed before the next one opens, the next tag or an empty line."""
    for raw in rows:
        if not raw.strip() or _tag_of(raw):
            return False
        mark = re.search(r"[()]", raw)
        if mark:
            return mark[0] == ")"
    return False


def _with_repeats(sections: list[LyricSection]) -> tuple[LyricSection, ...]:
    """A tag without lines ("[Chorus]" again) repeats the words that stood under it before."""
    written: dict[str, tuple[Line, ...]] = {}
    full: list[LyricSection] = []
    for section in sections:
        key = section.name.lower()
        lines = section.lines or written.get(key, ())
        written.setdefault(key, lines)
        full.append(LyricSection(section.name, lines))
    return tuple(full)


def _read_line(
    raw: str, number: int, language: str, is_backing: bool, issues: list[Issue]
) -> tuple[tuple[Word, ...], bool]:
    words: list[Word] = []
    for token in _TOKEN.findall(raw.translate(_DASHES)):
        if token in "()":
            is_backing = token == "("
            continue
        word, found = _read_word(token, number, language)
        issues.extend(found)
        if word:
            words.append(Word(word.text, word.syllables, is_backing))
    return tuple(words), is_backing


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
    spoken, stretch = _unstretched(bare, language)
    syllables = syllabify(spoken, language)
    issues.extend(_doubts(bare, spoken, line, language, bool(syllables)))
    return (Word(bare, _held(syllables, extra + stretch)) if syllables else None), issues


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


def _unstretched(word: str, language: str) -> tuple[str, int]:
    """Read "sooooo" as "so" with one more note; a word the dictionary knows stays as it is."""
    if is_known(word, language) or not _STRETCHED.search(word):
        return word, 0
    for repeat in (r"\1", r"\1\1"):
        shorter = _STRETCHED.sub(repeat, word)
        if is_known(shorter, language):
            return shorter, 1
    return _STRETCHED.sub(r"\1\1", word), 1


def _held(syllables: tuple[Syllable, ...], extra: int) -> tuple[Syllable, ...]:
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
