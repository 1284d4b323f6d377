# SPDX-License-Identifier: GPL-3.0-or-later
"""The sends of a strip: a knob for each of the first buses, with its name over and its level under it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from musicstudio.project.model import Project, Send

from ..widgets import label, push_button
from ..widgets.knob import Knob

BOUNDS_DB = (-60.0, 6.0)
_SHOWN, _LETTERS = 2, 3


class SendKnobs(QWidget):
    """``turned(bus id, gain_db)`` while a knob turns, ``released()`` at its end, ``choose()`` to change the buses."""

    def __init__(
        self,
        name: str,
        turned: Callable[[str, float], object],
        released: Callable[[], object],
        choose: Callable[[], object],
    ) -> None:
        super().__init__()
        self._name, self._turned, self._released = name, turned, released
        self._knobs: dict[str, Knob] = {}
        self._texts: dict[str, object] = {}
        self._more = push_button("", choose, style="stripRow")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.addWidget(self._more, 0, _SHOWN, 3, 1)
        self.setFixedHeight(40)

    def follow(self, project: Project, sends: tuple[Send, ...]) -> None:
        """Show a strip's sends."""
        named = [(send, bus.name) for send in sends if (bus := project.track(send.bus_id))]
        shown = named[:_SHOWN]
        if [send.bus_id for send, _ in shown] != list(self._knobs):
            self._rebuild([(send.bus_id, name) for send, name in shown])
        for send, _ in shown:
            self._knobs[send.bus_id].set_amount(send.gain_db)
        self._more.setText(f"+{len(named) - _SHOWN}" if len(named) > _SHOWN else "…" if named else self.tr("No sends"))
        told = ", ".join(f"{name} {send_text(send.gain_db)}" for send, name in named) or self.tr("none")
        self._more.setAccessibleName(self.tr("Sends of {0}: {1}").format(self._name, told))
        self._more.setToolTip(told)

    def _rebuild(self, buses: list[tuple[str, str]]) -> None:
        for index in reversed(range(self._grid.count())):
            item = self._grid.itemAt(index)
            widget = item.widget() if item else None
            if widget is not None and widget is not self._more:
                self._grid.removeWidget(widget)
                widget.deleteLater()
        self._knobs = {}
        for column, (bus_id, name) in enumerate(buses):
            turned = partial(self._turned, bus_id)
            title = self.tr("Send of {0} to {1}").format(self._name, name)
            knob = Knob(title, turned, self._released, BOUNDS_DB, BOUNDS_DB[0], send_text)
            short = label(name[:_LETTERS], "small")
            self._knobs[bus_id] = knob
            self._grid.addWidget(short, 0, column, Qt.AlignmentFlag.AlignHCenter)
            self._grid.addWidget(knob, 1, column, Qt.AlignmentFlag.AlignHCenter)


def send_text(gain_db: float) -> str:
    """``−14``, or off."""
    return "off" if gain_db <= BOUNDS_DB[0] else f"{gain_db:+.0f} dB".replace("-", "−")
