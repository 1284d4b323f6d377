# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether this machine can do what the studio wants of it, and what went wrong last; nothing of it is sent."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from musicstudio.app.health.doctor import examine, shared_report
from musicstudio.app.health.finding import Finding
from musicstudio.core.crashes import all_reports, mark_seen, read_report
from musicstudio.core.paths import logs_dir

from .session_bridge import SessionBridge
from .theme import icon
from .widgets import ScrollColumn, label, muted, push_button
from .words import say

_SIZE_PX = (640, 560)
_ICON_PX = 16
_ICONS = {"good": ("check", "text"), "hint": ("info", "warn"), "bad": ("circle-alert", "bad")}
_REPORT_PX = 140


class HealthDialog(QDialog):
    """One sentence a finding, with a command that helps; the report to copy names nobody and no file."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Health of the studio"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE_PX)
        self._found: tuple[Finding, ...] = ()
        self._list = ScrollColumn()
        self._waiting = muted(self.tr("Looking at sound, instruments, models, disk and rights…"))
        self._list.column.addWidget(self._waiting)
        self._copy = push_button(self.tr("Copy report"), self._copy_report)
        self._copy.setToolTip(self.tr("Without names of people, devices and files"))
        self._copy.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self._list, 1)
        self._add_last_crash(layout)
        layout.addLayout(self._buttons())
        bridge.session.jobs.submit("Health", examine, on_done=self._show, is_quiet=True)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(muted(self.tr("Nothing of this is sent anywhere.")))
        row.addStretch(1)
        row.addWidget(push_button(self.tr("Open the folder of the log"), _open_logs))
        row.addWidget(self._copy)
        row.addWidget(push_button(self.tr("Close"), self.close))
        return row

    def _add_last_crash(self, layout: QVBoxLayout) -> None:
        reports = all_reports()
        if not reports:
            return
        layout.addWidget(label(self.tr("What went wrong last")))
        text = QPlainTextEdit(read_report(reports[0]))
        text.setReadOnly(True)
        text.setAccessibleName(self.tr("What went wrong last"))
        text.setMaximumHeight(_REPORT_PX)
        layout.addWidget(text)
        mark_seen(reports)

    def _show(self, found: tuple[Finding, ...]) -> None:
        if not isValid(self):  # closed meanwhile
            return
        self._found = found
        self._waiting.hide()
        for each in found:
            self._list.column.addLayout(_row(each))
        self._list.column.addStretch(1)
        self._copy.setEnabled(True)

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(shared_report(self._found))


def _row(finding: Finding) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    name, token = _ICONS[finding.state]
    picture = QLabel()
    picture.setPixmap(icon(name, token).pixmap(_ICON_PX, _ICON_PX))
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    words = label(f"{say(finding.topic)}: {say(finding.text)}", wraps=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column = QVBoxLayout()
    column.addWidget(words)
    if finding.remedy:
        remedy = label(finding.remedy, "muted", wraps=True)
        remedy.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(remedy)
    row.addLayout(column, 1)
    return row


def _open_logs() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(logs_dir())))
