# SPDX-License-Identifier: GPL-3.0-or-later
"""Values and notes as a REAPER project writes them."""

from collections.abc import Iterable, Iterator

from musicstudio.core.text import clean_line
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note


def number(value: float) -> str:
    """A decimal number."""
    return f"{value:.12g}"


def quote_text(text: str) -> str:
    """REAPER takes the quotation mark that the text does not hold, and has no escape."""
    plain = clean_line(text)
    for mark in ('"', "'", "`"):
        if mark not in plain:
            return f"{mark}{plain}{mark}"
    return f"`{plain.replace('`', ' ')}`"


def indent_lines(lines: Iterable[str]) -> list[str]:
    """The lines of a chunk inside another."""
    return [f"  {line}" for line in lines]


def midi_source(notes: Iterable[Note], length_ticks: int, channel: int) -> Iterator[str]:
    """The notes of one item; ``start_ticks`` counts from its beginning. Lyrics are meta events of type 5."""
    yield "<SOURCE MIDI"
    yield f"  HASDATA 1 {TICKS_PER_QUARTER} QN"
    now = 0
    for tick, _, event in sorted(_events(notes, channel)):
        yield f"  E {tick - now} {event}"
        now = tick
    yield f"  E {max(0, length_ticks - now)} b{channel:x} 7b 00"
    yield ">"


def _events(notes: Iterable[Note], channel: int) -> Iterator[tuple[int, int, str]]:
    for note in notes:
        end = note.start_ticks + note.length_ticks
        yield note.start_ticks, 1, f"9{channel:x} {note.pitch:02x} {note.velocity:02x}"
        yield end, 0, f"8{channel:x} {note.pitch:02x} 00"
