# SPDX-License-Identifier: GPL-3.0-or-later
"""A window on a session: the panels, then the actions that only a window has, then every key."""

from .actions.carry import carry_actions
from .actions.files import file_actions
from .actions.palette import palette_action
from .actions.view import view_actions
from .main_window import MainWindow
from .menus import install_shortcuts
from .session_bridge import SessionBridge
from .start.panel import StartPanel


def make_window(bridge: SessionBridge) -> MainWindow:
    """A main window, not shown yet, with its menus and keys."""
    window = MainWindow(bridge)
    actions = (
        *file_actions(bridge, window, window, window.toasts.withdraw_offers),
        *carry_actions(bridge, window),
        *view_actions(window.timeline.view, window),
    )
    bridge.add_actions((*actions, palette_action(bridge)))
    install_shortcuts(window, bridge)
    if not bridge.project.tracks:
        window.create_panel.prompt.setFocus()
        window.timeline.show_when_empty(StartPanel(bridge, window.timeline, window.asked_open.emit))
    return window
