# SPDX-License-Identifier: GPL-3.0-or-later
"""A singer's range as a bar on a line of octaves, in a column of a list."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ..theme import current

LOWEST, HIGHEST = 36, 86
"""C2 to D6."""
OCTAVES = (36, 48, 60, 72, 84)
_SIZE_PX = QSize(190, 30)
_BAR_PX, _MARGIN_PX = 8, 8
RANGE_ROLE = Qt.ItemDataRole.UserRole + 1
"""Data of an item: (lowest, highest) MIDI note, or None for who speaks."""


class RangeDelegate(QStyledItemDelegate):
    """Paints the item's range; its text (for screen readers) is not shown."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return _SIZE_PX

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.text = ""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        theme, reach = current(), index.data(RANGE_ROLE)
        rect = QRectF(option.rect).adjusted(_MARGIN_PX, 0, -_MARGIN_PX, 0)
        painter.save()
        painter.setPen(theme.color("line"))
        for octave in OCTAVES:
            x = _place(octave, rect)
            painter.drawLine(round(x), round(rect.top() + 4), round(x), round(rect.bottom() - 4))
        if reach:
            left, right = (_place(note, rect) for note in reach)
            bar = QRectF(left, rect.center().y() - _BAR_PX / 2, right - left, _BAR_PX)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.role("vocals"))
            painter.drawRoundedRect(bar, _BAR_PX / 2, _BAR_PX / 2)
        painter.restore()


def _place(note: float, rect: QRectF) -> float:
    return rect.left() + rect.width() * (note - LOWEST) / (HIGHEST - LOWEST)
