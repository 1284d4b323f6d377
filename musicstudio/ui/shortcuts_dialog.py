# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys by command: found by name, pressed to be set, with a warning that names who has the key already."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QKeySequenceEdit, QLabel, QLineEdit, QVBoxLayout, QWidget

from musicstudio.app.actions import Action
from musicstudio.app.session.shortcuts import keys_of, lost_keys, owner_of, with_key

from .menus import action_title
from .session_bridge import SessionBridge
from .widgets import ScrollColumn, icon_button, label, push_button
from .words import say

_SIZE_PX, _KEY_PX = (640, 620), 150


class ShortcutsDialog(QDialog):
    """Every change holds at once. changed: called when it is closed and something was changed."""

    def __init__(self, bridge: SessionBridge, parent: QWidget, changed: Callable[[], object]) -> None:
        super().__init__(parent)
        self.bridge, self._changed, self._was_changed = bridge, changed, False
        self.setWindowTitle(self.tr("Shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE_PX)
        search = QLineEdit()
        search.setPlaceholderText(self.tr("Find a command"))
        search.setAccessibleName(self.tr("Find a command"))
        search.textChanged.connect(self._keep)
        scroll = ScrollColumn(margin=0, gap=2)
        self._rows: dict[str, _Row] = {}
        for action in sorted(bridge.actions.values(), key=lambda each: (say(each.menu), action_title(each))):
            if action.menu:
                self._rows[action.id] = row = _Row(action, self._set)
                scroll.add(row)
        scroll.column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(search)
        layout.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.addWidget(push_button(self.tr("Forget my own keys"), self._forget))
        foot.addStretch(1)
        foot.addWidget(push_button(self.tr("Close"), self.close))
        layout.addLayout(foot)
        self.finished.connect(lambda _: self._changed() if self._was_changed else None)
        self._follow()

    def _set(self, action_id: str, key: str | None) -> None:
        settings = self.bridge.session.settings
        owner = owner_of(self.bridge.default_keys, settings.values, key, action_id) if key else ""
        settings.change(shortcuts=with_key(settings.values, action_id, key))
        self._was_changed = True
        self._follow()
        if owner in self.bridge.actions:
            self._rows[action_id].warn(self.tr("taken from “{0}”").format(action_title(self.bridge.actions[owner])))

    def _forget(self) -> None:
        self.bridge.session.settings.change(shortcuts={})
        self._was_changed = True
        self._follow()

    def _follow(self) -> None:
        defaults, settings = self.bridge.default_keys, self.bridge.session.settings.values
        keys, lost = keys_of(defaults, settings), lost_keys(defaults, settings)
        for action_id, row in self._rows.items():
            row.show_key(next(iter(keys.get(action_id, ())), ""), is_own=action_id in settings.shortcuts)
            winner = self.bridge.actions.get(lost.get(action_id, ""))
            row.warn(self.tr("its key does “{0}”").format(action_title(winner)) if winner else "")

    def _keep(self, text: str) -> None:
        for row in self._rows.values():
            row.setVisible(text.strip().lower() in row.words)


class _Row(QWidget):
    """A command, a warning, its key to be pressed anew, and ways to take the key away or back."""

    def __init__(self, action: Action, answer: Callable[[str, str | None], object]) -> None:
        super().__init__()
        title = action_title(action).removesuffix("…")
        self.words = f"{say(action.menu)} {title} {action.id}".lower()
        self._warning: QLabel = label("", "warn")
        self._key = QKeySequenceEdit()
        self._key.setMaximumSequenceLength(1)
        self._key.setFixedWidth(_KEY_PX)
        self._key.setAccessibleName(self.tr("Key for {0}").format(title))
        self._key.editingFinished.connect(self._finish)
        self._shown = ""
        self._again = icon_button("undo", self.tr("The key of the preset for {0}").format(title), style="plain")
        self._again.clicked.connect(lambda _=False: answer(action.id, None))
        none = icon_button("x", self.tr("No key for {0}").format(title), lambda: answer(action.id, ""), style="plain")
        self._answer, self._action_id = answer, action.id
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(6)
        row.addWidget(label(f"{say(action.menu)} · {title}"), 1)
        for widget in (self._warning, self._key, none, self._again):
            row.addWidget(widget)

    def show_key(self, key: str, *, is_own: bool) -> None:
        """Show the key that is in force."""
        self._shown = key
        self._key.setKeySequence(QKeySequence(key))
        self._again.setEnabled(is_own)

    def warn(self, text: str) -> None:
        """Say who has the key."""
        self._warning.setText(text)

    def _finish(self) -> None:
        key = self._key.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if key and key != self._shown:
            self._answer(self._action_id, key)
