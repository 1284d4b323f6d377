# SPDX-License-Identifier: GPL-3.0-or-later
"""What the papers say in full: who made each part, and the licence of every clip that is heard."""

import re

from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from musicstudio.app.files.papers import ClipLicence, Papers

from ..widgets import Heading, ScrollColumn, label, muted, push_button
from ..words import say

_SIZE_PX = (640, 560)
_MAX_BADGE = 44


class PapersSheet(QDialog):
    """To be read; nothing is changed here."""

    def __init__(self, papers: Papers, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What the papers say"))
        self.resize(*_SIZE_PX)
        scroll = ScrollColumn()
        scroll.add(Heading(self.tr("Who made it")), _facts(papers.roles))
        scroll.add(Heading(self.tr("Licences by clip")))
        for each in papers.clips:
            scroll.add(self._row(each))
        if not papers.clips:
            scroll.add(muted(self.tr("Nothing is heard yet.")))
        scroll.column.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addStretch(1)
        foot.addWidget(push_button(self.tr("Close"), self.accept))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)

    def _row(self, each: ClipLicence) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        row = QHBoxLayout(card)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(each.track, "title"))
        words.addWidget(muted(", ".join(each.clips), wraps=True))
        row.addLayout(words, 1)
        if not each.is_commercial_use_allowed:
            row.addWidget(label(self.tr("Not for commercial use"), "warn"))
        row.addWidget(licence_badge(each.licence or self.tr("not stated")))
        return card


def licence_badge(licence: str, count: int = 0) -> QLabel:
    """A licence in short, with the whole text behind it. count: of clips that have it; left out where 0."""
    text = in_short(say(licence))
    badge = label(f"{text} · {count}" if count else text, "badge")
    badge.setToolTip(say(licence))
    return badge


def in_short(licence: str) -> str:
    """A licence up to where it goes into details."""
    short = re.split(r"[:;.] ", licence)[0].removesuffix(".")
    return short if len(short) <= _MAX_BADGE else short[: _MAX_BADGE - 1] + "…"


def _facts(pairs: tuple[tuple[str, str], ...]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 8)
    grid.setHorizontalSpacing(16)
    grid.setColumnStretch(1, 1)
    for number, (name, who) in enumerate(pairs):
        grid.addWidget(muted(say(name)), number, 0)
        grid.addWidget(label(say(who)), number, 1)
    return holder
