# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be done with one effect, and with a whole chain."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from musicstudio.project.model import Device

from .chain_editing import ChainEditing


def show_device_menu(parent: QWidget, editing: ChainEditing, device: Device, place: QPoint) -> None:
    """Copy, paste, move and remove."""
    menu = device_menu(parent, editing, device)
    menu.exec(place)
    menu.deleteLater()


def device_menu(parent: QWidget, editing: ChainEditing, device: Device) -> QMenu:
    """The entries for one effect."""
    menu, ids = QMenu(parent), [each.id for each in editing.devices]
    place = ids.index(device.id) if device.id in ids else 0
    menu.addAction(_tr("Copy"), partial(editing.copy, device))
    menu.addAction(_tr("Paste after it"), partial(editing.paste, place + 1)).setEnabled(bool(editing.copied))
    menu.addSeparator()
    menu.addAction(_tr("Move earlier"), partial(editing.move, device.id, place - 1)).setEnabled(place > 0)
    menu.addAction(_tr("Move later"), partial(editing.move, device.id, place + 1)).setEnabled(place + 1 < len(ids))
    menu.addAction(_tr("Bypass") if device.is_on else _tr("Switch on"), partial(editing.toggle, device))
    menu.addAction(_tr("Remove"), partial(editing.remove, device))
    return menu


def show_chain_menu(parent: QWidget, editing: ChainEditing, place: QPoint) -> None:
    """Copy and paste all of it."""
    menu = QMenu(parent)
    menu.addAction(_tr("Copy the chain"), lambda: editing.copy(*editing.devices)).setEnabled(bool(editing.devices))
    menu.addAction(_tr("Paste at the end"), editing.paste).setEnabled(bool(editing.copied))
    menu.addAction(_tr("Remove all"), editing.clear).setEnabled(bool(editing.devices))
    menu.exec(place)
    menu.deleteLater()


def _tr(text: str) -> str:
    return QCoreApplication.translate("DeviceMenu", text)
