# SPDX-License-Identifier: GPL-3.0-or-later
"""How the user looks at the piano roll: scale, scroll and height of rows."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent

from musicstudio.core.theory.ladders import Ladder, rung_of
from musicstudio.project.model import Note

from .geometry import RollGeometry

_ROW_PX = (10.0, 24.0)
_FITTED_ROW_PX = (10.0, 14.0)
_PX_PER_TICK = (0.004, 1.0)
_MIN_ROWS = 20.0


class RollView:
    """is_fitted: the clip is in sight; it is fitted again with the widget's size until the user has scrolled."""

    def __init__(self) -> None:
        self._px_per_tick, self._row_px = 0.06, 12.0
        self._first_tick, self._top_row = 0.0, 84.0
        self.is_fitted = self.has_scrolled = False

    def geometry(self, width: int, height: int, rungs: Ladder, keys_px: int) -> RollGeometry:
        """Where things lie now."""
        return RollGeometry(
            self._px_per_tick, self._row_px, self._first_tick, self._top_row, width, height, rungs, keys_px
        )

    def turn_wheel(self, event: QWheelEvent, geometry: RollGeometry) -> None:
        """Scroll rows; with Shift, time; with Ctrl, zoom time, and with both, rows, at the pointer."""
        notches = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier:
            self._zoom_rows(1.15**notches, event.position().y(), geometry)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            tick = geometry.tick_at(event.position().x())
            self._px_per_tick = min(_PX_PER_TICK[1], max(_PX_PER_TICK[0], self._px_per_tick * 1.2**notches))
            self._first_tick = tick - (event.position().x() - geometry.keys_px) / self._px_per_tick
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or event.angleDelta().x():
            self._first_tick -= notches * 60 / self._px_per_tick
        else:
            self._top_row = _held_row(self._top_row + round(notches * 3), geometry)
        self.has_scrolled = True

    def fit(self, geometry: RollGeometry, notes: tuple[Note, ...], span: tuple[int, int]) -> None:
        """Show a span of ticks, and every note; of a kit the kit."""
        self.is_fitted = True
        start, end = span
        self._px_per_tick = min(1.0, (geometry.width - geometry.keys_px - 20) / max(960, end - start))
        self._first_tick = start - 8 / self._px_per_tick
        rows = [rung_of(geometry.rungs, note.pitch) for note in notes] or [rung_of(geometry.rungs, 60)]
        if geometry.is_drums:
            rows = [0, len(geometry.rungs) - 5, *rows]
        wanted_px = geometry.notes_bottom / (max(rows) - min(rows) + 5)
        self._row_px = min(_FITTED_ROW_PX[1], max(_FITTED_ROW_PX[0], wanted_px))
        middle = (max(rows) + min(rows)) / 2 + geometry.notes_bottom / self._row_px / 2
        self._top_row = float(min(len(geometry.rungs) - 1, round(middle)))

    def _zoom_rows(self, factor: float, y: float, geometry: RollGeometry) -> None:
        """Higher or lower rows; the row under the pointer stays there."""
        row = self._top_row - y / self._row_px
        self._row_px = min(_ROW_PX[1], max(_ROW_PX[0], self._row_px * factor))
        self._top_row = _held_row(float(round(row + y / self._row_px)), geometry)


def _held_row(row: float, geometry: RollGeometry) -> float:
    """The highest row in sight, so that some rows are."""
    highest = len(geometry.rungs) - 1.0
    return min(highest, max(min(_MIN_ROWS, highest), row))
