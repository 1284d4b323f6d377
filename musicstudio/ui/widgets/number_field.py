# SPDX-License-Identifier: GPL-3.0-or-later
"""A field for a number. The style sheet's padding does not reach the text of Qt's own, which sticks to its edge."""

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox

_INDENT, _MINUS = 8, "−"


class NumberField(QDoubleSpinBox):
    """A number between bounds, with its text as far from the edge as in the other fields and a true minus sign."""

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(_INDENT, 0, _INDENT, 0)

    def textFromValue(self, value: float) -> str:
        return super().textFromValue(value).replace(self.locale().negativeSign(), _MINUS)

    def valueFromText(self, text: str) -> float:
        return super().valueFromText(self._as_typed(text))

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        state, _, place = super().validate(self._as_typed(text), place)
        return state, text, place

    def _as_typed(self, text: str) -> str:
        """With the minus that Qt reads."""
        return text.replace(_MINUS, self.locale().negativeSign())
