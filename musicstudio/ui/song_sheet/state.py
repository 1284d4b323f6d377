# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheet that is shown: what a hand has changed, else what the words say; and what became of it in the song."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from musicstudio.core.errors import StudioError
from musicstudio.project.model.sheet import Made, SongSheet

from ..session_bridge import SessionBridge
from ..words import say


class SheetState(QObject):
    """``changed`` is emitted when another sheet, or another result of it, is to be shown."""

    changed = Signal()

    def __init__(self, bridge: SessionBridge, parent: QObject) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self._planned: SongSheet | None = None
        bridge.create_changed.connect(self.changed)
        bridge.project_changed.connect(lambda _: self.changed.emit())

    @property
    def sheet(self) -> SongSheet | None:
        """What Generate would make; None while nothing was said."""
        return self.bridge.session.create_state.values.sheet or self._planned

    @property
    def made(self) -> dict[str, Made]:
        """What became of each thing asked, by its name, if the song was made from these words."""
        song = self.bridge.project.sheet
        sheet = self.sheet
        if song is None or sheet is None or song.prompt != sheet.prompt:
            return {}
        return {each.name: each for each in song.made}

    def show_planned(self, sheet: SongSheet | None) -> None:
        """The words were read."""
        self._planned = sheet
        if self.bridge.session.create_state.values.sheet is not None and sheet is not None:
            self.bridge.session.create_state.set(sheet=sheet)
        self.changed.emit()

    def change(self, edit: Callable[[SongSheet], SongSheet]) -> str:
        """Change the sheet by hand; the sentence that says why it cannot be, or nothing."""
        sheet = self.sheet
        if sheet is None:
            return self.tr("Write a sentence first.")
        try:
            changed = edit(sheet)
        except StudioError as error:
            return say(str(error))
        self.bridge.session.create_state.set(sheet=changed)
        return ""
