# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual within the studio: its pages with their pictures from this machine's disk, and a search in all of them."""

import re
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from musicstudio.core.paths import resources_dir

from .widgets import push_button

PAGES = (
    "index", "make", "edit", "record", "separate", "mix", "master", "export", "recipes", "teams", "troubleshooting",
    "privacy", "learned",
)  # fmt: skip
_SIZE_PX, _LIST_PX, _PICTURE_PX = (980, 680), 220, 640
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)\n?")
_LOOKS = (
    ("<img ", f'<img width="{_PICTURE_PX}" '),
    ("margin-top:0px; margin-bottom:0px", "margin-top:8px; margin-bottom:8px"),
)
_ROW_PX = 28


class ManualDialog(QDialog):
    """Open it on a page; words in the field keep the pages that hold them and mark the first place."""

    def __init__(self, parent: QWidget, page: str = PAGES[0]) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Manual"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE_PX)
        self._texts = {name: read_page(name) for name in PAGES}
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Find in the manual"))
        self._search.setAccessibleName(self.tr("Find in the manual"))
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Pages of the manual"))
        self._list.setFixedWidth(_LIST_PX)
        self._page = QTextBrowser()
        self._page.setAccessibleName(self.tr("Page of the manual"))
        self._page.setOpenLinks(False)
        self._fill("")
        self._arrange()
        self._search.textChanged.connect(self._fill)
        self._list.currentItemChanged.connect(lambda item, _: self._show(item))
        self.go_to(page)

    def go_to(self, page: str) -> None:
        """Show a page."""
        for row in range(self._list.count()):
            if self._list.item(row).data(Qt.ItemDataRole.UserRole) == page:
                self._list.setCurrentRow(row)

    def _arrange(self) -> None:
        side = QVBoxLayout()
        side.addWidget(self._search)
        side.addWidget(self._list, 1)
        columns = QHBoxLayout()
        columns.addLayout(side)
        columns.addWidget(self._page, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(push_button(self.tr("Close"), self.close))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addLayout(columns, 1)
        layout.addLayout(row)

    def _fill(self, words: str) -> None:
        self._list.clear()
        for name, text in self._texts.items():
            if words.lower() in text.lower():
                item = QListWidgetItem(_title(text))
                item.setSizeHint(QSize(0, _ROW_PX))
                item.setData(Qt.ItemDataRole.UserRole, name)
                self._list.addItem(item)
        if self._list.count():
            self._list.setCurrentRow(0)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        document = self._page.document()
        document.setBaseUrl(QUrl.fromLocalFile(f"{_folder()}/"))
        document.setMarkdown(self._texts[item.data(Qt.ItemDataRole.UserRole)])
        html = self._page.toHtml()
        for made, wanted in _LOOKS:
            html = html.replace(made, wanted)
        self._page.setHtml(html)
        self._page.moveCursor(QTextCursor.MoveOperation.Start)
        if self._search.text():
            self._page.find(self._search.text())


def read_page(name: str) -> str:
    """A page's text, without pictures that are not on this machine."""
    try:
        text = (_folder() / f"{name}.md").read_text(encoding="utf-8")
    except OSError:
        return f"# {name}\n"
    return _PICTURE.sub(lambda match: match[0] if (_folder() / match[1]).exists() else "", text)


def _folder() -> Path:
    return resources_dir() / "manual"


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ")
