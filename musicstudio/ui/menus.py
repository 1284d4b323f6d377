# SPDX-License-Identifier: GPL-3.0-or-later
"""The session's actions as Qt actions: menus, shortcuts and greyed entries that say why."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from musicstudio.app.actions import Action

from .studio import Studio
from .theme import icon


def make_action(parent: QWidget, studio: Studio, action_id: str, *, with_shortcut: bool = False) -> QAction:
    """A Qt action that runs one of the session's actions, enabled as it stands now."""
    data = studio.actions[action_id]
    title = action_title(data)
    action = QAction(title, parent)
    action.setObjectName(action_id)
    if data.icon:
        action.setIcon(icon(data.icon))
    if data.shortcuts:
        sequences = [QKeySequence(each) for each in data.shortcuts]
        if with_shortcut:
            action.setShortcuts(sequences)
        else:
            action.setText(f"{title}\t{sequences[0].toString(QKeySequence.SequenceFormat.NativeText)}")
    can, why = data.enabled(studio.session)
    if not with_shortcut:
        action.setEnabled(can)
    action.setToolTip(why or title)
    action.triggered.connect(lambda _=False: studio.run(action_id))
    return action


def action_title(data: Action) -> str:
    """An action's title in the user's language."""
    return QCoreApplication.translate("Actions", data.title)


def add_actions(menu: QMenu, studio: Studio, action_ids: Iterable[str]) -> None:
    """Fill a menu, with a line between topics."""
    topic = None
    menu.setToolTipsVisible(True)
    for action_id in action_ids:
        if topic not in (None, action_id.split(".")[0]):
            menu.addSeparator()
        topic = action_id.split(".")[0]
        menu.addAction(make_action(menu, studio, action_id))


def main_menu(parent: QWidget, studio: Studio) -> QMenu:
    """Every action, by the menu that it names."""
    menu = QMenu(parent)
    menus: dict[str, list[str]] = {}
    for action_id, data in studio.actions.items():
        menus.setdefault(data.menu, []).append(action_id)
    for title, action_ids in menus.items():
        if title:
            add_actions(menu.addMenu(QCoreApplication.translate("Menus", title)), studio, action_ids)
    return menu


def install_shortcuts(window: QWidget, studio: Studio) -> None:
    """Give the window every shortcut. An action that may not run says why in a notice."""
    for action_id, data in studio.actions.items():
        if data.shortcuts:
            window.addAction(make_action(window, studio, action_id, with_shortcut=True))
