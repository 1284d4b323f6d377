# SPDX-License-Identifier: GPL-3.0-or-later
"""Which effect to add: all that there are, plug-ins too, found by words of their names or of what they are for."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from musicstudio.core.ids import new_id
from musicstudio.mixing.devices import DEVICES
from musicstudio.mixing.hosting.as_device import device_of
from musicstudio.mixing.hosting.scanning import KnownPlugin, known_plugins
from musicstudio.project.model import Device

from ..words import say

_SIZE = (320, 380)
Make = Callable[[], Device]


class DevicePicker(QFrame):
    """A pop-up. ``picked(device)`` with a fresh device; ``scanned()`` to look for plug-ins."""

    def __init__(self, parent: QWidget, picked: Callable[[Device], object], scanned: Callable[[], object]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedSize(*_SIZE)
        self.setAccessibleName(self.tr("Add an effect"))
        self._picked, self._scanned = picked, scanned
        self.search, self.list = QLineEdit(), QListWidget()
        self.search.setPlaceholderText(self.tr("Search effects"))
        self.search.setAccessibleName(self.tr("Search effects"))
        self.list.setAccessibleName(self.tr("Effects"))
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._take_first)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self._fill()
        self.search.setFocus()

    def show_at(self, place: QPoint) -> None:
        """Below or above a place on the screen, whole."""
        space = self.screen().availableGeometry()
        y = place.y() if place.y() + self.height() <= space.bottom() else max(space.top(), place.y() - self.height())
        self.move(min(place.x(), space.right() - self.width()), y)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus()
            self._choose_first()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        for spec in DEVICES.values():
            self._add(say(spec.title), say(spec.hint), partial(_fresh, spec.kind))
        for known in known_plugins():
            self._add_plugin(known)
        item = QListWidgetItem(self.tr("Look for plug-ins…"))
        self.list.addItem(item)

    def _add_plugin(self, known: KnownPlugin) -> None:
        is_usable = not known.failure and not known.is_instrument
        item = self._add(f"{known.title} · VST3", known.failure or known.maker, lambda: device_of(known))
        if not is_usable:
            item.setFlags(Qt.ItemFlag.NoItemFlags)

    def _add(self, title: str, hint: str, make: Make) -> QListWidgetItem:
        item = QListWidgetItem(title)
        item.setToolTip(hint)
        item.setData(Qt.ItemDataRole.UserRole, make)
        self.list.addItem(item)
        return item

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        for row in range(self.list.count()):
            item = self.list.item(row)
            told = f"{item.text()} {item.toolTip()}".lower()
            item.setHidden(not all(word in told for word in words))
        self._choose_first()

    def _shown(self) -> list[QListWidgetItem]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item for item in items if not item.isHidden() and item.flags() & Qt.ItemFlag.ItemIsEnabled]

    def _choose_first(self) -> None:
        if shown := self._shown():
            self.list.setCurrentItem(shown[0])

    def _take_first(self) -> None:
        if shown := self._shown():
            self._take(shown[0])

    def _take(self, item: QListWidgetItem) -> None:
        if not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        make = item.data(Qt.ItemDataRole.UserRole)
        self.close()
        if make is None:
            self._scanned()
        else:
            self._picked(make())


def _fresh(kind: str) -> Device:
    return Device(new_id("device"), kind)
