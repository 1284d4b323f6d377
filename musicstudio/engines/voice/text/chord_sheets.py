# SPDX-License-Identifier: GPL-3.0-or-later
"""Song sheets: ChordPro's directives, chords on lines above the words, tabs."""

import re
from collections.abc import Sequence

from .bracket_reading import Found, heading_in
from .marks import is_certain_chord, is_chord, is_chord_line, is_sung_chord
from .reading_model import TAG, ChordMark, Row

_DIRECTIVE = re.compile(r"^\s*\{\s*\+?([a-zA-Z_]+)(?:-[\w!]+)?\s*(?:[:=\s]\s*(.*?))?\s*\}\s*$")
_LABEL = re.compile(r"""label\s*=\s*["']?([^"']*)["']?""")
_BRACKETED = re.compile(r"\[([^\[\]]+)\]")
_ROUNDED = re.compile(r"\(([A-H][^()\s]{0,7})\)")
_OPENS = {"soc": "Chorus", "start_of_chorus": "Chorus", "sov": "Verse", "start_of_verse": "Verse", "sob": "Bridge",
          "start_of_bridge": "Bridge"}  # fmt: skip
_CLOSES = frozenset(("eoc", "end_of_chorus", "eov", "end_of_verse", "eob", "end_of_bridge"))
_SILENT = {"sot": "eot", "start_of_tab": "end_of_tab", "sog": "eog", "start_of_grid": "end_of_grid",
           "start_of_abc": "end_of_abc", "start_of_ly": "end_of_ly", "start_of_svg": "end_of_svg",
           "start_of_textblock": "end_of_textblock"}  # fmt: skip
_SILENT_ENDS = frozenset(_SILENT.values())
_COMMENTS = frozenset(("c", "comment", "ci", "comment_italic", "cb", "comment_box", "highlight"))
_KNOWN = frozenset((
    "title", "t", "subtitle", "st", "artist", "composer", "lyricist", "copyright", "album", "year", "key", "time",
    "tempo", "duration", "capo", "meta", "chorus", "define", "chord", "new_page", "np", "new_song", "ns",
    "new_physical_page", "npp", "column_break", "colb", "cb", "columns", "col", "transpose", "textfont",
    "textsize", "image", "sorttitle",
    "arranger", "grid", "no_grid", "ng", "g", *_OPENS, *_CLOSES, *_SILENT, *_SILENT_ENDS, *_COMMENTS,
))  # fmt: skip


class ChordSheet:
    """Takes out of a lyric's lines, one after the other, what a song sheet writes between the words."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._is_chordpro = any((match := _DIRECTIVE.match(line)) and match[1].lower() in _KNOWN for line in lines)
        bracketed = [content for line in lines for content in _BRACKETED.findall(line)]
        chord_lines = sum(is_chord_line(line, False) for line in lines)
        self._has_chords = chord_lines > 0 or any(map(is_certain_chord, bracketed))
        self._has_sung_chords = sum(map(is_sung_chord, bracketed)) > 1
        rounded = [content for line in lines for content in _ROUNDED.findall(line) if is_chord(content)]
        self._has_round_chords = len(set(rounded)) > 1
        self._silent = ""

    def read(self, number: int, line: str, found: Found, rows: list[Row]) -> str:
        """What is left of a line; names of parts go to ``rows``."""
        found.has_sung_chords, found.has_chord_sheet = self._has_sung_chords, self._has_chords
        found.has_round_chords = self._has_round_chords
        directive = _DIRECTIVE.match(line) if self._is_chordpro else None
        if directive:
            self._obey(number, directive[1].lower(), (directive[2] or "").strip(), line, found, rows)
            return ""
        if self._silent:
            found.leave_out(number, line, "part of a tab")
            return ""
        if self._is_chordpro and line.lstrip().startswith("#"):
            found.leave_out(number, line, "a comment")
            return ""
        return self.without_chords(number, line, found)

    def without_chords(self, number: int, line: str, found: Found) -> str:
        """The line, or nothing where it holds chords only."""
        if not is_chord_line(line, self._has_chords):
            return line
        _note_chords(number, line, found)
        return ""

    def _obey(self, number: int, name: str, value: str, line: str, found: Found, rows: list[Row]) -> None:
        labeled = _LABEL.search(value)
        label = labeled[1] if labeled else value
        if name in _SILENT:
            self._silent = _SILENT[name]
        elif name in _SILENT_ENDS:
            self._silent = ""
        elif name in _OPENS:
            rows.append(Row(number, TAG, label or _OPENS[name]))
        elif name in _CLOSES:
            rows.append(Row(number, TAG))
        elif name == "chorus":
            rows.append(Row(number, TAG, label or "Chorus"))
        elif ((heading := heading_in(line.strip(" {}"), True))[0] and name not in _KNOWN) or (
            name in _COMMENTS and (heading := heading_in(value, False))[0]
        ):
            rows.append(Row(number, TAG, heading[0]))
        else:
            found.leave_out(number, line, "a comment" if name in _COMMENTS else "a fact about the song")


def _note_chords(number: int, line: str, found: Found) -> None:
    """The chords of a line stand over the words of the next."""
    found.leave_out(number, line, "chords")
    for match in re.finditer(r"[^\s|()]+", line):
        if is_chord(match[0]):
            found.chords.append(ChordMark(number + 1, match.start(), match[0]))
