# SPDX-License-Identifier: GPL-3.0-or-later
"""The effects of a strip as short rows: a dot that switches, a name that opens, and how many more there are."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from musicstudio.mixing.hosting.as_device import title_of
from musicstudio.project.model import Device

from ..theme import current
from ..widgets import push_button
from ..widgets.scroll import clear_layout
from ..words import say

ROW_PX, GAP_PX = 24, 3
_DOT_PX = 7
_SHORT = {
    "eq": "EQ", "compressor": "Comp", "deesser": "De-ess", "saturator": "Sat", "stereo_width": "Width",
    "multiband": "Multiband", "transients": "Transients", "convolution": "Convolution",
}  # fmt: skip


class PowerDot(QAbstractButton):
    """A filled dot: on; a ring: bypassed."""

    def __init__(self, title: str, toggled: Callable[[], object]) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setToolTip(title)
        self.setFixedSize(ROW_PX, ROW_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda _=False: toggled())

    def sizeHint(self) -> QSize:
        return QSize(ROW_PX, ROW_PX)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, middle = current(), QPointF(self.width() / 2, self.height() / 2)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() or self.hasFocus():
                painter.setPen(theme.color("text") if self.hasFocus() else Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("hover"))
                painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 5, 5)
            painter.setPen(QPen(theme.color("text" if self.isChecked() else "muted"), 1.5))
            painter.setBrush(theme.color("text") if self.isChecked() else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, _DOT_PX / 2, _DOT_PX / 2)


class DeviceRows(QWidget):
    """``opened(device id)`` to edit one (empty: the chain), ``toggled(device)`` to switch one, ``added()`` to add."""

    def __init__(
        self,
        owner: str,
        opened: Callable[[str], object],
        toggled: Callable[[Device], object],
        added: Callable[[], object],
    ) -> None:
        super().__init__()
        self._owner, self._opened, self._toggled, self._added = owner, opened, toggled, added
        self._devices: tuple[Device, ...] = ()
        self._count = 0
        self._shown: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_PX)

    def follow(self, owner: str, devices: tuple[Device, ...]) -> None:
        """Show a chain."""
        self._owner, self._devices = owner, devices
        self._build()

    def set_count(self, count: int) -> None:
        """How many rows there is room for, the last of which tells the rest."""
        self._count = count
        self.setVisible(count > 0)
        self.setFixedHeight(count * (ROW_PX + GAP_PX) - GAP_PX if count else 0)
        self._build()

    def _build(self) -> None:
        now = (tuple((device.id, device.is_on, title_of(device)) for device in self._devices), self._count)
        if now == self._shown:
            return
        self._shown = now
        clear_layout(self._column)
        is_all = len(self._devices) < self._count
        first = self._devices if is_all else self._devices[: max(0, self._count - 1)]
        for device in first:
            self._column.addWidget(self._row(device))
        if self._count:
            self._column.addWidget(self._rest(len(self._devices) - len(first)))
        self._column.addStretch(1)

    def _row(self, device: Device) -> QWidget:
        row, title = QWidget(), say(title_of(device))
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        dot = PowerDot(self.tr("Switch {0}").format(f"{title}, {self._owner}"), partial(self._toggled, device))
        dot.setChecked(device.is_on)
        name = push_button(say(short_title(device)), partial(self._opened, device.id), style="stripRow")
        name.setAccessibleName(self.tr("Open {0}").format(f"{title}, {self._owner}"))
        name.setToolTip(title)
        name.setEnabled(True)
        name.setFixedHeight(ROW_PX)
        name.setProperty("isOff", not device.is_on)
        across.addWidget(dot)
        across.addWidget(name, 1)
        return row

    def _rest(self, count: int) -> QPushButton:
        text = self.tr("+ {0} more").format(count) if count else self.tr("+ add")
        if count and self._count == 1:
            names = " · ".join(say(short_title(device)) for device in self._devices)
            text = self.fontMetrics().elidedText(names, Qt.TextElideMode.ElideRight, self.width() - 12)
        button = push_button(text, partial(self._opened, "") if count else self._added, style="stripRow")
        told = ", ".join(say(title_of(device)) for device in self._devices) or self.tr("No effects")
        button.setAccessibleName(self.tr("Effects of {0}: {1}").format(self._owner, told))
        button.setToolTip(told)
        button.setFixedHeight(ROW_PX)
        return button


def short_title(device: Device) -> str:
    """A name that fits a strip."""
    return _SHORT.get(device.kind) or title_of(device)
