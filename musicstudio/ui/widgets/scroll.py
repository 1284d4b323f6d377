# SPDX-License-Identifier: GPL-3.0-or-later
"""A column of widgets that scrolls when the window is low, so that nothing is ever clipped."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget


class ScrollColumn(QScrollArea):
    """Add widgets to ``column``. is_clear: what lies below shines through, as in cards."""

    def __init__(self, margin: int = 16, gap: int = 8, *, is_clear: bool = False) -> None:
        super().__init__()
        self.setObjectName("clear" if is_clear else "panel")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        body.setObjectName("clearBody" if is_clear else "panelBody")
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(gap)
        self.setWidget(body)

    def add(self, *widgets: QWidget) -> None:
        """Append widgets."""
        for widget in widgets:
            self.column.addWidget(widget)


def paint_ground(widget: QWidget, name: str = "panelBody") -> None:
    """Let the style sheet paint a plain widget's ground, by an object name."""
    widget.setObjectName(name)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def clear_layout(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()  # a layout shows what was just added later on, which would then be a window of its own
            widget.setParent(None)
            widget.deleteLater()
        elif inner := item.layout():
            clear_layout(inner)
