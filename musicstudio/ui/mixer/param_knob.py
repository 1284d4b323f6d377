# SPDX-License-Identifier: GPL-3.0-or-later
"""One parameter of an effect: a knob with its name and a value that can be typed; or a list, where it has choices."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from musicstudio.mixing.devices import ParamSpec

from ..widgets import Choice, label, show_elided
from ..widgets.knob import Knob
from ..words import say
from .params import share_of, typed_value, value_at, value_text

KNOB_PX, WIDTH_PX, HEIGHT_PX = 38, 84, 86


class Turning(Protocol):
    """What turning a knob does."""

    def turn(self, values: dict[str, float]) -> None:
        """Show what other values would do."""

    def finish(self) -> None:
        """Keep them."""

    def automate(self, name: str) -> None:
        """Keep the value from the playhead on."""

    def clear_automation(self, name: str) -> None:
        """Let the knob rest again."""

    def is_automated(self, name: str) -> bool:
        """Whether it moves with the song."""


class ParamKnob(QWidget):
    """Follows one parameter. A double click on the knob gives the default."""

    def __init__(self, spec: ParamSpec, turning: Turning, owner: str) -> None:
        """owner: the effect and its strip, for the accessible name."""
        super().__init__()
        self.spec, self._turning = spec, turning
        self._value, self._owner = spec.default, owner
        title = say(spec.title)
        self.setFixedSize(WIDTH_PX, HEIGHT_PX)
        self._knob = Knob(
            f"{title}, {owner}",
            lambda share: turning.turn({spec.name: value_at(spec, share)}),
            turning.finish,
            (0.0, 1.0),
            share_of(spec, spec.default),
            lambda share: self._text_at(share),
            size_px=KNOB_PX,
        )
        name = label("", "small")
        name.setToolTip(title)
        show_elided(name, title, WIDTH_PX - 4)
        self._field = QLineEdit()
        self._field.setObjectName("value")
        self._field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._field.setAccessibleName(f"{title}, {owner}")
        self._field.editingFinished.connect(self._take_typed)
        self._field.setFixedHeight(24)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 2, 0)
        column.setSpacing(1)
        column.addWidget(self._knob, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(name, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._field)

    def follow(self, value: float) -> None:
        """Show the document's value."""
        self._value = value
        self._knob.set_amount(share_of(self.spec, value))
        mark = "• " if self._turning.is_automated(self.spec.name) else ""
        if not (self._field.hasFocus() and self._field.isModified()):
            self._field.setText(mark + value_text(self.spec, value))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Back to the default"), lambda: self._set(self.spec.default))
        menu.addAction(self.tr("Automate: this value from the playhead on"), self._automate)
        clear = menu.addAction(self.tr("Clear its automation"), self._clear)
        clear.setEnabled(self._turning.is_automated(self.spec.name))
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _automate(self) -> None:
        self._turning.automate(self.spec.name)

    def _clear(self) -> None:
        self._turning.clear_automation(self.spec.name)

    def _take_typed(self) -> None:
        value = typed_value(self.spec, self._field.text().lstrip("• ")) if self._field.isModified() else None
        self._field.setModified(False)
        if value is not None and value != self._value:
            self._set(value)
        self.follow(self._value)

    def _set(self, value: float) -> None:
        self._turning.turn({self.spec.name: value})
        self._turning.finish()

    def _text_at(self, share: float) -> str:
        """The value itself where the knob stands at it: typed values are finer than its steps."""
        is_here = abs(share - share_of(self.spec, self._value)) < 0.004
        return value_text(self.spec, self._value if is_here else value_at(self.spec, share))


class ParamChoice(QWidget):
    """A parameter with named values."""

    def __init__(self, spec: ParamSpec, turning: Turning, owner: str) -> None:
        super().__init__()
        self.spec, self._turning = spec, turning
        title = say(spec.title)
        self.setFixedSize(2 * WIDTH_PX, HEIGHT_PX)
        self._choice = Choice(f"{title}, {owner}", self._take)
        self._choice.set_choices([(index, say(text)) for index, text in enumerate(spec.choices)])
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 2, 0)
        column.addStretch(1)
        column.addWidget(self._choice)
        column.addWidget(label(title, "small"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def follow(self, value: float) -> None:
        """Show the document's value."""
        self._choice.setCurrentIndex(round(value))

    def _take(self, value: float) -> None:
        self._turning.turn({self.spec.name: float(value)})
        self._turning.finish()


def control_for(spec: ParamSpec, turning: Turning, owner: str) -> ParamKnob | ParamChoice:
    """What a parameter is turned by."""
    return (ParamChoice if spec.choices else ParamKnob)(spec, turning, owner)
