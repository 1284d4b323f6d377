# SPDX-License-Identifier: GPL-3.0-or-later
"""A field for a number. The style sheet's padding does not reach the text of Qt's own, which sticks to its edge."""

from PySide6.QtWidgets import QDoubleSpinBox

_INDENT = 8


class NumberField(QDoubleSpinBox):
    """A number between bounds, with its text as far from the edge as in the other fields."""

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(_INDENT, 0, _INDENT, 0)
