# SPDX-License-Identifier: GPL-3.0-or-later
"""The meter of a strip: peaks with a hold line, a notch at RMS, and gain reduction from the top."""

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip

from musicstudio.core.units import SILENCE_DB

from ..session_bridge import SessionBridge
from ..theme import current
from ..widgets import Meter
from ..widgets.levels import meter_position

_BAR_PX, _GAP_PX, _REDUCTION_PX = 9, 2, 5
_REDUCTION_RANGE_DB, _FALL_DB = 24.0, 0.5
_SHOWN_FROM_DB = 0.05


class StripMeter(Meter):
    """Of a track, or of the master for an empty id. `follow` is called by the window's meter timer."""

    def __init__(self, title: str, bridge: SessionBridge, track_id: str = "") -> None:
        super().__init__(title, bar_px=_BAR_PX)
        self._bridge, self._track_id = bridge, track_id
        self._rms_db, self._reduction_db = (SILENCE_DB, SILENCE_DB), 0.0

    def sizeHint(self) -> QSize:
        return QSize(2 * _BAR_PX + _GAP_PX + 3 + _REDUCTION_PX, 40)

    minimumSizeHint = sizeHint

    @property
    def reduction_db(self) -> float:
        """The gain reduction that is shown: rises at once, falls slowly."""
        return self._reduction_db

    def follow(self) -> None:
        """Read the player's meters."""
        bridge, before = self._bridge, (self._rms_db, self._reduction_db)
        self._rms_db = bridge.rms_levels(self._track_id)
        self._reduction_db = max(bridge.reduction_db(self._track_id), self._reduction_db - _FALL_DB, 0.0)
        if before != (self._rms_db, self._reduction_db):
            self.update()
        self.show_levels(*bridge.levels(self._track_id))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme, height = current(), self.height()
        with QPainter(self) as painter:
            for index, rms_db in enumerate(self._rms_db):
                y = height * (1 - meter_position(rms_db))
                if y < height - 2:
                    painter.fillRect(QRectF(index * (_BAR_PX + _GAP_PX), y, _BAR_PX, 2), theme.color("well"))
            column = QRectF(self.width() - _REDUCTION_PX, 0, _REDUCTION_PX, height)
            painter.fillRect(column, theme.color("well"))
            if self._reduction_db > _SHOWN_FROM_DB:
                share = min(1.0, self._reduction_db / _REDUCTION_RANGE_DB)
                painter.fillRect(column.adjusted(0, 0, 0, -height * (1 - share)), theme.color("warn"))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.reading(), self)
            return True
        return super().event(event)

    def reading(self) -> str:
        """The levels in words."""
        peak_db, rms_db = max(self._bridge.levels(self._track_id)), max(self._rms_db)
        text = self.tr("Peak {0} · RMS {1} · reduction {2}")
        return text.format(_level(peak_db), _level(rms_db), f"{self._reduction_db:.1f} dB")


def _level(level_db: float) -> str:
    return "−∞" if level_db <= SILENCE_DB else f"{level_db:z.1f} dBFS".replace("-", "−")
