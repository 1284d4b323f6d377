# SPDX-License-Identifier: GPL-3.0-or-later
"""Three columns whose outer two have the drawn widths: full on a wide window, narrow on a small one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

# (width of the window from which on, left, right) in pixels.
SIDES_PX = ((1700, 320, 288), (0, 264, 240))


class SideColumns(QSplitter):
    """The middle takes what is left. What the user dragged holds until the window passes a threshold."""

    def __init__(self, left: QWidget, middle: QWidget, right: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._sides: tuple[int, ...] = ()
        for widget in (left, middle, right):
            self.addWidget(widget)
        self.setStretchFactor(1, 1)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        left.setMinimumWidth(SIDES_PX[-1][1])
        right.setMinimumWidth(SIDES_PX[-1][2])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        sides = next(each[1:] for each in SIDES_PX if self.width() >= each[0])
        if sides != self._sides:
            self._sides = sides
            self.setSizes([sides[0], self.width() - sum(sides) - 2, sides[1]])
