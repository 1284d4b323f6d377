# SPDX-License-Identifier: GPL-3.0-or-later
"""How far an album is, a way to stop it, and what came of it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from musicstudio.app.files.album import AlbumReport
from musicstudio.jobs import JobState
from musicstudio.jobs.view import JobView

from ..session_bridge import SessionBridge
from ..widgets import label, push_button
from ..words import say


class AlbumProgress(QWidget):
    """Follows one job at a time; the job goes on when this goes."""

    def __init__(self, bridge: SessionBridge, changed: Callable[[], object]) -> None:
        """changed: after the job has gone on, or ended."""
        super().__init__()
        self._changed = changed
        self._jobs, self._job_id, self._folder = bridge.session.jobs, "", Path()
        self._text = label("", "muted", wraps=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._cancel = push_button(self.tr("Cancel"), self._stop_job)
        self._find = push_button(self.tr("Show in folder"), self._show_in_folder, style="link")
        line, column = QHBoxLayout(), QVBoxLayout(self)
        line.addWidget(self._text, 1)
        line.addWidget(self._find)
        line.addWidget(self._cancel)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addWidget(self._bar)
        self._show_running(False)
        self._find.hide()
        self._unsubscribe = self._jobs.observe(self._follow)

    def close_view(self) -> None:
        """Let go of the jobs."""
        self._unsubscribe()

    @property
    def is_running(self) -> bool:
        """Whether an album is being made."""
        view = self._jobs.view(self._job_id)
        return view is not None and not view.state.is_final

    def watch(self, job_id: str) -> None:
        """Follow a job from now on."""
        self._job_id = job_id
        self._find.hide()
        view = self._jobs.view(job_id)
        if view is not None:
            self._follow(view)

    def show_report(self, report: AlbumReport) -> None:
        """What was written."""
        self._folder = report.whole_file.parent
        told = self.tr("{0} songs at {1} LUFS, {2} dBTP: {3} and its cue sheet.").format(
            len(report.songs),
            f"{report.loudness_lufs:.1f}".replace("-", "−"),
            f"{report.true_peak_dbtp:.1f}".replace("-", "−"),
            report.whole_file.name,
        )
        self._text.setText("\n".join([told, *map(say, report.notices)]))
        self._find.show()

    def _follow(self, view: JobView) -> None:
        if view.id != self._job_id:
            return
        self._show_running(not view.state.is_final)
        self._bar.setValue(round(1000 * view.fraction))
        left = f" · {view.eta_s:.0f} s" if view.eta_s is not None else ""
        words = {
            JobState.FAILED: say(view.error),
            JobState.CANCELLED: self.tr("Cancelled; nothing was written that is not whole."),
            JobState.DONE: self._text.text(),
        }
        self._text.setText(words.get(view.state, f"{say(view.message)}{left}"))
        self._changed()

    def _show_running(self, is_running: bool) -> None:
        self._bar.setVisible(is_running)
        self._cancel.setVisible(is_running)

    def _stop_job(self) -> None:
        self._jobs.cancel(self._job_id)

    def _show_in_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
