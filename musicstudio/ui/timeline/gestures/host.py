# SPDX-License-Identifier: GPL-3.0-or-later
"""All that a gesture knows of the surface it happens on."""

from typing import Protocol

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from ...session_bridge import SessionBridge
from ..painting.overlays import Ghost
from ..playhead import Playhead
from ..view import TimelineView


class TimelineHost(Protocol):
    """surface: the widget, for its cursor and its place in the window."""

    bridge: SessionBridge
    view: TimelineView
    playhead: Playhead

    @property
    def surface(self) -> QWidget:
        """The widget that the mouse is over."""

    def say(self, text: str, place: QPointF) -> None:
        """Show a few words beside the pointer while a drag goes on; empty: no more."""

    def set_ghost(self, ghost: Ghost | None) -> None:
        """Show where something would lie; None: no more."""

    def cancel_gesture(self) -> bool:
        """Nothing happened. Whether there was a gesture."""

    def follow_playhead(self, *, turns_page: bool = True) -> None:
        """Move the playhead to the player's position."""
