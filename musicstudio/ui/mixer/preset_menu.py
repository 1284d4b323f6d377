# SPDX-License-Identifier: GPL-3.0-or-later
"""The menu of presets, of one effect or of a whole chain: by role and feel, the user's own, keeping and deleting."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from musicstudio.app.audio.preset_shelf import CHAIN, PresetShelf
from musicstudio.mixing.device_presets import FEELS, Feel, chain_for, device_for, feel_of_style, roles_with
from musicstudio.project.model import Device, Project

from ..words import say
from .chain_editing import ChainEditing


class PresetMenu:
    """device: None for the whole chain."""

    def __init__(self, parent: QWidget, editing: ChainEditing, device: Device | None = None) -> None:
        self._parent, self._editing, self._device = parent, editing, device
        self._shelf = PresetShelf()
        self._kind = device.kind if device else CHAIN

    def show_at(self, place: QPoint) -> None:
        """Offer what there is."""
        menu = self.menu()
        menu.exec(place)
        menu.deleteLater()

    def menu(self) -> QMenu:
        """All entries."""
        menu = QMenu(self._parent)
        self._offer_own(menu)
        self._offer_roles(menu)
        menu.addSeparator()
        menu.addAction(_tr("Keep as a preset…"), self._ask_name).setEnabled(bool(self._content()))
        return menu

    def _content(self) -> tuple[Device, ...]:
        return (self._device,) if self._device else self._editing.devices

    def _offer_own(self, menu: QMenu) -> None:
        names = self._shelf.names(self._kind)
        for name in names:
            menu.addAction(name, partial(self._use_own, name))
        if names:
            deleting = menu.addMenu(_tr("Delete a preset"))
            for name in names:
                deleting.addAction(name, partial(self._delete, name))
            menu.addSeparator()

    def _offer_roles(self, menu: QMenu) -> None:
        """The strip's own role first, with the feel of the song's style."""
        kind = "" if self._kind == CHAIN else self._kind
        own = self._editing.chain.role(self._editing.bridge.project)
        roles = roles_with(kind)
        style = style_of(self._editing.bridge.project)
        if own in roles and style:
            feel = feel_of_style(style)
            title = _tr("{0} for {1}").format(_titled(own, feel), say(style.replace("_", " ").capitalize()))
            menu.addAction(title, partial(self._use, own, feel))
        for role in sorted(roles, key=lambda role: role != own):
            by_feel = menu.addMenu(_role_title(role))
            for feel in FEELS:
                by_feel.addAction(say(feel.title), partial(self._use, role, feel))

    def _use(self, role: str, feel: Feel) -> None:
        title = f"{role.capitalize()}, {feel.title}"
        if self._device is None:
            self._editing.use(title, chain_for(role, feel))
        elif preset := device_for(self._kind, role, feel):
            self._editing.use_for(self._device, title, preset)

    def _use_own(self, name: str) -> None:
        session = self._editing.bridge.session
        session.try_to(lambda: self._editing.use_saved(self._shelf.find(self._kind, name), self._device))

    def _delete(self, name: str) -> None:
        self._editing.bridge.session.try_to(lambda: self._shelf.delete(self._kind, name))

    def _ask_name(self) -> None:
        name, is_given = QInputDialog.getText(self._parent, _tr("Keep as a preset"), _tr("Name"))
        if is_given:
            self.keep(name)

    def keep(self, name: str) -> None:
        """Keep the effect, or the chain, under a name; when that cannot be done the user is told."""
        session = self._editing.bridge.session

        def save() -> None:
            preset = self._shelf.save(name, self._kind, self._content())
            session.notify(f"“{preset.name}” is kept.")

        session.try_to(save)


def style_of(project: Project) -> str:
    """The style that weighs most in how the song was made; empty where nothing is known."""
    recipe = project.recipes.get(project.song_recipe_id)
    conditioning = recipe.parameters.get("conditioning") if recipe else None
    styles = conditioning.get("styles") if isinstance(conditioning, dict) else None
    try:
        return max(((str(name), float(weight)) for name, weight in styles or ()), key=lambda pair: pair[1])[0]
    except (TypeError, ValueError):
        return ""


def _titled(role: str, feel: Feel) -> str:
    return f"{_role_title(role)}, {say(feel.title)}"


def _role_title(role: str) -> str:
    said = say(role)
    return said[:1].upper() + said[1:]


def _tr(text: str) -> str:
    return QCoreApplication.translate("PresetMenu", text)
