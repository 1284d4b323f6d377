# SPDX-License-Identifier: GPL-3.0-or-later
"""What the assistant suggests, one row each with a tick; what is kept is one step of the history."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout

from musicstudio.app.audio.assistant import keep
from musicstudio.mixing.assistant.suggestion import Suggestion

from ..session_bridge import SessionBridge
from ..widgets import Heading, ScrollColumn, muted, primary_button, push_button
from ..words import say

_WIDTH_PX = 268


class SuggestionCard(QFrame):
    """``closed()`` when something was kept, or nothing."""

    def __init__(
        self, bridge: SessionBridge, title: str, suggestions: list[Suggestion], closed: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(_WIDTH_PX)
        self.setAccessibleName(say(title))
        self._bridge, self._title, self._closed = bridge, title, closed
        self._ticks = [(QCheckBox(say(each.title)), each) for each in suggestions]
        self._keep = primary_button("", self._keep_ticked)
        rows = ScrollColumn(margin=0)
        for tick, each in self._ticks:
            tick.setChecked(True)
            tick.setToolTip(say(each.detail))
            tick.toggled.connect(lambda _: self._count())
            rows.add(tick, muted(say(each.detail)))
        rows.column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(push_button(self.tr("None of it"), lambda: closed()))
        buttons.addWidget(self._keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(Heading(say(title)))
        layout.addWidget(rows, 1)
        layout.addLayout(buttons)
        self._count()

    def _ticked_suggestions(self) -> list[Suggestion]:
        return [each for tick, each in self._ticks if tick.isChecked()]

    def _count(self) -> None:
        number = len(self._ticked_suggestions())
        self._keep.setText(self.tr("Keep {0}").format(number))
        self._keep.setEnabled(number > 0)

    def _keep_ticked(self) -> None:
        kept = self._ticked_suggestions()
        if self._bridge.session.try_to(lambda: keep(self._bridge.session, self._title, kept)):
            self._closed()
