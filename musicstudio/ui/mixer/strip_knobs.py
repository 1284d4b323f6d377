# SPDX-License-Identifier: GPL-3.0-or-later
"""The knobs of a strip: its first sends and its pan, each with its name over it and, where there is room, its value
under it.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from musicstudio.project.model import Project, Send, Strip

from ..widgets import PanKnob, icon_button, label
from ..widgets.knob import Knob
from ..widgets.levels import pan_text
from ..words import say

BOUNDS_DB = (-60.0, 6.0)
SHORT_PX, TALL_PX = 40, 54
_SHOWN, _LETTERS = 2, 3


class StripKnobs(QWidget):
    """``sent(bus id, gain_db)``, ``panned(pan)`` in a turn, ``released()`` at its end, ``choose()`` for buses."""

    def __init__(
        self,
        name: str,
        sent: Callable[[str, float], object],
        panned: Callable[[float], object],
        released: Callable[[], object],
        choose: Callable[[], object],
    ) -> None:
        super().__init__()
        self._name, self._sent, self._released = name, sent, released
        self._knobs: dict[str, Knob] = {}
        self._values: dict[str, QLabel] = {}
        self._sends: list[QWidget] = []
        self._is_tall = True
        self._add = icon_button("plus", self.tr("Sends of {0}").format(name), choose, style="tiny")
        self._add.setFixedSize(24, 24)
        self._pan, self._pan_value = PanKnob(self.tr("Pan of {0}").format(name), panned, released), label("", "scale")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        for column in range(_SHOWN + 1):
            self._grid.setColumnStretch(column, 1)
        for row, widget in enumerate((label(self.tr("Pan"), "scale"), self._pan, self._pan_value)):
            self._put(widget, row, _SHOWN)
        self._put(self._add, 1, 0)
        self.set_tall(False)

    def set_tall(self, is_tall: bool) -> None:
        """Whether the values have room."""
        self._is_tall = is_tall
        self.setFixedHeight(TALL_PX if is_tall else SHORT_PX)
        for value in (*self._values.values(), self._pan_value):
            value.setVisible(is_tall)

    def follow(self, project: Project, strip: Strip) -> None:
        """Show a strip's sends and pan."""
        named = [(send, bus.name) for send in strip.sends if (bus := project.track(send.bus_id))]
        wanted = [(send.bus_id, name) for send, name in named[:_SHOWN]]
        if wanted != [(bus_id, knob.property("bus")) for bus_id, knob in self._knobs.items()]:
            self._rebuild(wanted)
        for send, _ in named[:_SHOWN]:
            self._knobs[send.bus_id].set_amount(send.gain_db)
            self._values[send.bus_id].setText(send_text(send.gain_db).removesuffix(" dB"))
        self._pan.set_pan(strip.pan)
        self._pan_value.setText(pan_text(strip.pan))
        self._tell(named)

    def _tell(self, named: list[tuple[Send, str]]) -> None:
        told = ", ".join(f"{name} {send_text(send.gain_db)}" for send, name in named) or self.tr("none")
        text = self.tr("Sends of {0}: {1}").format(self._name, told)
        self._add.setAccessibleName(text)
        self._add.setToolTip(text)
        self.setToolTip(text)
        self._add.setVisible(len(named) < _SHOWN)

    def _rebuild(self, buses: list[tuple[str, str]]) -> None:
        for widget in self._sends:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._grid.removeWidget(self._add)
        self._knobs, self._values, self._sends = {}, {}, []
        for column, (bus_id, name) in enumerate(buses):
            title = self.tr("Send of {0} to {1}").format(self._name, name)
            knob = Knob(title, partial(self._sent, bus_id), self._released, BOUNDS_DB, BOUNDS_DB[0], send_text)
            knob.setProperty("bus", name)
            self._knobs[bus_id], self._values[bus_id] = knob, label("", "scale")
            for row, widget in enumerate((label(name[:_LETTERS], "scale"), knob, self._values[bus_id])):
                self._put(widget, row, column)
                self._sends.append(widget)
            self._values[bus_id].setVisible(self._is_tall)
        if len(buses) < _SHOWN:
            self._put(self._add, 1, len(buses))

    def _put(self, widget: QWidget, row: int, column: int) -> None:
        self._grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)


def send_text(gain_db: float) -> str:
    """``−14 dB``, or off."""
    return say("off") if gain_db <= BOUNDS_DB[0] else f"{gain_db:+.0f} dB".replace("-", "−")
