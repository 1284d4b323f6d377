# SPDX-License-Identifier: GPL-3.0-or-later
"""The menu of a strip: its sends, and everything that can be done with its track at the desk."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from musicstudio.project.edits import strips
from musicstudio.project.model import Send, Track

from ..menus import add_actions
from ..session_bridge import SessionBridge

NEW_SEND_DB = -12.0
_PREFIXES = ("listen.before", "listen.after", "strip.", "automation.", "track.rename")


def show_strip_menu(
    strip: QWidget, bridge: SessionBridge, track: Track, opened: Callable[[], object], place: QPoint
) -> None:
    """Select the track (unless it is selected) and offer what can be done with it."""
    if track.id not in bridge.session.selection.track_ids:
        bridge.session.selection.set(track_ids={track.id})
    menu = QMenu(strip)
    menu.addAction(_tr("Effects…"), opened)
    _add_sends(menu.addMenu(_tr("Sends")), bridge, track)
    menu.addSeparator()
    add_actions(menu, bridge, [each for each in bridge.actions if each.startswith(_PREFIXES)])
    menu.exec(place)
    menu.deleteLater()


def show_sends(parent: QWidget, bridge: SessionBridge, track: Track, place: QPoint) -> None:
    """Which buses a strip sends to, and from where."""
    menu = QMenu(parent)
    _add_sends(menu, bridge, track)
    menu.exec(place)
    menu.deleteLater()


def _add_sends(menu: QMenu, bridge: SessionBridge, track: Track) -> None:
    now = {send.bus_id: send for send in track.strip.sends}
    for bus in [each for each in bridge.project.tracks if each.kind == "bus" and each.id != track.id]:
        send = now.get(bus.id)
        action = menu.addAction(bus.name, partial(_switch, bridge, track, bus, send is None))
        action.setCheckable(True)
        action.setChecked(send is not None)
        if send is not None:
            before = menu.addAction(_tr("    before the fader"), partial(_move, bridge, track, bus, send))
            before.setCheckable(True)
            before.setChecked(send.is_pre_fader)
    if menu.isEmpty():
        menu.addAction(_tr("The song has no buses to send to")).setEnabled(False)


def _switch(bridge: SessionBridge, track: Track, bus: Track, is_on: bool) -> None:
    bridge.edit(f"Send to {bus.name}", strips.set_send(track.id, bus.id, NEW_SEND_DB if is_on else None))


def _move(bridge: SessionBridge, track: Track, bus: Track, send: Send) -> None:
    bridge.edit(f"Send to {bus.name}", strips.set_send(track.id, bus.id, send.gain_db, not send.is_pre_fader))


def _tr(text: str) -> str:
    return QCoreApplication.translate("StripMenu", text)
