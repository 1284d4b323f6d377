# SPDX-License-Identifier: GPL-3.0-or-later
"""The session's actions as Qt actions: menus, shortcuts and greyed entries that say why."""

from collections.abc import Iterable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from musicstudio.app.actions import Action

from .session_bridge import SessionBridge
from .theme import icon
from .words import say

_MENU_ORDER = (
    "File", "Edit", "Song", "Section", "Chords", "Markers", "Track", "Clip", "Takes", "Mix", "Automation", "Transport",
    "View", "Help", "",
)  # fmt: skip


def _place_of(menu: str) -> int:
    return _MENU_ORDER.index(menu) if menu in _MENU_ORDER else len(_MENU_ORDER)


def make_action(parent: QWidget, bridge: SessionBridge, action_id: str, *, with_shortcut: bool = False) -> QAction:
    """A Qt action that runs one of the session's actions, enabled as it stands now."""
    data = bridge.actions[action_id]
    title = say(data.title_now(bridge.session)) if data.title_now else action_title(data)
    action = QAction(title.replace("&", "&&"), parent)
    action.setObjectName(action_id)
    if data.icon:
        action.setIcon(icon(data.icon))
    if data.shortcuts:
        sequences = [QKeySequence(each) for each in data.shortcuts]
        if with_shortcut:
            action.setShortcuts(sequences)
        else:
            action.setText(f"{title}\t{sequences[0].toString(QKeySequence.SequenceFormat.NativeText)}")
    can, why = data.enabled(bridge.session)
    if not with_shortcut:
        action.setEnabled(can)
    action.setToolTip(say(why) or title)
    if data.is_on is not None:
        action.setCheckable(True)
        action.setChecked(data.is_on(bridge.session))
    action.triggered.connect(lambda _=False: bridge.run(action_id))
    return action


def action_title(data: Action) -> str:
    """An action's title in the user's language."""
    return say(data.title)


def add_actions(menu: QMenu, bridge: SessionBridge, action_ids: Iterable[str]) -> None:
    """Fill a menu, with a line between topics."""
    topic = None
    menu.setToolTipsVisible(True)
    for action_id in action_ids:
        if topic not in (None, action_id.split(".")[0]):
            menu.addSeparator()
        topic = action_id.split(".")[0]
        menu.addAction(make_action(menu, bridge, action_id))


def main_menu(parent: QWidget, bridge: SessionBridge) -> QMenu:
    """Every action, by the menu that it names."""
    menu = QMenu(parent)
    menus: dict[str, list[str]] = {}
    for action_id, data in bridge.actions.items():
        menus.setdefault(data.menu, []).append(action_id)
    for title, action_ids in sorted(menus.items(), key=lambda item: _place_of(item[0])):
        if title:
            add_actions(menu.addMenu(say(title)), bridge, action_ids)
    return menu


def install_shortcuts(window: QWidget, bridge: SessionBridge) -> None:
    """Give the window every shortcut. An action that may not run says why in a notice."""
    for action_id, data in bridge.actions.items():
        if data.shortcuts:
            window.addAction(make_action(window, bridge, action_id, with_shortcut=True))
