# SPDX-License-Identifier: GPL-3.0-or-later
"""Saved prompts, templates and the history of prompts, as a menu; out to a file and in."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QWidget

from musicstudio.app.library.exchange import export_wishes, import_wishes, save_prompt, save_template, sheet_of
from musicstudio.app.library.looking import Library, SavedWish

from ..session_bridge import SessionBridge

_SHOWN, _LONGEST = 15, 60
_JSON = "*.json"


class WishesMenu(QMenu):
    """Filled each time it is opened."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        values = self.bridge.session.create_state.values
        self._add(self.tr("Save this prompt…"), self._save_prompt).setEnabled(bool(values.prompt.strip()))
        self._add(self.tr("Save this song's sheet as a template…"), self._save_sheet).setEnabled(
            bool(self.bridge.project.sheet)
        )
        self.bridge.session.try_to(self._add_kept)
        self.addSeparator()
        self._add(self.tr("Write all to a file…"), self._export)
        self._add(self.tr("Bring in from a file…"), self._import)

    def _add_kept(self) -> None:
        library = Library()
        self.addSection(self.tr("Saved"))
        for wish in library.wishes():
            self._add(wish.name, partial(self._use, wish))
        self.addSection(self.tr("Prompts used before"))
        for used in library.prompts(_SHOWN):
            text = used.text if len(used.text) <= _LONGEST else used.text[: _LONGEST - 1] + "…"
            self._add(text, partial(self._write, used.text))

    def _add(self, text: str, run: Callable[[], object]) -> QAction:
        action = self.addAction(text.replace("&", "&&"))
        action.triggered.connect(lambda _=False: self.bridge.session.try_to(run))
        return action

    def _write(self, prompt: str) -> None:
        self.bridge.session.create_state.set(prompt=prompt, sheet=None)

    def _use(self, wish: SavedWish) -> None:
        sheet = sheet_of(wish)
        prompt = sheet.prompt if sheet else wish.body
        self.bridge.session.create_state.set(prompt=prompt, sheet=sheet)

    def _save_prompt(self) -> None:
        if name := self._name():
            save_prompt(Library(), name, self.bridge.session.create_state.values.prompt)

    def _save_sheet(self) -> None:
        sheet = self.bridge.project.sheet
        if sheet is not None and (name := self._name()):
            save_template(Library(), name, sheet)

    def _name(self) -> str:
        name, is_given = QInputDialog.getText(self.parentWidget(), self.tr("Save"), self.tr("Name"))
        return name if is_given else ""

    def _export(self) -> None:
        title = self.tr("Write all to a file…")
        path, _ = QFileDialog.getSaveFileName(self.parentWidget(), title, "wishes.json", _JSON)
        if path:
            export_wishes(Library(), Path(path))

    def _import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self.parentWidget(), self.tr("Bring in from a file…"), "", _JSON)
        if path:
            import_wishes(Library(), Path(path))
