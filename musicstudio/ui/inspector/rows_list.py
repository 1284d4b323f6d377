# SPDX-License-Identifier: GPL-3.0-or-later
"""A heading with rows under it that are made anew when what they show differs: takes, variations, history."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ..session_bridge import SessionBridge
from ..widgets import Heading
from ..widgets.scroll import clear_layout


class RowsList(QWidget):
    """`rows` is the layout of the rows; `head` that of the heading, which has room at its end."""

    def __init__(self, bridge: SessionBridge, gap_px: int) -> None:
        super().__init__()
        self.bridge = bridge
        self._shown: object = None
        self.head, self.rows = QHBoxLayout(), QVBoxLayout()
        self.rows.setSpacing(gap_px)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(max(4, gap_px))
        layout.addLayout(self.head)
        layout.addLayout(self.rows)

    def set_title(self, title: str) -> None:
        """Name the list."""
        self.head.insertWidget(0, Heading(title), 1)

    def begin(self, shown: object) -> bool:
        """Whether rows that show this are to be made; those before are gone then."""
        if shown == self._shown:
            return False
        self._shown = shown
        clear_layout(self.rows)
        return True

    def forget(self) -> None:
        """Make the rows anew next time, whatever they show: a click has checked one of them."""
        self._shown = None


def shape_row(row: QPushButton, name: str, *, is_chosen: bool) -> QPushButton:
    """A row that can be chosen, as wide as the list, called by its whole text."""
    row.setAccessibleName(name)
    row.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    row.setCheckable(True)
    row.setChecked(is_chosen)
    return row
