# SPDX-License-Identifier: GPL-3.0-or-later
"""The form: a row a section with its strength and what happens there, then the moments and entries of the song."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget

from musicstudio.app.generation.sheet_edits import with_energy, without_cue, without_event
from musicstudio.app.generation.sheet_words import FormRow, cue_words, event_words, form_rows, place_words
from musicstudio.project.model.sheet import SongSheet

from ..theme import current
from ..widgets import icon_button, label, muted
from ..widgets.scroll import clear_layout
from .field_row import origin_picture
from .state import SheetState

CHIP_PX, ENERGY_PX = 84, 90


class FormTable(QWidget):
    """Drag a section's strength; the rest is said in the prompt and shown where it fell."""

    def __init__(self, state: SheetState) -> None:
        super().__init__()
        self._state = state
        self._shown: tuple[FormRow, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)

    def follow(self, sheet: SongSheet) -> None:
        """Show the form of a sheet."""
        rows = form_rows(sheet)
        if rows == self._shown:
            return
        is_dragged = [r.title for r in rows] == [r.title for r in self._shown] and self._has_slider_down()
        self._shown = rows
        if is_dragged:
            return
        clear_layout(self._grid)
        for index, row in enumerate(rows):
            self._add(index, row)

    def _add(self, index: int, row: FormRow) -> None:
        self._grid.addWidget(_section_chip(row), index, 0)
        self._grid.addWidget(self._energy(row), index, 1)
        self._grid.addWidget(label(row.happens, "" if row.origin != "studio" else "muted", wraps=True), index, 2)
        self._grid.addWidget(origin_picture(row.origin), index, 3)

    def _energy(self, row: FormRow) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setObjectName("quiet")
        slider.setRange(0, 100)
        slider.setFixedWidth(ENERGY_PX)
        slider.setValue(round(100 * (0.5 if row.energy is None else row.energy)))
        slider.setAccessibleName(self.tr("Energy of {0}").format(row.title))
        slider.setToolTip(self.tr("How strong {0} is").format(row.title))
        slider.valueChanged.connect(partial(self._set_energy, row))
        return slider

    def _set_energy(self, row: FormRow, value: int) -> None:
        self._state.change(lambda sheet: with_energy(sheet, row.kind, row.number, value / 100))

    def _has_slider_down(self) -> bool:
        return any(slider.isSliderDown() for slider in self.findChildren(QSlider))


class MomentsTable(QWidget):
    """Entries and events with their places; each can be taken out."""

    def __init__(self, state: SheetState) -> None:
        super().__init__()
        self._state = state
        self._shown: tuple[object, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def follow(self, sheet: SongSheet) -> None:
        """Show the moments of a sheet."""
        shown = (sheet.cues, sheet.events)
        if shown == self._shown:
            return
        self._shown = shown
        clear_layout(self._grid)
        moments = [(place_words(cue.start), cue_words(cue), cue.origin) for cue in sheet.cues]
        moments += [(place_words(event.at), event_words(event), event.origin) for event in sheet.events]
        for index, (where, what, origin) in enumerate(moments):
            drop = partial(without_cue, index=index)
            if index >= len(sheet.cues):
                drop = partial(without_event, index=index - len(sheet.cues))
            self._grid.addWidget(muted(where), index, 0)
            self._grid.addWidget(label(what, wraps=True), index, 1)
            self._grid.addWidget(origin_picture(origin), index, 2)
            out = icon_button(
                "x", self.tr("Take “{0}” out").format(what), partial(self._state.change, drop), style="plain"
            )
            self._grid.addWidget(out, index, 3)


def _section_chip(row: FormRow) -> QLabel:
    chip = QLabel(row.title)
    chip.setTextFormat(Qt.TextFormat.PlainText)
    chip.setFixedSize(CHIP_PX, 24)
    chip.setObjectName("sectionChip")
    chip.setStyleSheet(f"background: {current().section(row.kind).name()};")
    return chip
