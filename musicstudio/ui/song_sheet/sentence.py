# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheet as a sentence, every phrase of which leads to its row."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from musicstudio.app.generation.sheet_words import Phrase

from ..theme import current

LINE_PX, SIZE_PX = 26, 15
_CLOSING = ",.;:"
_WEIGHTS = {"locked": QFont.Weight.DemiBold, "typed": QFont.Weight.Medium}
_UNDERLINES = {
    "locked": (2.0, Qt.PenStyle.SolidLine),
    "typed": (1.5, Qt.PenStyle.SolidLine),
    "words": (1.0, Qt.PenStyle.SolidLine),
    "studio": (1.0, Qt.PenStyle.DashLine),
}


class SentenceView(QWidget):
    """Wraps word by word. ``chosen(name)`` is called with the row of the phrase that was clicked."""

    def __init__(self, chosen: Callable[[str], object]) -> None:
        super().__init__()
        self._chosen = chosen
        self._phrases: tuple[Phrase, ...] = ()
        self._boxes: list[tuple[QRectF, str, Phrase]] = []
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def follow(self, phrases: tuple[Phrase, ...]) -> None:
        """Show another sentence."""
        self._phrases = phrases
        self.setAccessibleName("".join(phrase.text for phrase in phrases))
        self._lay(self.width())
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(width)

    def sizeHint(self) -> QSize:
        return QSize(400, self._lay(self.width() or 400))

    def resizeEvent(self, event: object) -> None:
        self.setMinimumHeight(self._lay(self.width()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_link = bool(self._name_at(event.position()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if name := self._name_at(event.position()):
            self._chosen(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current()
        for box, text, phrase in self._boxes:
            is_open = phrase.origin == "studio"
            color = theme.color("muted" if is_open or not phrase.name else "text")
            painter.setFont(_font(phrase))
            painter.setPen(color)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
            if phrase.name and text.strip():
                _underline(painter, box, phrase, color)
        painter.end()

    def _name_at(self, place: QPointF) -> str:
        return next((phrase.name for box, _, phrase in self._boxes if box.contains(place)), "")

    def _lay(self, width: int) -> int:
        self._boxes = []
        x, y = 0.0, 0.0
        for phrase in self._phrases:
            metrics = QFontMetricsF(_font(phrase))
            for word in _words(phrase.text):
                wide = metrics.horizontalAdvance(word)
                if x and word[0] not in _CLOSING and x + metrics.horizontalAdvance(word.rstrip()) > width:
                    x, y = 0.0, y + LINE_PX
                    word = word.lstrip()
                    wide = metrics.horizontalAdvance(word)
                self._boxes.append((QRectF(x, y, wide, LINE_PX), word, phrase))
                x += wide
        return round(y + LINE_PX)


def _font(phrase: Phrase) -> QFont:
    font = QFont(current().font())
    font.setPixelSize(SIZE_PX)
    font.setWeight(_WEIGHTS.get(phrase.origin, QFont.Weight.Normal) if phrase.name else QFont.Weight.Normal)
    return font


def _words(text: str) -> list[str]:
    """Words with the space after each, so that lines may break between them."""
    pieces, rest = [], text
    while rest:
        cut = rest.find(" ", len(rest) - len(rest.lstrip()))
        cut = len(rest) if cut < 0 else cut + 1
        pieces.append(rest[:cut])
        rest = rest[cut:]
    return pieces


def _underline(painter: QPainter, box: QRectF, phrase: Phrase, color: QColor) -> None:
    width, style = _UNDERLINES[phrase.origin]
    painter.setPen(QPen(color, width, style))
    painter.drawLine(QPointF(box.left(), box.bottom() - 4), QPointF(box.right(), box.bottom() - 4))
