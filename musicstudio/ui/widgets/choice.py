# SPDX-License-Identifier: GPL-3.0-or-later
"""A drop-down list with the theme's arrow."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from ..theme import pixmap


class Choice(QComboBox):
    """Pick one of ``(value, text)``; ``chosen(value)`` is called when the user picks."""

    def __init__(
        self, title: str, chosen: Callable[[object], object] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setToolTip(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if chosen is not None:
            self.activated.connect(lambda _: chosen(self.currentData()))

    def set_choices(self, choices: list[tuple[object, str]], current: object = None) -> None:
        """Replace the list; unchanged lists are left alone so that an open list does not close."""
        if [(self.itemData(i), self.itemText(i)) for i in range(self.count())] != choices:
            self.clear()
            for value, text in choices:
                self.addItem(text, value)
        self.setCurrentIndex(max(0, next((i for i, (value, _) in enumerate(choices) if value == current), 0)))

    def disable_choice(self, value: object, why: str) -> None:
        """Grey one entry and say why in its tooltip."""
        index = self.findData(value)
        if index >= 0:
            item = self.model().item(index)
            item.setEnabled(False)
            item.setToolTip(why)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling a panel must not change what lies under the pointer

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        arrow = pixmap("chevron-down", "muted" if self.isEnabled() else "faint", 14, self.devicePixelRatioF())
        with QPainter(self) as painter:
            painter.drawPixmap(QPoint(self.width() - 22, (self.height() - 14) // 2), arrow)
