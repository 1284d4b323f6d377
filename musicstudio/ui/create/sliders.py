# SPDX-License-Identifier: GPL-3.0-or-later
"""Sliders of the wish: each moves one dimension; untouched ones follow what the prompt says."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ..session_bridge import SessionBridge
from ..widgets import LabeledSlider

_MOODS = ("dark", "bitter", "neutral", "warm", "bright")


class MoodSliders(QWidget):
    """Energy, mood, tension and complexity, 0 to 1."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._sliders = {
            "energy": self._slider("energy", self.tr("Energy"), self.tr("Calm to driving")),
            "valence": self._slider("valence", self.tr("Mood"), self.tr("Dark to bright"), self._mood),
            "tension": self._slider("tension", self.tr("Tension"), self.tr("At rest to on edge")),
            "complexity": self._slider("complexity", self.tr("Complexity"), self.tr("Plain to rich")),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for slider in self._sliders.values():
            layout.addWidget(slider)
        self._found: dict[str, Any] = {}
        bridge.create_changed.connect(self._follow)
        self._follow()

    def _slider(self, name: str, title: str, tip: str, describe: Callable[[float], str] | None = None) -> LabeledSlider:
        return LabeledSlider(title, lambda value: self._change_options(**{name: value}), describe, tip=tip)

    def show_found(self, found: dict[str, Any] | None) -> None:
        """What the prompt says where nothing was set by hand."""
        self._found = found or {}
        self._follow()

    def _follow(self) -> None:
        options = self.bridge.session.create_state.values.options
        for name, slider in self._sliders.items():
            chosen = getattr(options, name)
            slider.set_value(self._found.get(name) if chosen is None else chosen, self.tr("auto"))

    def _mood(self, value: float) -> str:
        return self.tr(_MOODS[min(len(_MOODS) - 1, int(value * len(_MOODS)))])

    def _change_options(self, **changes: Any) -> None:
        state = self.bridge.session.create_state
        state.set(options=replace(state.values.options, **changes))
