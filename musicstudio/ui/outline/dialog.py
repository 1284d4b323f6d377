# SPDX-License-Identifier: GPL-3.0-or-later
"""The outline's window: arrows walk, Enter goes there and selects, Space plays from there."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QTreeView, QVBoxLayout, QWidget

from ..session_bridge import SessionBridge
from ..widgets import muted
from .model import OutlineModel

_SIZE_PX = (520, 640)


class OutlineDialog(QDialog):
    """Stays open beside the window. chose_note carries (clip id, index of a note)."""

    chose_note = Signal(str, int)

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.setWindowTitle(self.tr("Outline of the song"))
        self.resize(*_SIZE_PX)
        self._shown = bridge.project
        self.model = OutlineModel(self._shown, self)
        self.tree = OutlineTree()
        self.tree.setAccessibleName(self.tr("Sections, tracks, clips and notes"))
        self.tree.setModel(self.model)
        self.tree.activated.connect(self._go)
        self.tree.asked_to_play.connect(self._play)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self.tree, 1)
        layout.addWidget(
            muted(self.tr("Arrows walk and open, Enter selects in the song, Space plays from there."), wraps=True)
        )
        bridge.watch(self._heed, "tracks", "clips", "sections", "tempo_map", "title", sees_previews=False)

    def showEvent(self, event: QShowEvent) -> None:
        self._follow()
        super().showEvent(event)

    def _follow(self) -> None:
        """The song changed: the same branches stay open, and the same line is the current one, where they still are."""
        if self._shown is self.bridge.project:
            return
        self._shown = self.bridge.project
        opened, current = self._opened(), self._key(self.tree.currentIndex())
        self.model.show(self._shown)
        self._open_again(QModelIndex(), opened, current)

    def _heed(self) -> None:
        if self.isVisible():
            self._follow()

    def _key(self, index: QModelIndex) -> tuple[object, ...]:
        """By what a line is known again; only one has no target."""
        target = self.model.branch(index).target if index.isValid() else None
        return (target.kind, target.id, target.index) if target else ("sections",)

    def _below(self, parent: QModelIndex) -> list[QModelIndex]:
        return [self.model.index(row, 0, parent) for row in range(self.model.rowCount(parent))]

    def _opened(self) -> set[tuple[object, ...]]:
        found: set[tuple[object, ...]] = set()
        waiting = self._below(QModelIndex())
        while waiting:
            index = waiting.pop()
            if self.tree.isExpanded(index):
                found.add(self._key(index))
                waiting += self._below(index)
        return found

    def _open_again(self, parent: QModelIndex, opened: set[tuple[object, ...]], current: tuple[object, ...]) -> None:
        for index in self._below(parent):
            key = self._key(index)
            if key == current:
                self.tree.setCurrentIndex(index)
            if key in opened:
                self.tree.setExpanded(index, True)
                self._open_again(index, opened, current)

    def _go(self, index: QModelIndex) -> None:
        target = self.model.branch(index).target
        if target is None:
            return
        self.bridge.seek(target.start_s)
        selection = self.bridge.session.selection
        if target.kind == "section":
            selection.set(section_ids={target.id})
        elif target.kind == "track":
            selection.set(track_ids={target.id})
        else:
            selection.set(clip_ids={target.id})
            self.bridge.arrived.emit(frozenset({target.id}))
        if target.kind == "note":
            self.chose_note.emit(target.id, target.index)

    def _play(self, index: QModelIndex) -> None:
        self._go(index)
        if not self.bridge.player.is_playing:
            self.bridge.run("transport.toggle")


class OutlineTree(QTreeView):
    """A tree of one column. asked_to_play carries the index of the line."""

    asked_to_play = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setFrameShape(QTreeView.Shape.NoFrame)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.asked_to_play.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
