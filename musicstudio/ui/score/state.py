# SPDX-License-Identifier: GPL-3.0-or-later
"""Which part is read, and its picture, made anew in the background when the notes change."""

from PySide6.QtCore import QObject, QTimer, Signal

from musicstudio.app.files.score_view import Score, engrave_song

from ..session_bridge import SessionBridge

_REST_MS = 250


class ScoreState(QObject):
    """Works only while it is looked at. changed: another picture, or none."""

    changed = Signal()

    def __init__(self, bridge: SessionBridge, parent: QObject) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.score: Score | None = None
        self.problem = ""
        self.track_id, self.width_px, self.staff_px = "", 900, 28.0
        self._is_watched = False
        self._asked: object = None
        self._job_id = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._engrave)
        bridge.watch(self._look_again, "tracks", "clips", "sections", "chords", "tempo_map", "key", sees_previews=False)

    def watch(self, is_watched: bool) -> None:
        """Somebody looks, or nobody does any more."""
        self._is_watched = is_watched
        if is_watched:
            self._look_again()

    def show(self, *, track_id: str | None = None, width_px: int | None = None, staff_px: float | None = None) -> None:
        """Read another part, at another width or size."""
        wanted = (
            self.track_id if track_id is None else track_id,
            self.width_px if width_px is None else width_px,
            self.staff_px if staff_px is None else staff_px,
        )
        if wanted != (self.track_id, self.width_px, self.staff_px):
            self.track_id, self.width_px, self.staff_px = wanted
            self._look_again()

    def _look_again(self) -> None:
        if self._is_watched:
            self._rest.start()

    def _engrave(self) -> None:
        project = self.bridge.session.document.committed
        asked = (project, self.track_id, self.width_px, self.staff_px)
        if asked == self._asked:
            return
        self._asked = asked
        jobs = self.bridge.session.jobs
        jobs.cancel(self._job_id)  # what nobody waits for any more must not be written first
        self._job_id = jobs.submit(
            "Write the score",
            lambda: engrave_song(*asked),
            on_done=lambda score: self._take(asked, score, ""),
            on_failed=lambda text: self._take(asked, None, text),
            is_prompt=True,
        )

    def _take(self, asked: object, score: Score | None, problem: str) -> None:
        if asked is self._asked:
            self.score, self.problem = score, problem
            self.changed.emit()
