# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions that only the window has: files, zoom, panels, theme, help. Same shape as the session's."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from musicstudio.app.actions import Action

from .timeline.view import TimelineView

if TYPE_CHECKING:
    from .main_window import MainWindow


def view_actions(window: "MainWindow") -> Iterable[Action]:
    """The window's actions, to be added to the session's."""
    view = window.timeline.view
    middle = window.timeline.canvas.width
    yield _action("view.zoom_in", "Zoom in", "View", lambda: view.viewport.zoom(2, middle() / 2), "Ctrl+=", "=")
    yield _action("view.zoom_out", "Zoom out", "View", lambda: view.viewport.zoom(-2, middle() / 2), "Ctrl+-", "-")
    yield _action("view.zoom_fit", "Zoom to the song", "View", view.zoom_to_fit, "Z", "Ctrl+F")
    yield _action("view.zoom_selection", "Zoom to the selection", "View", view.zoom_to_selection, "Shift+Z")
    yield _action("view.snap", "Snap to the grid", "View", view.toggle_snap, "N")
    yield _action("view.follow", "Follow the playhead", "View", lambda: _toggle_follow(view), "F")
    for size, title in (("small", "Small tracks"), ("normal", "Normal tracks"), ("large", "Large tracks")):
        yield _action(f"view.rows_{size}", title, "View", lambda size=size: view.set_row_size(size))
    for index, title in enumerate(window.tab_titles):
        yield _action(
            f"view.tab_{index}", f"Show {title}", "View", lambda index=index: window.show_tab(index), f"Alt+{index + 1}"
        )
    yield _action("view.create", "Show or hide Create", "View", lambda: window.toggle(window.create), "Ctrl+1")
    yield _action("view.inspector", "Show or hide Inspector", "View", lambda: window.toggle(window.inspector), "Ctrl+2")
    yield _action(
        "view.bottom", "Show or hide the lower panel", "View", lambda: window.toggle(window.bottom), "X", "Ctrl+3"
    )
    for theme, title in (("dark", "Dark theme"), ("light", "Light theme"), ("contrast", "High-contrast theme")):
        yield _action(f"view.theme_{theme}", title, "View", lambda theme=theme: window.set_theme(theme))
    yield _action("help.keys", "Keys and gestures", "Help", window.show_keys, "?", "F1")


def _action(action_id: str, title: str, menu: str, run: Callable[[], object], *shortcuts: str) -> Action:
    return Action(action_id, title, menu, lambda _session: run(), shortcuts=shortcuts)


def _toggle_follow(view: TimelineView) -> None:
    view.follows_playhead = not view.follows_playhead
