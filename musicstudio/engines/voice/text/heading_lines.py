# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of parts without brackets: ``## Chorus``, ``VERSE 1``, ``Chorus:``, ``-- Bridge --``, ``Verse 1 - words``."""

import re
from collections.abc import Sequence

from .bracket_reading import Found, heading_in
from .marks import is_direction, without_repeat
from .section_words import OTHER, has_number, is_heading, is_weak, kind_of

_MARKDOWN = re.compile(r"^\s*#{1,6}\s+(.*?)\s*#*$")
_PAIRED = re.compile(
    r"^\s*([-=*_~\u2013\u2014.<\u00ab\u300a\u3008\u300c\u300e|]+)\s*(.+?)\s*[-=*_~\u2013\u2014.>\u00bb\u300b\u3009\u300d\u300f|]+\s*:?$"
)
_BULLET = re.compile(r"^\s*(?:[-*+\u2022>]\s+|[-\u2013\u2014*\u2022>#=~]+\s*)")
_HALF_BRACKET = re.compile(r"^\s*(?:[\[{]\s*([^\]\[{}]+?)|([^\[\]{}]+?)\s*[\]}])\s*:?\s*$")
_WITH_COLON = re.compile(r"^\s*(.{2,30}?)\s*:\s+(\S.*)$")
_WITH_DASH = re.compile(r"^\s*(.{2,30}?)\s+[-\u2013\u2014|]\s+(\S.*)$")
_BEHIND = re.compile(r"^([^()\[\]]+?)\s*[(\[]([^()\[\]]*)[)\]]\s*:?\s*$")
_AGAIN = re.compile(r"^(?:repeat|wdh|bis|repetir|ripeti|répéter|powtórz|повторить)\b", re.IGNORECASE)
_QUOTED = re.compile(r"^[\"'\u201c\u201e\u2018/|]\s*(.+?)\s*[\"'\u201d\u201c\u2019/|]\s*:?$")
_TAGGED = re.compile(r"^[#@/]+\s*([^\s#@/][^#@/]*)$")
_ABBREVIATED = re.compile(r"^(?:refr?|str|vs|ch)\.\s*\d{0,2}$", re.IGNORECASE)
_CLOSING = re.compile(r"^\s*</[^<>]{1,40}>\s*$")
_MAX_LENGTH = 60
_MOSTLY = 0.5


class HeadingLines:
    """Knows of each line whether it names a part. ``lines``: the whole lyric."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        written = [line for line in lines if any(letter.isalpha() for letter in line)]
        self._is_shouted = sum(map(_is_capital, written)) > _MOSTLY * max(1, len(written)) and len(written) > 4

    def read(self, number: int, line: str, found: Found) -> tuple[str | None, str]:
        """(the part's name, the words behind it), or (None, the line). An empty name ends a part."""
        markdown = _MARKDOWN.match(line)
        if markdown:
            return self._read_markdown(number, line, markdown[1].strip(" *_[]{}"), found)
        if _CLOSING.match(line):
            return "", ""
        core, behind = _without_direction(line.strip())
        name = self._name_of(core, number) if 0 < len(core) <= _MAX_LENGTH else ""
        return (name, behind) if name else _with_words(line)

    def _read_markdown(self, number: int, line: str, content: str, found: Found) -> tuple[str, str]:
        name, rest = heading_in(content, True)
        found.leave_out(number, rest if name else line, "a direction" if name else "a title")
        return name, ""

    def _name_of(self, core: str, number: int) -> str:
        half = _HALF_BRACKET.match(core)
        if half:
            inside = (half[1] or half[2]).strip()
            return inside if kind_of(inside) != OTHER else ""
        if any(bracket in core for bracket in "[](){}"):
            inside = core.strip("[](){} :")
            is_name = core[0] in "[({" and not set(inside) & set("[](){}") and is_heading(inside)
            return inside if is_name and not is_weak(inside) and core[:2] in ("((", "{{") else ""
        marked = _marked_name(core)
        if marked:
            return marked if is_heading(marked) else ""
        bare = _BULLET.sub("", core).strip(" .:")
        if _ABBREVIATED.match(core):
            return bare
        if not is_heading(bare) or len(bare) > 40:
            return ""
        return bare if self._stands_alone(bare, number) else ""

    def _stands_alone(self, bare: str, number: int) -> bool:
        """Whether a line that could be a heading is one, by its letters and by what stands before it."""
        follows_gap = number == 1 or not self._lines[number - 2].strip()
        if _is_capital(bare):
            is_sure = not is_weak(bare) or follows_gap
            return is_sure and (not self._is_shouted or (follows_gap and not is_weak(bare)))
        if is_weak(bare):
            return False
        if _AGAIN.match(bare):
            return True
        if has_number(bare):
            return True
        return bare[:1].isupper() or (follows_gap and not bare[:1].isascii())


def _without_direction(line: str) -> tuple[str, str]:
    """(a line without a direction or mark of repetition behind it, that direction in brackets)."""
    match = _BEHIND.match(line)
    if match and is_direction(match[2], is_square=True):
        return without_repeat(match[1].strip()), f"[{match[2]}]"
    bare = without_repeat(line)
    return bare, line.replace(bare, "", 1).strip(" :") if bare else ""


def _marked_name(core: str) -> str:
    """The name between marks that only headings have; empty without them."""
    if core.endswith(":") and len(core) < 40:
        return _BULLET.sub("", core[:-1]).strip(" *_")
    paired = _PAIRED.match(core)
    if paired:
        return paired[2].strip(" :")
    quoted = _QUOTED.match(core) or _TAGGED.match(core)
    name = (quoted[1] or "").strip(" :.") if quoted else ""
    return name if is_heading(name) and not is_weak(name) else ""


def _with_words(line: str) -> tuple[str | None, str]:
    """A name with words behind it on one line."""
    if line.lstrip()[:1] in ("[", "(", "{", "<"):
        return None, line
    colon = _WITH_COLON.match(line)
    if colon and is_heading(colon[1]) and not is_weak(colon[1]):
        return colon[1].strip(), _bracket_words(colon[2])
    dash = _WITH_DASH.match(line)
    if dash and is_heading(dash[1]) and not is_weak(dash[1]) and (has_number(dash[1]) or dash[1].strip()[0].isupper()):
        return dash[1].strip(), _bracket_words(dash[2])
    return None, line


def _bracket_words(words: str) -> str:
    """Words behind a name, put into brackets where they are a direction."""
    bare = words.strip(" ()[].")
    return f"[{bare}]" if is_direction(bare, is_square=True) else words


def _is_capital(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha() and letter.lower() != letter.upper()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)
