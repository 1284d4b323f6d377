# SPDX-License-Identifier: GPL-3.0-or-later
"""What the studio has told since the song was opened, the last first, to be read at leisure and copied."""

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from musicstudio.app.session.told import Told

from .session_bridge import SessionBridge
from .theme import icon
from .widgets import muted, push_button
from .words import say

_SIZE_PX = (560, 420)
_ICONS = {"info": ("info", "text"), "warning": ("triangle-alert", "warn"), "error": ("circle-alert", "bad")}


class NoticesDialog(QDialog):
    """Follows what is told while it is open. Return does what a notice offers."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.setWindowTitle(self.tr("Notices"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE_PX)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Notices, the last first"))
        self._list.setWordWrap(True)
        self._list.itemActivated.connect(self._help)
        self._empty = muted(self.tr("Nothing has been told yet."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self._empty)
        layout.addWidget(self._list, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(push_button(self.tr("Copy all"), self._copy))
        row.addWidget(push_button(self.tr("Close"), self.close))
        layout.addLayout(row)
        bridge.noticed.connect(lambda *_: self._follow())
        bridge.offered.connect(lambda *_: self._follow())
        self._follow()

    def _follow(self) -> None:
        told = self.bridge.session.told.all
        self._list.clear()
        for each in reversed(told):
            name, token = _ICONS.get(each.notice.level, _ICONS["info"])
            item = QListWidgetItem(icon(name, token), f"{_clock(each)}   {say(each.notice.text)}")
            item.setData(Qt.ItemDataRole.UserRole, each.notice.action_id)
            self._list.addItem(item)
        self._empty.setVisible(not told)

    def _help(self, item: QListWidgetItem) -> None:
        action_id = item.data(Qt.ItemDataRole.UserRole)
        if action_id in self.bridge.actions:
            self.bridge.run(action_id)

    def _copy(self) -> None:
        lines = [self._list.item(row).text() for row in range(self._list.count())]
        QGuiApplication.clipboard().setText("\n".join(lines))


def _clock(each: Told) -> str:
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(each.told_at)).time(), QLocale.FormatType.ShortFormat)
