# SPDX-License-Identifier: GPL-3.0-or-later
"""The last review, shared by the tab and the inspector."""

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from musicstudio.app.audio.review import Finding, review_song
from musicstudio.project.model import Project

from ..session_bridge import SessionBridge


class ReviewState(QObject):
    """findings: None until the song was reviewed."""

    changed = Signal()

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.findings: tuple[Finding, ...] | None = None
        self._reviewed: Project | None = None
        bridge.watch(self.changed.emit, sees_previews=False)

    @property
    def is_old(self) -> bool:
        """Whether the song has changed since it was reviewed."""
        if self._reviewed is None:
            return False
        return _heard_of(self._reviewed) != _heard_of(self.bridge.session.document.committed)

    def ask(self) -> None:
        """Listen to the song in the background."""
        project = self.bridge.session.document.committed

        def apply_result(findings: tuple[Finding, ...]) -> None:
            self.findings, self._reviewed = findings, project
            self.changed.emit()

        self.bridge.session.try_to(lambda: review_song(self.bridge.session, apply_result))

    def select(self, finding: Finding) -> None:
        """Select what a finding is about."""
        self.bridge.session.selection.set(section_ids=finding.section_ids, track_ids=finding.track_ids)

    def vary(self, finding: Finding) -> None:
        """Make another take of what a finding is about."""
        self.select(finding)
        self.bridge.run("song.regenerate_selection")


def _heard_of(project: Project) -> tuple[object, ...]:
    """All that a review listens to: everything but names and the gain that mastering measures (an export does)."""
    master = replace(project.master, gain_db=0.0)
    return project.tracks, project.sections, project.chords, project.tempo_map, project.lyrics, master
