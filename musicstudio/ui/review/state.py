# SPDX-License-Identifier: GPL-3.0-or-later
"""The last review, shared by the tab and the inspector."""

from PySide6.QtCore import QObject, Signal

from musicstudio.analysis.review import Finding
from musicstudio.app.audio.review import review_song
from musicstudio.project.model import Project

from ..studio import Studio

VARY_DIFFERENCE = 0.5


class ReviewState(QObject):
    """findings: None until the song was reviewed."""

    changed = Signal()

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.studio = studio
        self.findings: tuple[Finding, ...] | None = None
        self._reviewed: Project | None = None
        studio.project_changed.connect(lambda change: None if change.is_preview else self.changed.emit())

    @property
    def is_old(self) -> bool:
        """Whether the song has changed since it was reviewed."""
        return self._reviewed is not None and self._reviewed is not self.studio.session.document.committed

    def ask(self) -> None:
        """Listen to the song in the background."""
        project = self.studio.session.document.committed

        def land(findings: tuple[Finding, ...]) -> None:
            self.findings, self._reviewed = findings, project
            self.changed.emit()

        self.studio.session.try_to(lambda: review_song(self.studio.session, land))

    def select(self, finding: Finding) -> None:
        """Select what a finding is about."""
        self.studio.session.selection.set(section_ids=finding.section_ids, track_ids=finding.track_ids)

    def vary(self, finding: Finding) -> None:
        """Make another take of what a finding is about."""
        self.select(finding)
        self.studio.regenerate(1, VARY_DIFFERENCE, "")
