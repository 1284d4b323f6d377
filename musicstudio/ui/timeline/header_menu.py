# SPDX-License-Identifier: GPL-3.0-or-later
"""The context menu of a track's header: the actions on tracks."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from musicstudio.project.model import Track

from ..menus import add_actions
from ..session_bridge import SessionBridge

_PREFIXES = ("track.", "strip.", "automation.", "song.layer", "song.regenerate")


def show_header_menu(header: QWidget, bridge: SessionBridge, track: Track, place: QPoint) -> None:
    """Select the track (unless it is selected) and offer what can be done with it."""
    if track.id not in bridge.session.selection.track_ids:
        bridge.session.selection.set(track_ids={track.id})
    menu = QMenu(header)
    add_actions(menu, bridge, [each for each in bridge.actions if each.startswith(_PREFIXES)])
    menu.exec(place)
    menu.deleteLater()


def ask_name(header: QWidget, bridge: SessionBridge, track: Track) -> None:
    """Give the track another name, asked under the name that it has."""
    bridge.session.selection.set(track_ids={track.id})
    bridge.run("track.rename", header.mapToGlobal(QPoint(8, 26)))
