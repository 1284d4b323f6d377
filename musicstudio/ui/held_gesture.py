# SPDX-License-Identifier: GPL-3.0-or-later
"""What every mouse gesture is to the surface it happens on: begun by a press, moved, and let go or cancelled."""

from typing import Protocol

from PySide6.QtGui import QMouseEvent


class Gesture(Protocol):
    """Made on press; those of the timeline and of the piano roll know their own hosts."""

    def move(self, event: QMouseEvent) -> None:
        """The pointer went on."""

    def release(self, event: QMouseEvent) -> None:
        """The button was let go: do it."""

    def cancel(self) -> None:
        """Nothing happened."""


class HeldGesture:
    """The gesture that a surface is in the middle of. Each call says whether there was one."""

    def __init__(self) -> None:
        self._gesture: Gesture | None = None

    def __bool__(self) -> bool:
        return self._gesture is not None

    def begin(self, gesture: Gesture | None) -> None:
        """Hold what a press began, if anything."""
        self._gesture = gesture

    def move(self, event: QMouseEvent) -> bool:
        """The pointer went on."""
        if self._gesture is not None:
            self._gesture.move(event)
            return True
        return False

    def release(self, event: QMouseEvent) -> bool:
        """Do it; nothing is held any longer."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.release(event)
        return gesture is not None

    def cancel(self) -> bool:
        """Nothing happened, and nothing is held any longer."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
        return gesture is not None
