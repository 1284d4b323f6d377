# SPDX-License-Identifier: GPL-3.0-or-later
"""One finding on a card."""

from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from musicstudio.app.audio.review import Finding

from ..widgets import label, muted, push_button
from ..words import say
from .state import ReviewState


class FindingCard(QFrame):
    """What was found and why; buttons select the place, and make another take of it."""

    def __init__(self, state: ReviewState, finding: Finding) -> None:
        super().__init__()
        self.setObjectName("card")
        title, detail = say(finding.title), say(finding.detail)
        self.setAccessibleName(f"{title}. {detail}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(4)
        layout.addWidget(label(title, "ok" if finding.level == "ok" else "warn", wraps=True))
        if detail:
            layout.addWidget(muted(detail, wraps=True))
        if finding.section_ids or finding.track_ids:
            layout.addLayout(self._buttons(state, finding))

    def _buttons(self, state: ReviewState, finding: Finding) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        buttons = [(self.tr("Select"), state.select)]
        if finding.level != "ok":
            buttons.insert(0, (self.tr("Vary"), state.vary))
        for text, act in buttons:
            button = push_button(text, partial(act, finding))
            button.setAccessibleName(f"{text}: {say(finding.title)}")
            row.addWidget(button)
        row.addStretch(1)
        return row
