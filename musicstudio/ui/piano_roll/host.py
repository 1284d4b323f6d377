# SPDX-License-Identifier: GPL-3.0-or-later
"""All that a gesture knows of the piano roll it happens on."""

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QRectF

from musicstudio.core.theory.ladders import Ladder
from musicstudio.project.model import Note

from ..session_bridge import SessionBridge
from .geometry import RollGeometry


class RollHost(Protocol):
    """chosen_before: the chosen notes when the press came. rubber: the rectangle to be drawn."""

    bridge: SessionBridge
    clip_id: str
    chosen: frozenset[int]
    chosen_before: frozenset[int]
    last_velocity: int
    rubber: QRectF | None

    @property
    def notes(self) -> tuple[Note, ...]:
        """Notes of the clip's active take."""

    def update(self) -> None:
        """Paint anew."""

    def geometry_now(self) -> RollGeometry:
        """Where things lie now."""

    def snapped_tick(self, tick: float) -> int:
        """The nearest grid tick."""

    def floored_tick(self, tick: float) -> int:
        """The grid tick at or before."""

    def grid_ticks(self, tick: int) -> int:
        """Length of a grid step."""

    def choose(self, indices: frozenset[int]) -> None:
        """Choose notes by index."""

    def choose_notes(self, wanted: Iterable[Note]) -> None:
        """Choose notes by value."""

    def ladder(self) -> Ladder:
        """The pitches that a hand may put notes on."""

    def hear(self, pitch: int, velocity: int) -> None:
        """Sound a pitch on the clip's track until another is heard or `hush`."""

    def hush(self) -> None:
        """Let go of what sounds."""
