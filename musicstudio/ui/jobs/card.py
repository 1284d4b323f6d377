# SPDX-License-Identifier: GPL-3.0-or-later
"""One job on a card."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from musicstudio.jobs import JobState, JobView

from ..session_bridge import SessionBridge
from ..widgets import icon_button, label, muted, show_elided
from ..words import say

_TITLE_PX = 128


class JobCard(QFrame):
    """Title, progress and time to go; a failed job shows its sentence and offers to try again."""

    def __init__(self, bridge: SessionBridge, job_id: str, dismiss: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.bridge, self._job_id, self._dismiss = bridge, job_id, dismiss
        self._view: JobView | None = None
        self._title, self._status, self._error = label(), muted(), label("", "bad", wraps=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._retry = icon_button("rotate-cw", self.tr("Try again"), self._try_again, style="plain")
        self._cancel = icon_button("x", self.tr("Cancel"), self._stop, style="plain")
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._title, 1)
        for widget in (self._status, self._retry, self._cancel):
            top.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 6, 6, 10)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self._error)
        layout.addWidget(self._bar)

    def follow(self, view: JobView) -> None:
        """Show a newer snapshot."""
        self._view = view
        has_failed = view.state is JobState.FAILED
        title, message = say(view.title), say(view.message)
        text = message or title
        show_elided(self._title, text, _TITLE_PX)
        self._title.setToolTip(f"{title}\n{message}".strip())
        self._status.setText(self._status_text(view))
        self._error.setText(say(view.error))
        self._error.setVisible(has_failed)
        self._retry.setVisible(has_failed)
        self._cancel.setEnabled(view.state is not JobState.CANCELLING)
        verb = self.tr("Dismiss {0}") if has_failed else self.tr("Cancel {0}")
        self._cancel.setAccessibleName(verb.format(title))
        self._cancel.setToolTip(verb.format(title))
        self._bar.setVisible(not has_failed)
        self._bar.setValue(round(view.fraction * 1000))
        self._bar.setAccessibleName(self.tr("Progress of {0}").format(title))

    def _status_text(self, view: JobView) -> str:
        if view.state is JobState.FAILED:
            return self.tr("failed")
        if view.state is JobState.QUEUED:
            return self.tr("waiting")
        if view.state is JobState.CANCELLING:
            return self.tr("stopping")
        eta = f" · {round(view.eta_s)} s" if view.eta_s is not None else ""
        return f"{round(view.fraction * 100)} %{eta}"

    def _stop(self) -> None:
        if self._view is not None and self._view.state.is_final:
            self._dismiss(self._job_id)
        else:
            self.bridge.session.jobs.cancel(self._job_id)

    def _try_again(self) -> None:
        self.bridge.session.jobs.retry(self._job_id)
        self._dismiss(self._job_id)
