# SPDX-License-Identifier: GPL-3.0-or-later
"""Running, waiting and failed jobs, each with progress, time to go, cancel or retry."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from musicstudio.jobs import JobState, JobView

from ..studio import Studio
from .card import JobCard


class JobsPanel(QWidget):
    """Hidden while there is nothing to show; finished jobs leave, failed ones stay until dismissed."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Jobs"))
        self.studio = studio
        self._cards: dict[str, JobCard] = {}
        self._dismissed: set[str] = set()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(12, 8, 12, 12)
        self._rows.setSpacing(8)
        studio.jobs_changed.connect(self._follow)
        for view in studio.session.jobs.views:
            self._follow(view)
        self.setVisible(bool(self._cards))

    def _follow(self, view: JobView) -> None:
        is_gone = view.state in (JobState.DONE, JobState.CANCELLED) or view.id in self._dismissed
        if is_gone:
            self._remove(view.id)
        else:
            if view.id not in self._cards:
                self._cards[view.id] = JobCard(self.studio, view.id, self._dismiss)
                self._rows.addWidget(self._cards[view.id])
            self._cards[view.id].follow(view)
        self.setVisible(bool(self._cards))

    def _dismiss(self, job_id: str) -> None:
        self._dismissed.add(job_id)
        self._remove(job_id)
        self.setVisible(bool(self._cards))

    def _remove(self, job_id: str) -> None:
        card = self._cards.pop(job_id, None)
        if card is not None:
            self._rows.removeWidget(card)
            card.hide()
            card.deleteLater()
