# SPDX-License-Identifier: GPL-3.0-or-later
"""A slider with its name before it and its value in words after it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from .heading import label, muted


class SteadySlider(QSlider):
    """The wheel goes past it: scrolling a panel must not change what lies under the pointer."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class LabeledSlider(QWidget):
    """A value from 0 to 1. ``moved(value)`` while dragging; ``describe(value)`` gives the words at the right."""

    def __init__(
        self,
        title: str,
        moved: Callable[[float], object],
        describe: Callable[[float], str] | None = None,
        *,
        label_px: int = 86,
        tip: str = "",
    ) -> None:
        super().__init__()
        self._title, self._moved = title, moved
        self._describe = describe or (lambda value: str(round(value * 100)))
        self.slider = SteadySlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setToolTip(tip or title)
        self._value = muted()
        self._value.setMinimumWidth(44)
        name = label(title)
        name.setFixedWidth(max(label_px, name.sizeHint().width()))  # words of other languages are longer
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(name)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self._value)
        self.slider.valueChanged.connect(self._on_value)
        self._is_setting = False
        self._on_value(0, is_quiet=True)

    @property
    def value(self) -> float:
        """Where it stands, 0 to 1."""
        return self.slider.value() / 100

    def set_value(self, value: float | None, unset_text: str = "") -> None:
        """Follow the model without telling anyone; None shows the middle and ``unset_text``."""
        self._is_setting = True
        self.slider.setValue(round(100 * (0.5 if value is None else value)))
        self._is_setting = False
        self._on_value(self.slider.value(), is_quiet=True)
        if value is None and unset_text:
            self._value.setText(unset_text)

    def _on_value(self, value: int, is_quiet: bool = False) -> None:
        words = self._describe(value / 100)
        self._value.setText(words)
        self.slider.setAccessibleName(f"{self._title}: {words}")
        if not (is_quiet or self._is_setting):
            self._moved(value / 100)
