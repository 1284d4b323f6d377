# SPDX-License-Identifier: GPL-3.0-or-later
"""The song sheet beside the timeline: header, sentence, what came of it, table, footer."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from musicstudio.app.generation.plan import open_plan, save_plan
from musicstudio.app.generation.sheet_edits import with_kept_locked
from musicstudio.app.generation.sheet_fields import FIELDS
from musicstudio.app.generation.sheet_words import sentence_of
from musicstudio.project.model.sheet import Made, SongSheet

from ..session_bridge import SessionBridge
from ..widgets import Heading, ScrollColumn, icon_button, label, muted, push_button
from ..widgets.scroll import paint_ground
from .field_row import ICONS, FieldRow, origin_picture
from .form_table import FormTable, MomentsTable
from .players import PlayersRow
from .sentence import SentenceView
from .state import SheetState

_JSON = "plan.json (*.json)"
MIN_PX = 760


class SongSheetPanel(QWidget):
    """``asked_close`` when it is to go."""

    asked_close = Signal()

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        paint_ground(self, "sheetDock")
        self.setAccessibleName(self.tr("Song sheet"))
        self.setMinimumWidth(MIN_PX)
        self.bridge = bridge
        self.state = SheetState(bridge, self)
        self._sentence = SentenceView(self._go_to)
        self._empty = muted(self.tr("Write a sentence and the sheet fills in as you type."), wraps=True)
        self._summary, self._misses = label("", "ok"), label("", "warn", wraps=True)
        self._again = push_button(self.tr("Try again"), self._try_again, icon_name="refresh-cw")
        self._grid, self._rows = QGridLayout(), []
        for index, field in enumerate(FIELDS):
            self._rows.append(FieldRow(self.state, field, self._grid, index % 5, 5 * (index // 5)))
        self._players, self._form, self._moments = (
            PlayersRow(self.state),
            FormTable(self.state),
            MomentsTable(self.state),
        )
        self._moments_title = Heading(self.tr("Entries and moments"))
        self._table = self._make_table()
        self._scroll = ScrollColumn(margin=20, gap=12)
        self._scroll.add(self._empty, self._sentence, self._make_summary(), self._table)
        self._scroll.column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self._make_head(), self._scroll, self._make_foot()):
            layout.addWidget(part, 1 if part is self._scroll else 0)
        self.state.changed.connect(self._follow)
        self._follow()

    def _make_head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(48)
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 0, 12, 0)
        row.addWidget(Heading(self.tr("Song sheet")))
        row.addStretch(1)
        names = (self.tr("locked"), self.tr("typed"), self.tr("from your words"), self.tr("left to the studio"))
        for origin, name in zip(ICONS, names, strict=True):
            row.addWidget(origin_picture(origin))
            row.addWidget(label(name, "small"))
            row.addSpacing(8)
        row.addWidget(icon_button("x", self.tr("Close the song sheet"), self.asked_close.emit, style="plain"))
        return head

    def _make_summary(self) -> QWidget:
        self._card = QWidget()
        paint_ground(self._card, "card")
        row = QHBoxLayout(self._card)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self._summary)
        row.addWidget(self._misses, 1)
        row.addWidget(self._again)
        return self._card

    def _make_table(self) -> QWidget:
        table = QWidget()
        column = QVBoxLayout(table)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(3, 1)
        self._grid.setColumnMinimumWidth(4, 16)
        self._grid.setColumnStretch(8, 1)
        column.addLayout(self._grid)
        for title, part in ((self.tr("Players"), self._players), (self.tr("Form"), self._form)):
            column.addWidget(Heading(title))
            column.addWidget(part)
        column.addWidget(self._moments_title)
        column.addWidget(self._moments)
        return table

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(48)
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 0, 12, 0)
        row.addWidget(label(self.tr("Enter types, L locks, Del gives back to the studio."), "small"))
        row.addStretch(1)
        self._lock = push_button(self.tr("Lock what is right"), self._lock_right, icon_name="lock")
        row.addWidget(self._lock)
        row.addWidget(push_button(self.tr("Open plan…"), self._open, icon_name="folder-open"))
        self._save_button = push_button(self.tr("Save plan…"), self._save, icon_name="save")
        row.addWidget(self._save_button)
        return foot

    def _follow(self) -> None:
        sheet, made = self.state.sheet, self.state.made
        self._empty.setVisible(sheet is None)
        for part in (self._sentence, self._table):
            part.setVisible(sheet is not None)
        self._save_button.setEnabled(sheet is not None)
        self._lock.setEnabled(bool(self._right(made)))
        self._card.setVisible(bool(made))
        if sheet is not None:
            self._show(sheet, made)

    def _show(self, sheet: SongSheet, made: dict[str, Made]) -> None:
        self._sentence.follow(sentence_of(sheet))
        for row in self._rows:
            row.follow(sheet, made)
        self._players.follow(sheet)
        self._form.follow(sheet)
        self._moments.follow(sheet)
        has_moments = bool(sheet.cues or sheet.events)
        self._moments_title.setVisible(has_moments)
        self._moments.setVisible(has_moments)
        missed = [each for each in made.values() if not each.is_kept]
        self._summary.setText(self.tr("{0} of {1} as asked").format(len(made) - len(missed), len(made)))
        self._misses.setText("; ".join(f"{each.asked}: {each.made}" for each in missed))
        self._again.setVisible(bool(missed))

    def _right(self, made: dict[str, Made]) -> tuple[str, ...]:
        return tuple(field.name for field in FIELDS if field.made in made and made[field.made].is_kept)

    def _lock_right(self) -> None:
        names = self._right(self.state.made)
        self.state.change(lambda sheet: with_kept_locked(sheet, names))

    def _go_to(self, name: str) -> None:
        targets = {field.name: row.edit for field, row in zip(FIELDS, self._rows, strict=True)}
        parts = {"players": self._players, "form": self._form, "events": self._moments}
        target = targets.get(name) or parts.get(name)
        if target is not None:
            self._scroll.ensureWidgetVisible(target)
            target.setFocus()

    def _try_again(self) -> None:
        self.bridge.run("song.generate")

    def _save(self) -> None:
        sheet = self.state.sheet
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save the plan"), "plan.json", _JSON)
        if path and sheet is not None:
            self.bridge.session.try_to(lambda: save_plan(Path(path), sheet))

    def _open(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Open a plan"), "", _JSON)
        if path:
            self.bridge.session.try_to(lambda: self._take(open_plan(Path(path))))

    def _take(self, sheet: SongSheet) -> None:
        self.bridge.session.create_state.set(prompt=sheet.prompt, lyrics=sheet.lyrics.value or "", sheet=sheet)
