# SPDX-License-Identifier: GPL-3.0-or-later
"""The clip that is looked into, what is known of it, and the place that every card lights."""

from PySide6.QtCore import QObject, Signal

from musicstudio.app.actions.chosen import chosen_clips
from musicstudio.app.generation.inside import Deep, InsideFacts, facts_of_clip, look_inside

from ..session_bridge import SessionBridge


class InsideState(QObject):
    """``changed`` when there is another clip or more is known; ``lit`` when a place is chosen.

    lit_ticks: (start, end) of the song, or None. It follows the selection and the song while it is in use.
    """

    changed = Signal()
    lit = Signal()

    def __init__(self, bridge: SessionBridge, parent: QObject) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.facts: InsideFacts | None = None
        self.deep: Deep | None = None
        self.lit_ticks: tuple[int, int] | None = None
        self._is_used, self._job = False, ""
        self._chords: object = ()
        bridge.selection_changed.connect(self.follow)
        bridge.watch(self.follow, "clips", "chords", "sections", "recipes", sees_previews=False)

    def use(self, is_used: bool) -> None:
        """Look, or do nothing while nobody does."""
        self._is_used = is_used
        self.facts = None
        self.follow()

    def light(self, start_ticks: int, length_ticks: int) -> None:
        """Light a place in every card."""
        self.lit_ticks = (start_ticks, start_ticks + length_ticks)
        self.lit.emit()

    def follow(self) -> None:
        """Look at what is selected, if that is another clip or it changed."""
        if not self._is_used:
            return
        session = self.bridge.session
        clips = chosen_clips(session)
        facts = facts_of_clip(session, clips[0][1].id) if clips else None
        chords = session.document.project.chords
        if facts is None or (facts == self.facts and chords is self._chords):
            return
        self._chords = chords
        self.facts, self.deep, self.lit_ticks = facts, None, None
        session.jobs.cancel(self._job)
        self._job = session.jobs.submit(
            "Looking inside", lambda: look_inside(session, facts), on_done=self._show, is_quiet=True
        )
        self.changed.emit()

    def _show(self, deep: Deep) -> None:
        self.deep = deep
        self.changed.emit()
