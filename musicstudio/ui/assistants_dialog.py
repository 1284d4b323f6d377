# SPDX-License-Identifier: GPL-3.0-or-later
"""What assistants asked of the studio, the last first, with what came of it; it looks again every second."""

from PySide6.QtCore import QDateTime, QLocale, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from musicstudio.app.session.assistant_log import Activity, activities, clear_activities

from .theme import icon
from .widgets import muted, push_button
from .words import say

_SIZE_PX, _LOOK_MS = (640, 440), 1000


class AssistantsDialog(QDialog):
    """A list that follows while it is open."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What assistants did"))
        self.resize(*_SIZE_PX)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Calls of assistants, the last first"))
        self.list.setWordWrap(True)
        self._shown: tuple[Activity, ...] | None = None
        self._empty = muted(self.tr("Nothing so far. The door is opened under Preferences > Assistants."), wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self._empty)
        layout.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(push_button(self.tr("Forget"), self._forget))
        row.addWidget(push_button(self.tr("Close"), self.close))
        layout.addLayout(row)
        timer = QTimer(self)
        timer.timeout.connect(self._follow)
        timer.start(_LOOK_MS)
        self._follow()

    def _follow(self) -> None:
        found = activities()
        if found == self._shown:
            return
        self._shown = found
        self.list.clear()
        for each in found:
            name, token = ("circle-alert", "warn") if each.is_refused else ("check", "ok")
            self.list.addItem(QListWidgetItem(icon(name, token), _line(each)))
        self._empty.setVisible(not found)

    def _forget(self) -> None:
        clear_activities()
        self._follow()


def _line(each: Activity) -> str:
    moment = QLocale().toString(QDateTime.fromSecsSinceEpoch(round(each.at)), QLocale.FormatType.ShortFormat)
    asked = ", ".join(f"{name} “{value}”" for name, value in each.asked.items())
    parts = (moment, each.tool, each.song, asked, say(each.outcome))
    return "   ".join(part for part in parts if part)
