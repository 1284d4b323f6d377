# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag a tempo change: sideways it moves on the grid, up and down it gets faster and slower. Drag a change of metre."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from musicstudio.project.edits.tempo import move_meter, move_tempo
from musicstudio.project.invariants import BPM_RANGE

from ..hit import Hit
from ..painting.ruler import place_text
from .base import DocumentGesture
from .host import TimelineHost

_BPM_A_PX, _FINE_BPM_A_PX = 0.5, 0.1
_SIDEWAYS_PX = 6


class MoveTempo(DocumentGesture):
    """Shift holds the place, Ctrl is fine. A click selects."""

    starts_px = 3

    def __init__(self, host: TimelineHost, hit: Hit, event: QMouseEvent) -> None:
        super().__init__(host, hit, event)
        self._map = self.bridge.project.tempo_map
        self.bridge.session.selection.set(tempo_ticks={hit.tick})

    def drag(self, event: QMouseEvent) -> None:
        moved = event.position() - self.start
        is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        bpm = self._map.bpm_at(self.hit.tick) - moved.y() * (_FINE_BPM_A_PX if is_fine else _BPM_A_PX)
        bpm = round(min(BPM_RANGE[1], max(BPM_RANGE[0], bpm)), 1)
        tick = self._tick(moved.x(), event)
        self._drag.preview(f"Tempo {bpm:g}", move_tempo(self.hit.tick, tick, bpm))
        self.bridge.session.selection.set(tempo_ticks={tick})
        self.host.say(f"{place_text(self._map, tick)} · {bpm:.1f} BPM", event.position())

    def drop(self, event: QMouseEvent) -> None:
        chosen = self.bridge.session.selection.now
        super().drop(event)
        self.bridge.session.selection.restore(chosen)

    def cancel(self) -> None:
        super().cancel()
        self.bridge.session.selection.set(tempo_ticks={self.hit.tick})

    def _tick(self, by_px: float, event: QMouseEvent) -> int:
        """Where it goes, on the grid of the song as it was: its own tempo moves what lies under the pointer."""
        is_held = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self.hit.tick == 0 or is_held or abs(by_px) < _SIDEWAYS_PX:
            return self.hit.tick
        seconds = self._map.seconds_at(self.hit.tick) + by_px / self.view.viewport.px_per_s
        return max(1, self.view.snap_tick(self._map, seconds))


class MoveMeter(DocumentGesture):
    """From bar line to bar line. A click selects."""

    starts_px = 3

    def __init__(self, host: TimelineHost, hit: Hit, event: QMouseEvent) -> None:
        super().__init__(host, hit, event)
        self._map = self.bridge.project.tempo_map
        self.bridge.session.selection.set(meter_ticks={hit.tick})

    def drag(self, event: QMouseEvent) -> None:
        if self.hit.tick == 0:
            return
        seconds = self._map.seconds_at(self.hit.tick) + (event.position().x() - self.start.x()) / (
            self.view.viewport.px_per_s
        )
        self._drag.preview("Move change of metre", move_meter(self.hit.tick, self._map.ticks_at(max(0.0, seconds))))
