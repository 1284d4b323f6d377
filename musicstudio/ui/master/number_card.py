# SPDX-License-Identifier: GPL-3.0-or-later
"""One figure of the song: its name, its value with a unit, a line that says what it means, a check where it is met."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from ..theme import pixmap
from ..widgets import label

HEIGHT_PX, MIN_WIDTH_PX = 86, 104
UNMEASURED = "–"


class NumberCard(QFrame):
    """Follows by `show_figure`."""

    def __init__(self, title: str, unit: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedHeight(HEIGHT_PX)
        self.setMinimumWidth(MIN_WIDTH_PX)
        self._title, self._unit = title, unit
        self._check, self._value, self._context = QLabel(), label(UNMEASURED, "number"), label("", "small")
        self._context.setMinimumWidth(1)
        self._check.setObjectName("check")
        column, head, figure = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(0)
        head.addWidget(label(title, "small"))
        head.addStretch(1)
        head.addWidget(self._check)
        figure.setSpacing(4)
        figure.addWidget(self._value, 0, Qt.AlignmentFlag.AlignBottom)
        figure.addWidget(label(unit, "small"), 0, Qt.AlignmentFlag.AlignBottom)
        figure.addStretch(1)
        column.addLayout(head)
        column.addLayout(figure)
        column.addWidget(self._context)
        self.show_figure(None)

    @property
    def text(self) -> str:
        """What is shown, in words."""
        return f"{self._title}: {self._value.text()} {self._unit}, {self._context.toolTip()}".rstrip(" ,")

    def show_figure(self, value: float | None, context: str = "", is_met: bool | None = None) -> None:
        """value: None where it is not known. is_met: whether a target is met; None where there is none."""
        self._value.setText(UNMEASURED if value is None else f"{value:z.1f}".replace("-", "−"))
        self._context.setText(context if value is not None else "")
        self._context.setToolTip(context)
        self._context.setObjectName("small" if is_met is None else "met" if is_met else "missed")
        self._context.style().polish(self._context)
        icon = {True: ("check", "ok"), False: ("triangle-alert", "warn")}.get(is_met) if is_met is not None else None
        self._check.setVisible(icon is not None)
        if icon is not None:
            self._check.setPixmap(pixmap(*icon, 14, self.devicePixelRatioF()))
        self.setAccessibleName(self.text)
