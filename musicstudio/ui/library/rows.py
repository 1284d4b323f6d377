# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of what was found: picture, title, prompt, facts, how near, star."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QKeyEvent, QLinearGradient, QMouseEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from musicstudio.app.library.looking import Entry, Found, facts_of

from ..theme import current, pixmap

_ROW_PX, _PICTURE = 68, QSize(76, 52)
_STAR_PX = 40
_FOUND = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class LibraryRows(QListWidget):
    """Space hears, Enter opens, S stars."""

    heard = QtSignal(object)
    opened = QtSignal(object)
    starred = QtSignal(object)
    picked = QtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("libraryRows")
        self.setAccessibleName(self.tr("Found in the library"))
        self.setItemDelegate(_RowPainter(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.currentItemChanged.connect(self._pick)
        self.itemDoubleClicked.connect(lambda item: self.opened.emit(item.data(_FOUND).entry))

    def show_found(self, found: tuple[Found, ...], chosen_id: str) -> None:
        """Replace the rows, keeping what is chosen."""
        self.blockSignals(True)
        self.clear()
        for each in found:
            item = QListWidgetItem(spoken(each))
            item.setData(_FOUND, each)
            item.setToolTip(each.entry.prompt)
            self.addItem(item)
            if each.entry.id == chosen_id:
                self.setCurrentItem(item)
        self.blockSignals(False)

    @property
    def entry(self) -> Entry | None:
        """The chosen one."""
        item = self.currentItem()
        return item.data(_FOUND).entry if item else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        signals = {
            Qt.Key.Key_Space: self.heard, Qt.Key.Key_Return: self.opened, Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_S: self.starred,
        }  # fmt: skip
        signal = signals.get(Qt.Key(event.key()))
        if signal is not None and self.entry is not None and not event.modifiers():
            signal.emit(self.entry)
        else:
            super().keyPressEvent(event)

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.picked.emit(item.data(_FOUND).entry.id)


def spoken(found: Found) -> str:
    """A row as a screen reader says it."""
    entry = found.entry
    parts = [entry.title, facts_of(entry), entry.prompt, "★" if entry.is_starred else ""]
    return ", ".join(part for part in parts if part)


class _RowPainter(QStyledItemDelegate):
    """Paints a row; a click on its star is a star."""

    def __init__(self, rows: LibraryRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _ROW_PX)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonRelease:
            rect: QRect = option.rect
            if event.position().x() >= rect.right() - _STAR_PX:
                self._rows.starred.emit(index.data(_FOUND).entry)
                return True
        return super().editorEvent(event, model, option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, found = current(), index.data(_FOUND)
        any_option: Any = option
        box = QRectF(any_option.rect).adjusted(1, 3, -1, -3)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(any_option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(theme.color("accent") if is_chosen else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("hover" if any_option.state & QStyle.StateFlag.State_MouseOver else "raised"))
        painter.drawRoundedRect(box, 8, 8)
        self._paint_picture(painter, box, found.entry)
        self._paint_words(painter, box, found)
        star = pixmap("star", "warn" if found.entry.is_starred else "faint", 16, painter.device().devicePixelRatioF())
        painter.drawPixmap(int(box.right() - 28), int(box.center().y() - 8), star)
        painter.restore()

    def _paint_picture(self, painter: QPainter, box: QRectF, entry: Entry) -> None:
        theme = current()
        place = QRectF(box.left() + 8, box.center().y() - _PICTURE.height() / 2, _PICTURE.width(), _PICTURE.height())
        roles = ("vocals", "keys", "bass", "guitar", "strings", "synth", "brass", "drums")
        hue = sum(map(ord, entry.styles[0])) if entry.styles else len(entry.title)
        ground = QLinearGradient(place.topLeft(), place.bottomRight())
        ground.setColorAt(0, theme.role(roles[hue % 8], 0.5))
        ground.setColorAt(1, theme.role(roles[hue // 8 % 8], 0.2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(place, 6, 6)
        painter.setBrush(theme.color("text", 0.75))
        step = place.width() / max(1, len(entry.wave) // 3)
        for number, level in enumerate(entry.wave[::3]):
            high = max(1.0, 0.8 * place.height() * level / 255)
            at = place.left() + (number + 0.25) * step
            painter.drawRect(QRectF(at, place.center().y() - high / 2, max(1.0, step / 2), high))

    def _paint_words(self, painter: QPainter, box: QRectF, found: Found) -> None:
        theme, entry = current(), found.entry
        left, right = box.left() + _PICTURE.width() + 20, box.right() - 44
        facts_px = min(150.0, 0.42 * (right - left))
        words = QRectF(left, box.top() + 9, right - left - facts_px - 10, 18)
        _write(painter, words, entry.title, "body", "text", is_bold=True)
        _write(painter, words.translated(0, 21), entry.prompt or ", ".join(entry.instruments), "small", "muted")
        facts = QRectF(right - facts_px, box.top() + 9, facts_px, 18)
        _write(painter, facts, facts_of(entry), "small", "muted", to_right=True)
        if found.nearness is None:
            _write(painter, facts.translated(0, 21), ", ".join(entry.tags), "small", "muted", to_right=True)
            return
        bar = QRectF(facts.right() - 62, facts.bottom() + 8, 62, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line"))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setBrush(theme.color("muted"))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * found.nearness, 4), 2, 2)
        near = self.tr("{0} near").format(f"{found.nearness:.2f}")
        _write(painter, facts.translated(-70, 21), near, "small", "muted", to_right=True)


def _write(
    painter: QPainter, box: QRectF, text: str, size: str, color: str, *, is_bold: bool = False, to_right: bool = False
) -> None:
    painter.setFont(current().font(size, is_bold=is_bold))
    painter.setPen(current().color(color))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    side = Qt.AlignmentFlag.AlignRight if to_right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)
