# SPDX-License-Identifier: GPL-3.0-or-later
"""The position in bars and in time, in figures that do not dance."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from musicstudio.project.model import TempoMap

from ..theme import current


class Clock(QWidget):
    """``17.3.240  0:38.412``. Repaints only when what it shows changes."""

    def __init__(self) -> None:
        super().__init__()
        self._bars, self._time = "1.1.000", "0:00.000"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_position(self, seconds: float, tempo_map: TempoMap) -> None:
        """Where the playhead stands."""
        texts = bars_text(seconds, tempo_map), time_text(seconds)
        if texts != (self._bars, self._time):
            self._bars, self._time = texts
            self.setAccessibleName(self.tr("Position: bar {0}, {1}").format(*texts))
            self.update()

    def sizeHint(self) -> QSize:
        theme = current()
        wide = QFontMetricsF(theme.font("clock", is_bold=True, is_tabular=True)).horizontalAdvance("188.8.888")
        return QSize(round(wide + QFontMetricsF(theme.font(is_tabular=True)).horizontalAdvance("00:00.000")) + 18, 32)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = current()
        with QPainter(self) as painter:
            big = theme.font("clock", is_bold=True, is_tabular=True)
            painter.setFont(big)
            painter.setPen(theme.color("text"))
            wide = QFontMetricsF(big).horizontalAdvance("188.8.888")
            painter.drawText(
                QRectF(0, 0, wide, self.height()),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                self._bars,
            )
            painter.setFont(theme.font(is_tabular=True))
            painter.setPen(theme.color("muted"))
            painter.drawText(
                QRectF(wide + 12, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self._time
            )


def bars_text(seconds: float, tempo_map: TempoMap) -> str:
    """Bar, beat and ticks."""
    bar, beat, ticks = tempo_map.bar_at(max(0, tempo_map.ticks_at(seconds)))
    return f"{bar}.{beat}.{ticks:03d}"


def time_text(seconds: float) -> str:
    """Minutes, seconds and thousandths."""
    minutes, rest = divmod(max(0.0, seconds), 60)
    return f"{int(minutes)}:{rest:06.3f}"
