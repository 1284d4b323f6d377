# SPDX-License-Identifier: GPL-3.0-or-later
"""The knob of a strip's place between left and right."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from .knob import Knob
from .levels import pan_text


class PanKnob(Knob):
    """Pan from -1 to +1."""

    def __init__(
        self,
        title: str,
        moved: Callable[[float], object],
        released: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, moved, released, (-1.0, 1.0), 0.0, pan_text, parent)

    def set_pan(self, pan: float) -> None:
        """Follow the document without telling anyone."""
        self.set_amount(pan)
