# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions that only the window has: files, zoom, panels, theme, help. Same shape as the session's."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from musicstudio.app.actions import Action

from ..theme import current
from ..timeline.view import TimelineView


class Panels(Protocol):
    """A window whose panels can be shown and hidden."""

    @property
    def side_panels(self) -> tuple[QWidget, QWidget, QWidget]:
        """Create, Inspector and the lower panel."""

    @property
    def tab_titles(self) -> list[str]:
        """Names of the lower tabs."""

    def show_tab(self, index: int) -> None:
        """Bring a lower tab to the front."""

    def toggle(self, panel: QWidget) -> None:
        """Show or hide a panel."""

    def set_theme(self, name: str) -> None:
        """Restyle the whole application."""

    @property
    def is_tall(self) -> bool:
        """Whether the lower panel has most of the height."""

    def toggle_tall(self) -> None:
        """Give the lower panel most of the height, or what it had before."""

    def toggle_sheet(self) -> None:
        """Open or close the song sheet."""

    def toggle_library(self) -> None:
        """Open or close the library."""

    def show_library_like(self) -> None:
        """The library with what sounds like the selected clip."""

    def toggle_inside(self) -> None:
        """Open or close the inside view."""

    def show_outline(self) -> None:
        """The song as a tree of words."""

    def show_keys(self) -> None:
        """The sheet of keys."""

    def show_shortcuts(self) -> None:
        """Keys by command, to be changed."""

    def show_notices(self) -> None:
        """What was told, to be read again."""

    def show_manual(self) -> None:
        """The manual, at what is being worked in."""

    def show_health(self) -> None:
        """Whether this machine can do what the studio wants."""

    def show_about(self) -> None:
        """The version, and everything inside with its licence."""

    def show_assistants(self) -> None:
        """What assistants did."""

    def show_tour(self) -> None:
        """The bubbles of the first start."""

    def show_preferences(self) -> None:
        """What holds for all songs."""

    def show_models(self) -> None:
        """What can be added to the studio."""


def view_actions(view: TimelineView, panels: Panels) -> Iterable[Action]:
    """The View and Help menus."""
    viewport = view.viewport
    yield _action("view.zoom_in", "Zoom in", "View", lambda: viewport.zoom(2, viewport.width / 2), "Ctrl+=", "=")
    yield _action("view.zoom_out", "Zoom out", "View", lambda: viewport.zoom(-2, viewport.width / 2), "Ctrl+-", "-")
    yield _action("view.zoom_fit", "Zoom to the song", "View", view.zoom_to_fit, "Z", "Ctrl+F")
    yield _action("view.zoom_selection", "Zoom to the selection", "View", view.zoom_to_selection, "Shift+Z")
    yield _action("view.snap", "Snap to the grid", "View", view.toggle_snap, "N", is_on=lambda: view.snap != "off")
    yield _action(
        "view.follow",
        "Follow the playhead",
        "View",
        lambda: _toggle_follow(view),
        "F",
        is_on=lambda: view.follows_playhead,
    )
    for size, title in (("small", "Small tracks"), ("normal", "Normal tracks"), ("large", "Large tracks")):
        is_on = partial(_is_size, view, size)
        yield _action(f"view.rows_{size}", title, "View", partial(view.set_row_size, size), is_on=is_on)
    yield from _panel_actions(panels)
    yield _action("view.song_sheet", "Show or hide the song sheet", "View", panels.toggle_sheet, "Ctrl+4")
    yield _action("view.library", "Show or hide the library", "View", panels.toggle_library, "Ctrl+5")
    yield _action("view.library_like", "Find what sounds like it", "View", panels.show_library_like)
    yield _action("view.inside", "How it was made, stage by stage", "View", panels.toggle_inside, "Ctrl+6")
    yield _action("view.outline", "Outline of the song", "View", panels.show_outline, "Ctrl+Shift+O")
    for theme, title in (("dark", "Dark theme"), ("light", "Light theme"), ("contrast", "High-contrast theme")):
        is_on = partial(_is_theme, theme)
        yield _action(f"view.theme_{theme}", title, "View", partial(panels.set_theme, theme), is_on=is_on)
    yield _action("app.preferences", "Preferences…", "Edit", panels.show_preferences, "Ctrl+,")
    yield _action("app.models", "Models…", "Edit", panels.show_models)
    yield _action("app.shortcuts", "Shortcuts", "Edit", panels.show_shortcuts)
    yield _action("help.manual", "Manual", "Help", panels.show_manual, "Shift+F1")
    yield _action("help.notices", "Notices of this song", "Help", panels.show_notices, "Ctrl+Shift+N")
    yield _action("help.assistants", "What assistants did", "Help", panels.show_assistants)
    yield _action("help.tour", "Tour", "Help", panels.show_tour)
    yield _action("help.health", "Health of the studio…", "Help", panels.show_health)
    yield _action("help.about", "About MusicStudio", "Help", panels.show_about)
    yield _action("help.keys", "Keys and gestures", "Help", panels.show_keys, "?", "F1")


def _panel_actions(panels: Panels) -> Iterable[Action]:
    for index, title in enumerate(panels.tab_titles):
        show = partial(panels.show_tab, index)
        yield _action(f"view.tab_{index}", f"Show {title}", "View", show, f"Alt+{index + 1}")
    create, inspector, bottom = panels.side_panels
    for name, title, panel, keys in (
        ("create", "Show or hide Create", create, ("Ctrl+1",)),
        ("inspector", "Show or hide Inspector", inspector, ("Ctrl+2",)),
        ("bottom", "Show or hide the lower panel", bottom, ("X", "Ctrl+3")),
    ):
        yield _action(f"view.{name}", title, "View", partial(panels.toggle, panel), *keys)
    yield _height_action(panels)


def _height_action(panels: Panels) -> Action:
    is_tall = partial(getattr, panels, "is_tall")
    return _action("view.tall_panel", "Tall lower panel", "View", panels.toggle_tall, "Shift+X", is_on=is_tall)


def _is_size(view: TimelineView, size: str) -> bool:
    return view.row_size == size


def _is_theme(name: str) -> bool:
    return current().name == name


def _action(
    action_id: str,
    title: str,
    menu: str,
    run: Callable[[], object],
    *shortcuts: str,
    is_on: Callable[[], bool] | None = None,
) -> Action:
    ticked = (lambda _session: is_on()) if is_on else None
    return Action(action_id, title, menu, lambda _session: run(), shortcuts=shortcuts, is_on=ticked)


def _toggle_follow(view: TimelineView) -> None:
    view.follows_playhead = not view.follows_playhead
