# SPDX-License-Identifier: GPL-3.0-or-later
"""The songs of an album in order: dragged, or moved by Alt+Up and Alt+Down; files are dropped on them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from musicstudio.app.files.song_folder import SONG_SUFFIX
from musicstudio.app.files.song_list import song_of, title_of_song

_PATH = Qt.ItemDataRole.UserRole


class AlbumSongs(QListWidget):
    """``changed()`` after every change."""

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__()
        self._changed = changed
        self.setAccessibleName(self.tr("Songs of the album, in order"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setMinimumHeight(150)
        self.model().rowsMoved.connect(lambda *_: changed())

    @property
    def paths(self) -> tuple[Path, ...]:
        """The songs and sound files in order."""
        return tuple(Path(self.item(row).data(_PATH)) for row in range(self.count()))

    def add(self, *paths: Path) -> None:
        """Put songs and sound files at the end."""
        for path in paths:
            found = song_of(path) or path
            item = QListWidgetItem(title_of_song(found) if found.suffix == SONG_SUFFIX else found.name)
            item.setData(_PATH, str(found))
            item.setToolTip(str(found))
            self.addItem(item)
        self._changed()

    def remove_chosen(self) -> None:
        """Leave the chosen ones out."""
        for item in self.selectedItems():
            self.takeItem(self.row(item))
        self._changed()

    def move_chosen(self, by: int) -> None:
        """Move the chosen one up (-1) or down (1)."""
        row = self.currentRow()
        target = row + by
        if row < 0 or not 0 <= target < self.count():
            return
        self.insertItem(target, self.takeItem(row))
        self.clearSelection()
        self.setCurrentRow(target)
        self._changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Delete:
            self.remove_chosen()
        elif is_alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_chosen(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.add(*paths)
        else:
            super().dropEvent(event)
            self._changed()
