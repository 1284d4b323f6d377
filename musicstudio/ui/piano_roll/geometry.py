# SPDX-License-Identifier: GPL-3.0-or-later
"""Where ticks and pitches lie on the piano roll. Pure."""

from dataclasses import dataclass

from musicstudio.core.theory.ladders import CHROMATIC, Ladder, rung_of
from musicstudio.project.model import Note

KEYS_PX = 64
DRUM_KEYS_PX = 112
VELOCITY_PX = 54
EDGE_PX = 6


@dataclass(frozen=True, slots=True)
class RollGeometry:
    """x counts from the widget's left (the keyboard included), y from its top.

    rungs: the pitches that have a row, lowest first. top_row: the highest row in sight, counted from the lowest; that
    is the pitch itself where every pitch has a row.
    """

    px_per_tick: float
    row_px: float
    first_tick: float
    top_row: float
    width: int
    height: int
    rungs: Ladder = CHROMATIC
    keys_px: int = KEYS_PX

    @property
    def notes_bottom(self) -> int:
        """Where the velocity lane begins."""
        return self.height - VELOCITY_PX

    @property
    def rows(self) -> list[int]:
        """The pitches whose rows are on the screen, from the top down."""
        lowest = max(0, int(self.top_row - self.notes_bottom / self.row_px))
        highest = min(len(self.rungs) - 1, int(self.top_row))
        return [self.rungs[row] for row in range(highest, lowest - 1, -1)]

    def x_of(self, tick: float) -> float:
        """Where a tick (from the take's origin) lies."""
        return self.keys_px + (tick - self.first_tick) * self.px_per_tick

    def y_of(self, pitch: int) -> float:
        """The upper edge of a pitch's row."""
        row = pitch if self.rungs is CHROMATIC else rung_of(self.rungs, pitch)
        return (self.top_row - row) * self.row_px

    def tick_at(self, x: float) -> float:
        """The tick under a pixel."""
        return self.first_tick + (x - self.keys_px) / self.px_per_tick

    def pitch_at(self, y: float) -> int:
        """The pitch under a pixel."""
        row = int(self.top_row - int(y // self.row_px))
        return self.rungs[min(len(self.rungs) - 1, max(0, row))]

    @property
    def is_drums(self) -> bool:
        """Whether rows are pieces of a kit and notes are hits without a length."""
        return self.rungs is not CHROMATIC

    def note_rect(self, note: Note) -> tuple[float, float, float, float]:
        """(x, y, width, height) of a note; hits are as wide as they are high."""
        if self.is_drums:
            return self.x_of(note.start_ticks) - self.row_px / 2, self.y_of(note.pitch), self.row_px, self.row_px
        return (
            self.x_of(note.start_ticks),
            self.y_of(note.pitch),
            max(3.0, note.length_ticks * self.px_per_tick),
            self.row_px,
        )

    def note_at(self, notes: tuple[Note, ...], x: float, y: float) -> tuple[int, str] | None:
        """(index, zone) of the topmost note under a point; zone: ``body`` or ``end``."""
        for index in range(len(notes) - 1, -1, -1):
            left, top, wide, high = self.note_rect(notes[index])
            if left <= x <= left + wide and top <= y < top + high:
                is_end = wide > 2 * EDGE_PX and x > left + wide - EDGE_PX and not self.is_drums
                return index, "end" if is_end else "body"
        return None

    def velocity_at(self, y: float) -> int:
        """The velocity that a height in the velocity lane stands for."""
        share = (self.height - 4 - y) / (VELOCITY_PX - 8)
        return int(min(127, max(1, round(share * 127))))
