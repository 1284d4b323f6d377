# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree for Qt's view, which screen readers know how to walk."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from musicstudio.project.model import Project

from .branches import Branch, tree_of

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class OutlineModel(QAbstractItemModel):
    """Branches are made when they are opened, so a hundred thousand notes cost nothing until then."""

    def __init__(self, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._root = tree_of(project)

    def show(self, project: Project) -> None:
        """Another version of the song."""
        self.beginResetModel()
        self._root = tree_of(project)
        self.endResetModel()

    def branch(self, index: Index) -> Branch:
        """What an index stands for."""
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, Branch) else self._root

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        branches = self.branch(parent).branches
        return self.createIndex(row, column, branches[row]) if 0 <= row < len(branches) else QModelIndex()

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # Qt has two of this name
        above = self.branch(index).parent
        if above is None or above is self._root or above.parent is None:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return len(self.branch(parent).branches)

    def columnCount(self, _: Index = _NOWHERE) -> int:
        return 1

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        branch = self.branch(parent)
        return branch is self._root or branch.may_have_branches

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        is_text = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self.branch(index).text if index.isValid() and is_text else None
