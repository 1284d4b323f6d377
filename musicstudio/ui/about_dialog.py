# SPDX-License-Identifier: GPL-3.0-or-later
"""What this is: the version and its build, and everything it is made of with its licence."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from musicstudio.app.health.shipped import Part, licence_text, shipped_parts
from musicstudio.core.build import version_line

from .widgets import Heading, muted, push_button

_SIZE_PX = (720, 600)
_TEXT_PX = 180


class AboutDialog(QDialog):
    """A row a part; the text of its licence below, where it came with one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About MusicStudio"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE_PX)
        self._parts = shipped_parts()
        self._list = self._make_list()
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName(self.tr("Text of the licence"))
        self._text.setMaximumHeight(_TEXT_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(Heading(f"MusicStudio {version_line()}"))
        layout.addWidget(muted(self.tr("Free software, GPL-3.0-or-later. What you make with it is yours."), wraps=True))
        layout.addWidget(self._list, 1)
        layout.addWidget(self._text)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(push_button(self.tr("Close"), self.close))
        layout.addLayout(row)
        self._list.currentItemChanged.connect(lambda item, _: self._show_text(item))
        self._show_text(None)

    def _make_list(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setAccessibleName(self.tr("Parts and their licences"))
        made.setRootIsDecorated(False)
        made.setHeaderLabels([self.tr("Part"), self.tr("Version"), self.tr("Licence")])
        for part in self._parts:
            made.addTopLevelItem(_item(part))
        for column in (0, 1):
            made.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        return made

    def _show_text(self, item: QTreeWidgetItem | None) -> None:
        part = self._parts[self._list.indexOfTopLevelItem(item) if item else 0]
        self._text.setPlainText(licence_text(part) or part.origin)


def _item(part: Part) -> QTreeWidgetItem:
    item = QTreeWidgetItem([part.name, part.version, part.licence])
    item.setToolTip(2, part.licence)
    return item
