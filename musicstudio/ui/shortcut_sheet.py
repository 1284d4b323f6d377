# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheet of keys and mouse gestures (?)."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from .menus import action_title
from .session_bridge import SessionBridge
from .widgets import Heading, ScrollColumn, label, push_button


class ShortcutSheet(QDialog):
    """Made from the actions, so that it never lies. show_manual: the way on to what no key does."""

    def __init__(self, bridge: SessionBridge, parent: QWidget, show_manual: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys and gestures"))
        self.resize(860, 620)
        columns = QHBoxLayout()
        columns.setSpacing(32)
        sides = [QVBoxLayout(), QVBoxLayout()]
        for side in sides:
            side.setSpacing(10)
            columns.addLayout(side, 1)
        menus: dict[str, list[tuple[str, str]]] = {}
        for action in bridge.actions.values():
            if action.shortcuts:
                menus.setdefault(action.menu, []).append((_keys(action.shortcuts), action_title(action)))
        menus[self.tr("Mouse")] = self._gestures()
        heights = [0, 0]
        for title, rows in sorted(menus.items(), key=lambda item: -len(item[1])):
            lower = heights.index(min(heights))
            heights[lower] += len(rows) + 2
            sides[lower].addLayout(_group(title, rows))
        for side in sides:
            side.addStretch(1)
        scroll = ScrollColumn()
        scroll.column.addLayout(columns)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.addWidget(scroll)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(push_button(self.tr("Manual"), lambda: self._leave_for(show_manual)))
        row.addWidget(push_button(self.tr("Close"), self.accept))
        row.addStretch(1)
        layout.addLayout(row)

    def _leave_for(self, show: Callable[[], object]) -> None:
        self.accept()
        show()

    def _gestures(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Drag header of a clip"), self.tr("Move; Ctrl copies, Shift leaves the grid")),
            (self.tr("Drag body of a clip"), self.tr("Select a range on the rows crossed")),
            (self.tr("Drag edge, upper corner"), self.tr("Trim, fade")),
            (self.tr("Drag the right edge"), self.tr("Ctrl: loop; Alt: stretch")),
            (self.tr("Drag a clip's gain handle"), self.tr("Louder, softer; Alt: pitch")),
            (self.tr("Dot on a fade, crossfade"), self.tr("Drag: bend the curve; double click: length")),
            (self.tr("Alt+drag a clip"), self.tr("Carry it out as files")),
            (self.tr("Drag a section, its right edge"), self.tr("Move it with its column, make it longer or shorter")),
            (self.tr("Drag a section or track name out"), self.tr("Carry it out as files")),
            (self.tr("Automation lane"), self.tr("Click: point; Alt bends, Ctrl draws, Delete deletes")),
            (self.tr("Take lane"), self.tr("Drag: play this take there; hold H: hear it only")),
            (self.tr("Tempo and metre lane"), self.tr("Double click: add, change; drag: move, faster, slower")),
            (self.tr("Ctrl+click, Shift+click"), self.tr("Add cells, extend")),
            (self.tr("Ctrl+wheel, Shift+wheel"), self.tr("Zoom at the pointer, scroll in time")),
            (self.tr("Upper edge of the ruler"), self.tr("Drag: loop; click: no loop")),
            (self.tr("Arrows, Enter"), self.tr("Walk from clip to clip, open the notes")),
            (self.tr("Double click"), self.tr("Open a clip; rename a section or track; change a chord or word")),
            (self.tr("[ and ]"), self.tr("Walk from section to section")),
        ]


def _group(title: str, rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(4)
    grid.setHorizontalSpacing(12)
    grid.setColumnStretch(1, 1)
    grid.addWidget(Heading(title), 0, 0, 1, 2)
    for row, (keys, text) in enumerate(rows, start=1):
        grid.addWidget(label(keys, "sheetKey"), row, 0)
        grid.addWidget(label(text, wraps=True), row, 1)
    return grid


def _keys(shortcuts: tuple[str, ...]) -> str:
    return ", ".join(QKeySequence(each).toString(QKeySequence.SequenceFormat.NativeText) for each in shortcuts)
