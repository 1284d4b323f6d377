# SPDX-License-Identifier: GPL-3.0-or-later
"""What all strips have in common: parts that give way to the fader's travel, an outline when chosen, keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame

from ..theme import current
from ..widgets import Fader
from ..widgets.fader import LOW_CAP_PX, MIN_TRAVEL_PX
from .device_rows import GAP_PX as ROW_GAP_PX
from .device_rows import ROW_PX, DeviceRows
from .gain_field import GainField

MARGINS = (6, 7, 6, 6)
GAP_PX, VALUE_PX = 3, 24
STEP_DB, FINE_STEP_DB = 0.5, 0.1
_COLOR_PX = 3


@dataclass(frozen=True, slots=True)
class Part:
    """Something of a strip that is shown when ``height_px`` are left. show: None for a row of effects."""

    height_px: int
    show: Callable[[bool], object] | None = None


DEVICE_ROW = Part(ROW_PX + ROW_GAP_PX)


class StripFrame(QFrame):
    """``set_parts`` says what gives way, the first part last. Arrows, digits, M, S and Enter work as on every strip."""

    devices: DeviceRows
    fader: Fader
    gain_field: GainField

    def __init__(self, width_px: int) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(width_px)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._parts: Sequence[Part] = ()
        self._fixed_px = 0

    def set_parts(self, fixed_px: int, parts: Sequence[Part]) -> None:
        """fixed_px: the height of what always stays but the fader, gaps and margins included."""
        self._fixed_px, self._parts = fixed_px, parts
        self._make_room()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), self.minimum_height_px())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimum_height_px(self) -> int:
        """Lower than this the fader would lose its travel."""
        return self._fixed_px + MIN_TRAVEL_PX + LOW_CAP_PX

    @property
    def is_chosen(self) -> bool:
        """Whether the strip wears the outline."""
        return False

    @property
    def edge_color(self) -> QColor:
        """Of the line along its upper edge."""
        return current().color("text")

    def open_devices(self) -> None:
        """Show its effects."""

    def step_gain(self, step_db: float) -> None:
        """Turn the level up or down."""

    def press_letter(self, letter: str) -> None:
        """M or S."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._owns(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step_db = FINE_STEP_DB if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP_DB
        code = event.key()
        if not self._owns(event):
            super().keyPressEvent(event)
        elif code in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_gain(step_db if code == Qt.Key.Key_Up else -step_db)
        elif code in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go(1 if code == Qt.Key.Key_Right else -1)
        elif code in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_devices()
        elif code == Qt.Key.Key_0:
            self.step_gain(-self.fader.gain_db)
        elif event.text().upper() in ("M", "S"):
            self.press_letter(event.text().upper())
        else:
            self._begin_typing(event.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.edge_color)
            painter.drawRoundedRect(QRectF(6, 0, self.width() - 12, _COLOR_PX), 1, 1)
            if self.hasFocus() or self.is_chosen:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                has_focus = self.hasFocus()
                painter.setPen(QPen(current().color("text" if has_focus else "accent"), 2 if has_focus else 1.5))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def _make_room(self) -> None:
        left_px, rows = self.height() - self.minimum_height_px(), 0
        for part in self._parts:
            has_room = part.height_px <= left_px
            left_px -= part.height_px if has_room else 0
            if part.show is not None:
                part.show(has_room)
            elif has_room:
                rows += 1
        if self._parts:
            self.devices.set_count(rows)

    def _owns(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        moves = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_typed = bool(event.text()) and event.text().upper() in "0123456789-−MS"
        return held == Qt.KeyboardModifier.NoModifier and (event.key() in moves or is_typed)

    def _go(self, direction: int) -> None:
        """To the next strip."""
        top = self.window()
        others = [each for each in top.findChildren(StripFrame) if each.isVisible()]
        others.sort(key=lambda each: each.mapTo(top, each.rect().topLeft()).x())
        place = others.index(self) + direction if self in others else 0
        if 0 <= place < len(others):
            others[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _begin_typing(self, text: str) -> None:
        self.gain_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.gain_field.selectAll()
        self.gain_field.insert(text)
