# SPDX-License-Identifier: GPL-3.0-or-later
"""A window on a session: the panels, then the actions that only a window has, then every key."""

from .actions.files import file_actions
from .actions.song import song_tasks
from .actions.view import view_actions
from .main_window import MainWindow
from .menus import install_shortcuts
from .studio import Studio


def make_window(studio: Studio) -> MainWindow:
    """A main window, not shown yet, with its menus and keys."""
    window = MainWindow(studio)
    actions = (
        *file_actions(studio, window, window, window.toasts.withdraw_offers),
        *song_tasks(window),
        *view_actions(window.timeline.view, window),
    )
    studio.actions.update({action.id: action for action in actions})
    install_shortcuts(window, studio)
    return window
