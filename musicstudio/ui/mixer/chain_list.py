# SPDX-License-Identifier: GPL-3.0-or-later
"""The effects of a strip in order: dragged by their grips or moved by Alt+Up and Alt+Down, switched, chosen, added."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from musicstudio.mixing.hosting.as_device import title_of
from musicstudio.project.model import Device

from ..theme import current
from ..widgets import Heading, ScrollColumn, icon_button, label, push_button
from ..widgets.scroll import clear_layout
from ..words import say
from .chain_editing import ChainEditing
from .device_menu import show_chain_menu
from .device_picker import DevicePicker
from .device_rows import PowerDot
from .preset_menu import PresetMenu

WIDTH_PX, _ROW_PX = 184, 28


class Grip(QWidget):
    """Six dots to drag by. ``dragged(y on the screen)`` while it lasts, ``dropped()`` at the end."""

    def __init__(self, dragged: Callable[[int], object], dropped: Callable[[], object]) -> None:
        super().__init__()
        self._dragged, self._dropped = dragged, dropped
        self.setFixedSize(16, _ROW_PX)
        self.setCursor(Qt.CursorShape.SizeVerCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._dragged(round(event.globalPosition().y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dropped()

    def paintEvent(self, _: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current().color("faint"))
            for column in (6.0, 10.0):
                for row in (-5.0, 0.0, 5.0):
                    painter.drawEllipse(QPointF(column, self.height() / 2 + row), 1.2, 1.2)


class RowButton(QPushButton):
    """The name of an effect; Alt+Up and Alt+Down move it."""

    def __init__(self, text: str, pressed: Callable[[], object], moved: Callable[[int], object]) -> None:
        super().__init__(text)
        self.setObjectName("cardRow")
        self.setCheckable(True)
        self._moved = moved
        self.clicked.connect(lambda _=False: pressed())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_move = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if is_move and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._moved(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


class ChainList(QFrame):
    """``chosen(device id)`` when one is chosen; ``closed()`` to go back, where that is offered."""

    def __init__(self, editing: ChainEditing, chosen: Callable[[str], object], closed: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(WIDTH_PX)
        self._editing, self._chosen = editing, chosen
        self._rows: list[tuple[Device, QWidget]] = []
        self._shown: object = None
        self._target = -1
        self._list = ScrollColumn(margin=0, gap=3, is_clear=True)
        self._body = self._list.widget() or self
        self._line = QFrame(self._body)
        self._line.setObjectName("dropLine")
        self._line.setFixedHeight(2)
        self._line.hide()
        self.back = icon_button("chevron-left", self.tr("Back to the mixer"), closed, style="tiny")
        self._presets = push_button(self.tr("Chain presets"), self._show_presets, style="stripRow")
        self._arrange()

    def follow(self, devices: tuple[Device, ...], chosen_id: str) -> None:
        """Show the chain as it stands."""
        now = (tuple((device.id, device.is_on, title_of(device)) for device in devices), chosen_id, self._editing.name)
        if now == self._shown:
            return
        has_focus = next((d.id for d, row in self._rows if row.isAncestorOf(self.focusWidget() or row)), "")
        self._shown = now
        self._title.set_text(self._editing.name)
        clear_layout(self._list.column)
        self._rows = [(device, self._row(device, device.id == chosen_id)) for device in devices]
        for device, row in self._rows:
            self._list.column.addWidget(row)
            button = row.findChild(RowButton)
            if device.id == has_focus and button is not None:
                button.setFocus()
        if not devices:
            self._list.column.addWidget(label(self.tr("No effects yet."), "muted", wraps=True))
        self._list.column.addStretch(1)

    def add(self) -> None:
        """Offer what can be added."""
        picker = DevicePicker(self, self._take, self._editing.look_for_plugins)
        picker.show_at(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _take(self, device: Device) -> None:
        self._chosen(device.id)
        self._editing.add(device)

    def _arrange(self) -> None:
        column, head = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        self._title = Heading(self._editing.name)
        more = icon_button("ellipsis", self.tr("More for the chain"), self._show_more, style="tiny")
        more.setFixedSize(24, 24)
        self.back.setFixedSize(24, 24)
        head.addWidget(self.back)
        head.addWidget(self._title, 1)
        head.addWidget(more)
        self._more = more
        self._add = push_button(self.tr("Add an effect"), self.add, icon_name="plus", style="dashed")
        column.addLayout(head)
        column.addWidget(self._list, 1)
        column.addWidget(self._add)
        column.addWidget(self._presets)

    def _row(self, device: Device, is_chosen: bool) -> QWidget:
        row, title = QWidget(), say(title_of(device))
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        dot = PowerDot(self.tr("Switch {0}").format(title), partial(self._editing.toggle, device))
        dot.setChecked(device.is_on)
        button = RowButton(title, partial(self._chosen, device.id), partial(self._step, device.id))
        button.setAccessibleName(title)
        button.setToolTip(self.tr("{0}: drag or Alt+Up and Alt+Down to move").format(title))
        button.setChecked(is_chosen)
        across.addWidget(Grip(self._aim, partial(self._drop, device.id)))
        across.addWidget(dot)
        across.addWidget(button, 1)
        row.setFixedHeight(_ROW_PX)
        return row

    def _step(self, device_id: str, by: int) -> None:
        ids = [device.id for device in self._editing.devices]
        self._editing.move(device_id, ids.index(device_id) + by)

    def _aim(self, screen_y: int) -> None:
        """Show where it would be put: before the row at a height on the screen."""
        middles = [row.mapToGlobal(QPoint(0, row.height() // 2)).y() for _, row in self._rows]
        self._target = sum(1 for middle in middles if middle < screen_y)
        is_last = self._target >= len(self._rows)
        at = self._rows[-1][1].geometry().bottom() if is_last else self._rows[self._target][1].y() - 3
        self._line.setGeometry(0, max(0, at), self._body.width(), 2)
        self._line.show()
        self._line.raise_()

    def _drop(self, device_id: str) -> None:
        self._line.hide()
        target, self._target = self._target, -1
        ids = [device.id for device, _ in self._rows]
        if target >= 0 and device_id in ids:
            self._editing.move(device_id, target - (1 if ids.index(device_id) < target else 0))

    def _show_presets(self) -> None:
        PresetMenu(self, self._editing).show_at(self._presets.mapToGlobal(self._presets.rect().topLeft()))

    def _show_more(self) -> None:
        show_chain_menu(self, self._editing, self._more.mapToGlobal(self._more.rect().bottomLeft()))
