# SPDX-License-Identifier: GPL-3.0-or-later
"""Where ticks and pitches lie on the piano roll. Pure."""

from dataclasses import dataclass

from musicstudio.project.model import Note

KEYS_PX = 52
VELOCITY_PX = 54
EDGE_PX = 6


@dataclass(frozen=True, slots=True)
class RollGeometry:
    """x counts from the widget's left (the keyboard included), y from its top."""

    px_per_tick: float
    row_px: float
    first_tick: float
    top_pitch: float
    width: int
    height: int

    @property
    def notes_bottom(self) -> int:
        """Where the velocity lane begins."""
        return self.height - VELOCITY_PX

    @property
    def lowest_pitch(self) -> int:
        """The lowest pitch on the screen."""
        return int(self.top_pitch - self.notes_bottom / self.row_px)

    def x_of(self, tick: float) -> float:
        """Where a tick (from the take's origin) lies."""
        return KEYS_PX + (tick - self.first_tick) * self.px_per_tick

    def y_of(self, pitch: int) -> float:
        """The upper edge of a pitch's row."""
        return (self.top_pitch - pitch) * self.row_px

    def tick_at(self, x: float) -> float:
        """The tick under a pixel."""
        return self.first_tick + (x - KEYS_PX) / self.px_per_tick

    def pitch_at(self, y: float) -> int:
        """The pitch under a pixel, within MIDI's range."""
        return int(min(127, max(0, self.top_pitch - int(y // self.row_px))))

    def note_rect(self, note: Note) -> tuple[float, float, float, float]:
        """(x, y, width, height) of a note."""
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
                return index, "end" if wide > 2 * EDGE_PX and x > left + wide - EDGE_PX else "body"
        return None

    def velocity_at(self, y: float) -> int:
        """The velocity that a height in the velocity lane stands for."""
        share = (self.height - 4 - y) / (VELOCITY_PX - 8)
        return int(min(127, max(1, round(share * 127))))
