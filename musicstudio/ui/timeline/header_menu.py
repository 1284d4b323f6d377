# SPDX-License-Identifier: GPL-3.0-or-later
"""The context menu of a track's header: name, role, instrument, and the actions on tracks."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from musicstudio.instruments import catalogue
from musicstudio.project.edits.tracks import rename_track, set_instrument, set_role
from musicstudio.project.model import Track
from musicstudio.project.model.tracks import ROLES

from ..menus import add_actions
from ..session_bridge import SessionBridge


def show_header_menu(header: QWidget, bridge: SessionBridge, track: Track, place: QPoint) -> None:
    """Select the track (unless it is selected) and offer what can be done with it."""
    if track.id not in bridge.session.selection.track_ids:
        bridge.session.selection.set(track_ids={track.id})
    menu = QMenu(header)
    menu.addAction(header.tr("Rename…"), lambda: ask_name(header, bridge, track))
    _add_roles(menu.addMenu(header.tr("Role")), header, bridge, track)
    if track.kind == "instrument":
        _add_instruments(menu.addMenu(header.tr("Instrument")), header, bridge, track)
    menu.addSeparator()
    add_actions(menu, bridge, [each for each in bridge.actions if each.startswith("track.")])
    menu.exec(place)
    menu.deleteLater()


def ask_name(header: QWidget, bridge: SessionBridge, track: Track) -> None:
    """Give the track another name."""
    name, is_given = QInputDialog.getText(header, header.tr("Rename the track"), header.tr("Name"), text=track.name)
    if is_given:
        bridge.edit(header.tr("Rename track"), rename_track(track.id, name))


def _add_roles(menu: QMenu, header: QWidget, bridge: SessionBridge, track: Track) -> None:
    title = header.tr("Set role")
    for role in ROLES:
        action = menu.addAction(role, lambda role=role: bridge.edit(title, set_role(track.id, role)))
        action.setCheckable(True)
        action.setChecked(role == track.role)


def _add_instruments(menu: QMenu, header: QWidget, bridge: SessionBridge, track: Track) -> None:
    title = header.tr("Choose instrument")
    families: dict[str, QMenu] = {}
    for instrument in catalogue.load().values():
        if instrument.role not in families:
            families[instrument.role] = menu.addMenu(instrument.role)
        edit = set_instrument(track.id, instrument.id)
        action = families[instrument.role].addAction(instrument.title, lambda edit=edit: bridge.edit(title, edit))
        action.setCheckable(True)
        action.setChecked(instrument.id == track.instrument)
