# SPDX-License-Identifier: GPL-3.0-or-later
"""Who plays, who leads and who must not: a chip each; a click offers what can be done with it."""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from musicstudio.app.generation.sheet_edits import with_leader, with_player, with_refused, without_player
from musicstudio.project.model.sheet import Player, SongSheet

from ..theme import icon
from ..widgets import Chip, FlowLayout, label
from .state import SheetState


class PlayersRow(QWidget):
    """Wraps onto as many lines as it needs; a field at the end adds a player."""

    def __init__(self, state: SheetState) -> None:
        super().__init__()
        self._state = state
        self._shown: tuple[object, ...] = ()
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, gap=8)
        self._add, self._problem = QLineEdit(), label("", "sheetProblem")
        self._add.setPlaceholderText(self.tr("Add a player: cello, drums…"))
        self._add.setAccessibleName(self.tr("Add a player"))
        self._add.setFixedWidth(220)
        self._add.returnPressed.connect(self._add_typed)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self._chips, self._add, self._problem):
            layout.addWidget(part)

    def follow(self, sheet: SongSheet) -> None:
        """Show the players of a sheet."""
        shown = (sheet.players, sheet.refused)
        if shown == self._shown:
            return
        self._shown = shown
        self._flow.clear()
        for player in sheet.players:
            self._flow.addWidget(self._chip(player))
        for name in sheet.refused:
            chip = Chip(_plain(name), "chipOff", self.tr("{0} must not play").format(_plain(name)))
            chip.clicked.connect(partial(self._open_refused, chip, name))
            self._flow.addWidget(chip)
        self._chips.setVisible(self._flow.count() > 0)

    def _chip(self, player: Player) -> Chip:
        manner = " ".join(player.manner)
        text = (
            _plain(player.name)
            + (f" · {manner}" if manner else "")
            + (" · " + self.tr("leads") if player.leads else "")
        )
        chip = Chip(text, "playerOpen" if player.origin == "studio" else "playerChip", text)
        if player.leads:
            chip.setIcon(icon("crown", "text", size_px=14))
        chip.clicked.connect(partial(self._open, chip, player))
        return chip

    def _open(self, chip: Chip, player: Player, _: bool = False) -> None:
        menu = QMenu(self)
        if player.leads:
            menu.addAction(
                self.tr("Does not lead"), partial(self._change, partial(with_leader, name=player.name, leads=False))
            )
        else:
            menu.addAction(
                self.tr("Leads: has the tune"), partial(self._change, partial(with_leader, name=player.name))
            )
        menu.addAction(self.tr("Must not play"), partial(self._change, partial(with_refused, name=player.name)))
        if player.origin != "studio":
            menu.addAction(
                self.tr("Leave it to the studio"), partial(self._change, partial(without_player, name=player.name))
            )
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height())))

    def _open_refused(self, chip: Chip, name: str, _: bool = False) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("May play"), partial(self._change, partial(without_player, name=name)))
        menu.addAction(self.tr("Shall play"), partial(self._change, partial(with_player, name=name)))
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height())))

    def _add_typed(self) -> None:
        if self._change(partial(with_player, name=self._add.text())):
            self._add.clear()

    def _change(self, edit: "partial[SongSheet]") -> bool:
        problem = self._state.change(edit)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        return not problem


def _plain(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]
