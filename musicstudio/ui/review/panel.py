# SPDX-License-Identifier: GPL-3.0-or-later
"""The Review tab, and its short form for the inspector."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ..widgets import FlowLayout, Heading, ScrollColumn, muted, primary_button, push_button
from ..widgets.scroll import clear_layout, paint_ground
from .card import FindingCard
from .state import ReviewState

_CARD_PX = 300
_SHORT = 3


class ReviewPanel(QWidget):
    """Every finding; says what a review is while there is none."""

    def __init__(self, state: ReviewState) -> None:
        super().__init__()
        paint_ground(self)
        self.setAccessibleName(self.tr("Review"))
        self._state = state
        self._hint = muted(wraps=True)
        self._ask = primary_button(self.tr("Review the song"), state.ask, icon_name="headphones")
        self._place = QWidget()
        self._cards = FlowLayout(self._place, gap=12)
        side = QVBoxLayout()
        for widget in (Heading(self.tr("A second pair of ears")), self._ask, self._hint):
            side.addWidget(widget)
        side.addStretch(1)
        left = QWidget()
        left.setFixedWidth(260)
        left.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        scroll = ScrollColumn(margin=0)
        scroll.add(self._place)
        scroll.column.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 12)
        layout.setSpacing(24)
        layout.addWidget(left)
        layout.addWidget(scroll, 1)
        self._shown: object = ()
        state.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        findings = self._state.findings
        has_song = bool(self._state.bridge.project.sections)
        self._ask.setEnabled(has_song)
        self._hint.setText(self._hint_text(has_song))
        if findings is not self._shown:
            self._shown = findings
            self._cards.clear()
            for finding in findings or ():
                card = FindingCard(self._state, finding)
                card.setFixedWidth(_CARD_PX)
                self._cards.addWidget(card)

    def _hint_text(self, has_song: bool) -> str:
        if not has_song:
            return self.tr("Generate a song first.")
        if self._state.findings is None:
            return self.tr("Listens for dull repetition, flat dynamics and gaps, and says what works.")
        if self._state.is_old:
            return self.tr("The song has changed since.")
        return self.tr("Nothing to complain about.") if not self._state.findings else ""


class ReviewBox(QWidget):
    """The first findings, in the inspector; hidden until there are any."""

    def __init__(self, state: ReviewState) -> None:
        super().__init__()
        self._state = state
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(Heading(self.tr("Review")), 1)
        again = push_button(self.tr("Again"), state.ask)
        again.setAccessibleName(self.tr("Review the song again"))
        head.addWidget(again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(self._rows)
        self._shown: object = None
        state.changed.connect(self._follow)
        self.setVisible(False)

    def _follow(self) -> None:
        if self._state.findings is self._shown:
            return
        self._shown = self._state.findings
        clear_layout(self._rows)
        for finding in (self._state.findings or ())[:_SHORT]:
            self._rows.addWidget(FindingCard(self._state, finding))
        self.setVisible(bool(self._state.findings))
