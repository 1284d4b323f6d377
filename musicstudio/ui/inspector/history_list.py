# SPDX-License-Identifier: GPL-3.0-or-later
"""The history: every step since the song began; a click goes there."""

from functools import partial

from ..session_bridge import SessionBridge
from ..widgets import push_button
from ..words import say
from .rows_list import RowsList, shape_row

_SHOWN = 12


class HistoryList(RowsList):
    """The last steps, oldest first; undone ones are quiet."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__(bridge, 0)
        self.set_title(self.tr("History"))
        bridge.watch(self._follow, sees_previews=False)
        self._follow()

    def _follow(self) -> None:
        document = self.bridge.session.document
        steps = list(enumerate(document.history))
        first = max(0, min(document.history_index - _SHOWN // 2, len(steps) - _SHOWN))
        shown = tuple((index, say(entry.label)) for index, entry in steps[first : first + _SHOWN])
        if not self.begin((shown, document.history_index)):
            return
        for index, text in shown:
            row = push_button(self._elide(text), partial(self._jump, index), style="row")
            row.setToolTip(text)
            is_here = index == document.history_index
            self.rows.addWidget(shape_row(row, self.tr("Go to: {0}").format(text), is_chosen=is_here))

    def _elide(self, text: str) -> str:
        return text if len(text) <= 34 else text[:33] + "…"

    def _jump(self, index: int) -> None:
        self.bridge.session.try_to(lambda: self.bridge.session.document.jump(index))
        self.forget()
        self._follow()
