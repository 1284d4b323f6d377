# SPDX-License-Identifier: GPL-3.0-or-later
"""The Generate button, which becomes progress and Cancel while a song is being made."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedLayout, QVBoxLayout, QWidget

from ..session_bridge import SessionBridge
from ..widgets import icon_button, muted, primary_button, show_elided
from ..words import say

JOB_TITLE = "Generate song"


class GenerateButton(QWidget):
    """Greyed with the reason in its tooltip while nothing can be generated."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._job_id = ""
        self._button = primary_button(self.tr("Generate song"), lambda: bridge.run("song.generate"))
        self._button.setMinimumHeight(42)
        self._words, self._bar = muted(), QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the generation"))
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._button)
        self._stack.addWidget(self._make_running())
        bridge.create_changed.connect(self.follow)
        bridge.jobs_changed.connect(self._follow_job)
        self.follow()

    def follow(self) -> None:
        """Whether there is enough to go by."""
        can, why = self.bridge.actions["song.generate"].enabled(self.bridge.session)
        self._button.setEnabled(can)
        self._button.setToolTip(say(why) or self.tr("Make a new song from this wish (Ctrl+Return)"))

    def _make_running(self) -> QWidget:
        running, top = QWidget(), QHBoxLayout()
        top.addWidget(self._words, 1)
        top.addWidget(icon_button("x", self.tr("Cancel the generation"), self._cancel, style="plain"))
        layout = QVBoxLayout(running)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self._bar)
        return running

    def _follow_job(self, view: Any) -> None:
        if view.title != JOB_TITLE:
            return
        self._job_id = view.id
        self._stack.setCurrentIndex(0 if view.state.is_final else 1)
        self._bar.setValue(round(view.fraction * 1000))
        text = f"{say(view.message) or self.tr('Starting')} · {round(view.fraction * 100)} %"
        show_elided(self._words, text, max(40, self.width() - 48))

    def _cancel(self) -> None:
        self.bridge.session.jobs.cancel(self._job_id)
