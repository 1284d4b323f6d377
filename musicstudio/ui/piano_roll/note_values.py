# SPDX-License-Identifier: GPL-3.0-or-later
"""The column left of the notes: what the chosen notes (or all) are set to, and what is done to them by a press."""

from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.edits.notes import (
    humanize_notes,
    join_up_notes,
    set_length,
    set_velocity,
    strum_notes,
    transpose_notes,
)

from ..widgets import Choice, ScrollColumn, label, push_button
from ..widgets.number_field import NumberField
from .canvas import PianoRollCanvas

HUMAN_TICKS, HUMAN_VELOCITY = TICKS_PER_QUARTER // 6, 64
"""What 100 % is."""
WIDTH_PX = 176
_FIELD_PX, _STEP_PX = 80, 40
_LENGTHS = (
    ("1/1", 4.0), ("1/2", 2.0), ("1/4.", 1.5), ("1/4", 1.0), ("1/8.", 0.75), ("1/8", 0.5), ("1/8 T", 1 / 3),
    ("1/16", 0.25), ("1/32", 0.125),
)  # fmt: skip


class NoteValues(ScrollColumn):
    """Every edit is one undo step."""

    def __init__(self, canvas: PianoRollCanvas) -> None:
        super().__init__(margin=8, gap=4)
        self.canvas = canvas
        self.setFixedWidth(WIDTH_PX)
        self.velocity = _number(self.tr("Velocity"), 1, 127, 90)
        self.length = Choice(self.tr("Length"), self._set_length)
        self.length.setMinimumContentsLength(2)
        self.length.set_choices([(0.0, "–"), *((quarters, name) for name, quarters in _LENGTHS)], 0.0)
        self.human_percent = _number(self.tr("Humanise by"), 1, 100, 12, " %")
        self.strum_ms = _number(self.tr("Strum by"), -80, 80, 12, " ms")
        self.velocity.editingFinished.connect(self._set_velocity)
        self._arrange()
        canvas.chosen_changed.connect(self.follow)

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.setColumnStretch(1, 1)
        human = push_button(
            self.tr("Humanise"),
            self.humanize,
            style="segment",
            tip=self.tr("Play the chosen notes (or all) a little early or late, softer or harder"),
        )
        strum = push_button(
            self.tr("Strum"), self.strum, style="segment",
            tip=self.tr("Let the notes of each chord begin one after another; below 0 from above"),
        )  # fmt: skip
        legato = push_button(
            self.tr("Legato"),
            self.join_up,
            style="segment",
            tip=self.tr("Let each note last until the next one begins"),
        )
        rows = (
            (label(self.tr("Velocity")), self.velocity), (label(self.tr("Length")), self.length),
            (human, self.human_percent), (strum, self.strum_ms),
        )  # fmt: skip
        for row, (left, right) in enumerate(rows):
            right.setFixedWidth(_FIELD_PX)
            grid.addWidget(left, row, 0)
            grid.addWidget(right, row, 1)
        self.column.addLayout(grid)
        last = QHBoxLayout()
        last.setSpacing(4)
        last.addWidget(legato, 1)
        for text, title, by in (("−12", self.tr("An octave down"), -12), ("+12", self.tr("An octave up"), 12)):
            button = push_button(text, partial(self.transpose, by), style="segment", tip=title)
            button.setAccessibleName(title)
            button.setFixedWidth(_STEP_PX)
            last.addWidget(button)
        self.column.addLayout(last)
        self.column.addStretch(1)

    def follow(self) -> None:
        """Show what the chosen notes have."""
        notes = [self.canvas.notes[i] for i in self.canvas.chosen if i < len(self.canvas.notes)]
        if notes and not self.velocity.hasFocus():
            self.velocity.setValue(round(sum(note.velocity for note in notes) / len(notes)))
        lengths = {note.length_ticks / TICKS_PER_QUARTER for note in notes}
        shown = next(iter(lengths)) if len(lengths) == 1 else 0.0
        self.length.setCurrentIndex(max(0, self.length.findData(shown)))

    def humanize(self) -> None:
        """Loosen the chosen notes, or all."""
        share, seed = self.human_percent.value() / 100, len(self.canvas.bridge.session.document.history)
        by_ticks, by_velocity = round(HUMAN_TICKS * share), round(HUMAN_VELOCITY * share)
        if targets := self._targets():
            edit = humanize_notes(self.canvas.clip_id, targets, by_ticks, by_velocity, seed)
            self.canvas.bridge.edit("Humanise notes", edit)
            self.canvas.choose(frozenset())

    def join_up(self) -> None:
        """Legato, for the chosen notes or all."""
        if targets := self._targets():
            self.canvas.bridge.edit("Legato", join_up_notes(self.canvas.clip_id, targets))
            self.follow()

    def strum(self) -> None:
        """Break chords up."""
        bpm = self.canvas.bridge.project.tempo_map.bpm_at(0)
        by_ticks = round(self.strum_ms.value() / 1000 * bpm / 60 * TICKS_PER_QUARTER)
        if (targets := self._targets()) and by_ticks:
            self.canvas.bridge.edit("Strum chords", strum_notes(self.canvas.clip_id, targets, by_ticks))
            self.canvas.choose(frozenset())

    def transpose(self, by_pitches: int) -> None:
        """Higher or lower, as one shape."""
        if targets := self._targets():
            self.canvas.bridge.edit("Transpose notes", transpose_notes(self.canvas.clip_id, targets, by_pitches))

    def _set_velocity(self) -> None:
        """Of the chosen notes; where none are, of those that are drawn next."""
        value = round(self.velocity.value())
        self.canvas.last_velocity = value
        notes = self.canvas.notes
        if any(notes[i].velocity != value for i in self.canvas.chosen if i < len(notes)):
            edit = set_velocity(self.canvas.clip_id, self.canvas.chosen, value)
            self.canvas.bridge.edit(f"Velocity {value}", edit)

    def _set_length(self, quarters: float) -> None:
        if quarters and (targets := self._targets()):
            length = round(quarters * TICKS_PER_QUARTER)
            self.canvas.bridge.edit("Length of notes", set_length(self.canvas.clip_id, targets, length))

    def _targets(self) -> frozenset[int]:
        return self.canvas.chosen or frozenset(range(len(self.canvas.notes)))


def _number(title: str, low: int, high: int, start: int, unit: str = "") -> NumberField:
    field = NumberField()
    field.setDecimals(0)
    field.lineEdit().setTextMargins(6, 0, 0, 0)
    field.setRange(low, high)
    field.setValue(start)
    field.setSuffix(unit)
    field.setAccessibleName(title)
    field.setToolTip(title)
    return field
