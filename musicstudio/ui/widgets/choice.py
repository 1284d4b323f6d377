# SPDX-License-Identifier: GPL-3.0-or-later
"""A drop-down list with the theme's arrow."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPaintEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)  # fmt: skip

from ..theme import pixmap

_TEXT_MARGIN_PX = 4


class Choice(QComboBox):
    """Pick one of ``(value, text)``; ``chosen(value)`` is called when the user picks."""

    def __init__(
        self, title: str, chosen: Callable[[Any], object] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setToolTip(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if chosen is not None:
            self.activated.connect(lambda _: chosen(self.currentData()))

    def set_choices(self, choices: Sequence[tuple[object, str]], current: object = None) -> None:
        """Replace the list; unchanged lists are left alone so that an open list does not close."""
        if [(self.itemData(i), self.itemText(i)) for i in range(self.count())] != list(choices):
            self.clear()
            for value, text in choices:
                self.addItem(text, value)
        self.setCurrentIndex(max(0, next((i for i, (value, _) in enumerate(choices) if value == current), 0)))

    def disable_choice(self, value: object, why: str) -> None:
        """Grey one entry and say why in its tooltip."""
        if item := self._item(value):
            item.setEnabled(False)
            item.setToolTip(why)

    def enable_choice(self, value: object) -> None:
        """Let one entry be chosen again."""
        item = self._item(value)
        if item and not item.isEnabled():
            item.setEnabled(True)
            item.setToolTip("")

    def describe_choice(self, value: object, text: str) -> None:
        """What an entry is, in its tooltip."""
        if item := self._item(value):
            item.setToolTip(text)

    def _item(self, value: object) -> QStandardItem | None:
        index, model = self.findData(value), self.model()
        return model.item(index) if index >= 0 and isinstance(model, QStandardItemModel) else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling a panel must not change what lies under the pointer

    def paintEvent(self, _: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width() - _TEXT_MARGIN_PX
        )
        arrow = pixmap("chevron-down", "muted" if self.isEnabled() else "faint", 14, self.devicePixelRatioF())
        painter = QStylePainter(self)
        with painter:  # typed as a plain QPainter by its own `as`
            painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
            painter.drawPixmap(QPoint(self.width() - 22, (self.height() - 14) // 2), arrow)
