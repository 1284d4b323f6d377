# SPDX-License-Identifier: GPL-3.0-or-later
"""The history: every step since the song began; a click goes there."""

from functools import partial

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ..session_bridge import SessionBridge
from ..widgets import Heading, push_button
from ..widgets.scroll import clear_layout
from ..words import say

_SHOWN = 12


class HistoryList(QWidget):
    """The last steps, oldest first; undone ones are quiet."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._shown: tuple[object, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(Heading(self.tr("History")))
        layout.addLayout(self._rows)
        bridge.watch(self._follow, sees_previews=False)
        self._follow()

    def _follow(self) -> None:
        document = self.bridge.session.document
        steps = list(enumerate(document.history))
        first = max(0, min(document.history_index - _SHOWN // 2, len(steps) - _SHOWN))
        shown = tuple((index, say(entry.label)) for index, entry in steps[first : first + _SHOWN])
        if (shown, document.history_index) == self._shown:
            return
        self._shown = (shown, document.history_index)
        clear_layout(self._rows)
        for index, text in shown:
            row = push_button(self._elide(text), partial(self._jump, index), style="row")
            row.setAccessibleName(self.tr("Go to: {0}").format(text))
            row.setToolTip(text)
            row.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.setCheckable(True)
            row.setChecked(index == document.history_index)
            self._rows.addWidget(row)

    def _elide(self, text: str) -> str:
        return text if len(text) <= 34 else text[:33] + "…"

    def _jump(self, index: int) -> None:
        self.bridge.session.try_to(lambda: self.bridge.session.document.jump(index))
        self._shown = ()
        self._follow()
