# SPDX-License-Identifier: GPL-3.0-or-later
"""One parameter of an effect: name, slider (in octaves where the ear hears so) and value."""

import math
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from musicstudio.mixing.devices import ParamSpec

from ..widgets import Choice, SteadySlider, label, muted
from ..words import say

_STEPS = 1000


class ParamRow(QWidget):
    """``moved(value)`` while turning, ``released()`` at the end; double click on the name: the default."""

    def __init__(self, spec: ParamSpec, moved: Callable[[float], object], released: Callable[[], object]) -> None:
        super().__init__()
        self.spec, self._moved, self._released = spec, moved, released
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        title = say(spec.title)
        name = muted(title)
        name.setFixedWidth(142)
        name.setToolTip(title)
        layout.addWidget(name)
        self._choice: Choice | None = None
        self._slider = SteadySlider(Qt.Orientation.Horizontal)
        self._value = label()
        self._value.setFixedWidth(72)
        if spec.choices:
            self._choice = Choice(title, self._on_choice)
            self._choice.set_choices([(index, say(text)) for index, text in enumerate(spec.choices)])
            layout.addWidget(self._choice, 1)
        else:
            self._make_slider()
            layout.addWidget(self._slider, 1)
            layout.addWidget(self._value)

    def follow(self, value: float) -> None:
        """Show the document's value."""
        if self._choice is not None:
            self._choice.setCurrentIndex(round(value))
            return
        self._slider.blockSignals(True)
        self._slider.setValue(round(share_of(self.spec, value) * _STEPS))
        self._slider.blockSignals(False)
        text = value_text(self.spec, value)
        self._value.setText(text)
        self._slider.setAccessibleName(f"{say(self.spec.title)}: {text}")

    def _make_slider(self) -> None:
        self._slider.setRange(0, _STEPS)
        self._slider.setPageStep(50)
        self._slider.setMinimumWidth(90)
        self._slider.valueChanged.connect(self._on_value)
        self._slider.sliderReleased.connect(self._released)

    def _on_choice(self, value: float) -> None:
        self._moved(float(value))
        self._released()

    def _on_value(self, position: int) -> None:
        self._moved(value_at(self.spec, position / _STEPS))
        if not self._slider.isSliderDown():
            self._released()


def share_of(spec: ParamSpec, value: float) -> float:
    """Where 0..1 of the slider a value lies."""
    if spec.is_log:
        return math.log(max(value, spec.min) / spec.min) / math.log(spec.max / spec.min)
    return (value - spec.min) / (spec.max - spec.min)


def value_at(spec: ParamSpec, share: float) -> float:
    """The value at 0..1 of the slider, rounded to what can be told apart."""
    value = spec.min * (spec.max / spec.min) ** share if spec.is_log else spec.min + (spec.max - spec.min) * share
    digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 2
    return min(max(round(value, digits), spec.min), spec.max)


def value_text(spec: ParamSpec, value: float) -> str:
    """``1.2 kHz``, ``−3.0 dB``, ``4.0 : 1``."""
    if spec.unit == "Hz":
        return f"{value / 1000:.2f} kHz" if value >= 1000 else f"{value:.0f} Hz"
    if spec.unit == "x":
        return f"{value:.1f} : 1"
    number = (
        f"{value:.1f}"
        if spec.unit in ("dB", "ms", "s") and abs(value) < 100
        else f"{value:.2f}"
        if spec.unit == "Q"
        else f"{value:.0f}"
    )
    return f"{number} {spec.unit}".replace("-", "−").strip()
