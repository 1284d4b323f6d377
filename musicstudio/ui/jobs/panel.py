# SPDX-License-Identifier: GPL-3.0-or-later
"""Running, waiting and failed jobs, each with progress, time to go, cancel or retry."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from musicstudio.jobs import JobState, JobView

from ..session_bridge import SessionBridge
from ..widgets import ScrollColumn
from .card import JobCard

_SHOWN = 3


class JobsPanel(QWidget):
    """Hidden while there is nothing to show; finished jobs leave, failed ones stay until dismissed."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Jobs"))
        self.bridge = bridge
        self._cards: dict[str, JobCard] = {}
        self._dismissed: set[str] = set()
        scroll = ScrollColumn(margin=12, gap=8)
        self._rows = scroll.column
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        bridge.jobs_changed.connect(self._follow)
        for view in bridge.session.jobs.views:
            self._follow(view)
        self._fit()

    def _follow(self, view: JobView) -> None:
        if view.is_quiet and view.state is not JobState.FAILED:
            return
        is_gone = view.state in (JobState.DONE, JobState.CANCELLED) or view.id in self._dismissed
        if is_gone:
            self._remove(view.id)
        else:
            if view.id not in self._cards:
                self._cards[view.id] = JobCard(self.bridge, view.id, self._dismiss)
                self._rows.addWidget(self._cards[view.id])
            self._cards[view.id].follow(view)
        self._fit()

    def _dismiss(self, job_id: str) -> None:
        self._dismissed.add(job_id)
        self._remove(job_id)
        self._fit()

    def _fit(self) -> None:
        """As high as its cards, up to three; more are scrolled to."""
        self.setVisible(bool(self._cards))
        heights = [card.sizeHint().height() + self._rows.spacing() for card in self._cards.values()]
        self.setFixedHeight(sum(heights[:_SHOWN]) + 20)

    def _remove(self, job_id: str) -> None:
        card = self._cards.pop(job_id, None)
        if card is not None:
            self._rows.removeWidget(card)
            card.hide()
            card.deleteLater()
