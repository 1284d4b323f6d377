# SPDX-License-Identifier: GPL-3.0-or-later
"""The equalizer's curve over the live spectrum before and after it, with a point for each band to drag.

Sideways is frequency, up and down gain, the wheel width; a double click makes a band flat, and with Alt a band is heard
alone while it is held. With the keyboard: digits choose a band, arrows move it (Shift: finely), Page Up and Down turn
its width, Delete makes it flat, H has it heard alone.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from musicstudio.dsp.bands import FLOOR_DB, band_centers_hz
from musicstudio.project.model import Device

from ..theme import current
from ..words import say
from .eq_bands import BANDS, FREQUENCIES_HZ, Band, Values, total_curve_db, values_of
from .eq_painting import EqPainting, EqScale

_TARGET_PX = 24
LEFT_PX, TOP_PX, RIGHT_PX, BOTTOM_PX = 30, 8, 8, 18
# The spectrum is drawn as falling by this much less an octave, so that music lies level, as analyzers do.
_TILT_DB_OCTAVE = 4.5
_FALL_DB = 1.2
_SEMITONE, _WHEEL_STEP = 2 ** (1 / 12), 1.15


class EqView(QWidget):
    """``moved({param: value})`` while a band moves, ``released()`` at the end, ``chose(band)`` for another band.

    ``heard(band)`` when a band is to be heard alone, None when no longer.
    """

    def __init__(
        self,
        moved: Callable[[Values], object],
        released: Callable[[], object],
        chose: Callable[[Band], object],
        heard: Callable[[Band | None], object],
    ) -> None:
        super().__init__()
        self._moved, self._released, self._chose, self._heard = moved, released, chose, heard
        self._is_hearing = False
        self._device: Device | None = None
        self._values: Values = {}
        self._curve = np.zeros(len(FREQUENCIES_HZ))
        self._band_curves: dict[str, NDArray[np.float64]] = {}
        self._color = current().color("text")
        self._chosen, self._is_dragging, self._hovered = BANDS[2], False, False
        self._shows = "both"
        self._spectra = np.full((2, len(band_centers_hz())), FLOOR_DB)
        self._tilt = _TILT_DB_OCTAVE * np.log2(band_centers_hz() / 1000.0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(280, 150))
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(640, 284)

    @property
    def chosen(self) -> Band:
        """The band that keys move."""
        return self._chosen

    def follow(self, device: Device, color: QColor) -> None:
        """Show a device in its track's color."""
        self._color = color
        if device is not self._device:
            self._device, self._values = device, values_of(device)
            self._curve = total_curve_db(device)
            self._band_curves = {band.name: band.curve_db(self._values) for band in BANDS if band.is_on(self._values)}
            self._tell()
            self.update()

    def choose(self, band: Band) -> None:
        """Let keys move another band."""
        self._chosen = band
        self._tell()
        self.update()

    def show_only(self, which: str) -> None:
        """Draw the spectrum before, after, or both."""
        self._shows = which
        self.update()

    def show_spectra(self, around_db: NDArray[np.float32]) -> None:
        """What goes in and what comes out now, dBFS, shape (2, bands): rises at once, falls slowly."""
        shown = np.maximum(around_db, np.maximum(self._spectra - _FALL_DB, FLOOR_DB))
        if not np.array_equal(shown, self._spectra):
            self._spectra = shown
            self.update()

    @property
    def spectra_db(self) -> NDArray[np.float64]:
        """What is drawn: before and after, dBFS."""
        return self._spectra

    def place_of(self, band: Band) -> QPointF:
        """Where a band's point is."""
        frequency_hz, gain_db = band.place(self._values)
        return QPointF(self._scale.x(frequency_hz), self._scale.y(gain_db))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        band = self._band_at(event.position())
        if band is not None:
            self._is_dragging = True
            self._pick(band)
            self._is_hearing = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if self._is_hearing:
                self._heard(band)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_dragging:
            hertz, gain_db = self._scale.hertz(event.position().x()), self._scale.gain_db(event.position().y())
            self._moved(self._chosen.moved(hertz, gain_db))
            return
        self._hovered = self._band_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.OpenHandCursor if self._hovered else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_dragging:
            self._is_dragging = False
            self._released()
            if self._is_hearing:
                self._is_hearing = False
                self._heard(None)
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        band = self._band_at(event.position())
        if band is not None:
            self._pick(band)
            self._set(band.reset())

    def wheelEvent(self, event: QWheelEvent) -> None:
        band = self._band_at(event.position())
        if band is None:
            event.ignore()
            return
        self._pick(band)
        self._set(band.widened(self._values, _WHEEL_STEP ** (event.angleDelta().y() / 120)))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._change_by(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit() and 0 < int(event.text()) <= len(BANDS):
            self._pick(BANDS[int(event.text()) - 1])
        elif (change := self._change_by(event)) is not None and change:
            self._set(change)
        elif event.key() == Qt.Key.Key_H and event.modifiers() == Qt.KeyboardModifier.NoModifier and self._values:
            self._heard(self._chosen)
        else:
            super().keyPressEvent(event)

    def _change_by(self, event: QKeyEvent) -> Values:
        """What a key changes; empty for a key that means nothing here. A digit is answered with the band as it is."""
        band, values, code = self._chosen, self._values, event.key()
        if not values or event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return {}
        is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        hertz, gain_db = band.place(values)
        factor, step_db = _SEMITONE ** (0.2 if is_fine else 1.0), 0.1 if is_fine else 0.5
        changes = {
            Qt.Key.Key_Left: band.moved(hertz / factor, gain_db), Qt.Key.Key_Right: band.moved(hertz * factor, gain_db),
            Qt.Key.Key_Up: band.moved(hertz, gain_db + step_db), Qt.Key.Key_Down: band.moved(hertz, gain_db - step_db),
            Qt.Key.Key_PageUp: band.widened(values, _WHEEL_STEP), Qt.Key.Key_Delete: band.reset(),
            Qt.Key.Key_PageDown: band.widened(values, 1 / _WHEEL_STEP),
        }  # fmt: skip
        is_choice = event.text().isdigit() and 0 < int(event.text()) <= len(BANDS)
        return band.moved(hertz, gain_db) if is_choice else changes.get(Qt.Key(code), {})

    def _set(self, values: Values) -> None:
        if values:
            self._moved(values)
            self._released()

    def _pick(self, band: Band) -> None:
        self.choose(band)
        self._chose(band)

    def _band_at(self, point: QPointF) -> Band | None:
        """The nearest band within reach, the chosen one first."""
        reach = _TARGET_PX / 2
        near = [band for band in BANDS if (self.place_of(band) - point).manhattanLength() <= 1.5 * reach]
        return self._chosen if self._chosen in near else min(
            near, key=lambda band: (self.place_of(band) - point).manhattanLength(), default=None
        )  # fmt: skip

    def _tell(self) -> None:
        band = self._chosen
        told = f"{say(band.title)}, {band.told(self._values)}" if self._values else say(band.title)
        self.setAccessibleName(self.tr("Curve of the equalizer: {0}").format(told))

    @property
    def _scale(self) -> EqScale:
        return EqScale(QRectF(self.rect()).adjusted(LEFT_PX, TOP_PX, -RIGHT_PX, -BOTTOM_PX))

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, scale = current(), self._scale
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), theme.color("well"))
            painting = EqPainting(painter, scale)
            painting.paint_grid()
            painter.save()
            painter.setClipRect(scale.area)
            painting.paint_spectra(self._spectra + self._tilt, self._shows, self._color)
            painting.paint_curves(self._band_curves, self._chosen, self._curve)
            painter.restore()
            for band in BANDS if self._values else ():
                painting.paint_point(band, self._values, band is self._chosen)
            if self._is_dragging:
                painting.paint_bubble(self.place_of(self._chosen), self._chosen.told(self._values))
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.color("text"), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
