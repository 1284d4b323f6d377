# SPDX-License-Identifier: GPL-3.0-or-later
"""The piano roll tab: a line of tools above the notes."""

from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.edits.notes import humanize_notes, quantize_notes, transpose_notes

from ..session_bridge import SessionBridge
from ..timeline.describe import describe_clip
from ..timeline.snap import SNAP_CHOICES
from ..widgets import Choice, EmptyState, label, muted, push_button
from ..widgets.scroll import paint_ground
from .canvas import PianoRollCanvas

HUMAN_TICKS, HUMAN_VELOCITY = TICKS_PER_QUARTER // 48, 8


class PianoRollPanel(QStackedWidget):
    """Follows the selected clip; says what to do while none with notes is selected."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Piano roll"))
        self.bridge = bridge
        paint_ground(self)
        self.canvas = PianoRollCanvas(bridge)
        self.canvas.setAccessibleName(self.tr("Notes"))
        self._title, self._count = label("", "title"), muted()
        self.strength, self.swing = Choice(self.tr("How far notes are pulled")), Choice(self.tr("Swing of the grid"))
        self.addWidget(EmptyState(
            "piano", self.tr("No notes to show"),
            self.tr("Select a clip that holds notes, or double click one on the timeline."),
        ))  # fmt: skip
        self.addWidget(self._make_editor())
        bridge.selection_changed.connect(self._follow_selection)
        bridge.watch(self._follow, "clips", "tracks")
        self.canvas.chosen_changed.connect(self._follow)
        self._follow_selection()

    def open(self, clip_id: str) -> None:
        """Edit a clip."""
        self.canvas.open(clip_id)
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.canvas.clip_id:
            chosen = self.canvas.chosen  # perhaps by a click on the score, while this was hidden
            self.canvas.open(self.canvas.clip_id)
            self.canvas.choose(frozenset(index for index in chosen if index < len(self.canvas.notes)))

    def _make_editor(self) -> QWidget:
        snap = Choice(self.tr("Grid"), lambda value: setattr(self.canvas, "snap", value))
        snap.set_choices(
            [(each, self.tr("Grid: {0}").format(each)) for each in SNAP_CHOICES if each != "section"], "1/16"
        )
        snap.setFixedWidth(120)
        self.strength.set_choices([(each, self.tr("{0} %").format(each)) for each in (25, 50, 75, 100)], 100)
        self.strength.setFixedWidth(84)
        swings = [(each, self.tr("Swing {0} %").format(each)) for each in (25, 50, 75, 100)]
        self.swing.set_choices([(0, self.tr("Straight")), *swings], 0)
        self.swing.setFixedWidth(112)
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 2, 12, 4)
        tools.setSpacing(8)
        tools.addWidget(self._title)
        tools.addWidget(self._count)
        tools.addStretch(1)
        tools.addWidget(snap)
        tools.addWidget(
            push_button(self.tr("Quantise"), self.quantize, tip=self.tr("Pull the chosen notes (or all) to the grid"))
        )
        tools.addWidget(self.strength)
        tools.addWidget(self.swing)
        tools.addWidget(
            push_button(
                self.tr("Humanise"),
                self.humanize,
                tip=self.tr("Play the chosen notes (or all) a little early or late, softer or harder"),
            )
        )
        for text, title, by_pitches in (("−12", self.tr("An octave down"), -12), ("+12", self.tr("An octave up"), 12)):
            octave = push_button(text, partial(self._transpose, by_pitches), tip=title)
            octave.setAccessibleName(title)
            tools.addWidget(octave)
        editor = QWidget()
        layout = QVBoxLayout(editor)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tools)
        layout.addWidget(self.canvas, 1)
        return editor

    def _follow_selection(self) -> None:
        ids = self.bridge.session.selection.clip_ids
        if len(ids) == 1 and next(iter(ids)) != self.canvas.clip_id:
            self.canvas.open(next(iter(ids)))
        self._follow()

    def _follow(self) -> None:
        found = self.bridge.project.find_clip(self.canvas.clip_id)
        can_hold = found is not None and (found[0].kind in ("instrument", "vocal") or self.canvas.notes)
        self.setCurrentIndex(1 if can_hold else 0)
        if found is not None:
            self._title.setText(describe_clip(self.bridge.project, *found))
            chosen = len(self.canvas.chosen)
            notes = len(self.canvas.notes)
            self._count.setText(
                self.tr("{0} of {1} notes").format(chosen, notes) if chosen else self.tr("{0} notes").format(notes)
            )

    def _targets(self) -> frozenset[int]:
        return self.canvas.chosen or frozenset(range(len(self.canvas.notes)))

    def quantize(self) -> None:
        """Pull the chosen notes, or all, to the grid, as far and as swung as is chosen."""
        if self._targets() and self.canvas.snap != "off":
            step = self.canvas.grid_ticks(0)
            strength, swing = self.strength.currentData() / 100, self.swing.currentData() / 100
            edit = quantize_notes(self.canvas.clip_id, self._targets(), step, strength, swing)
            self.bridge.edit("Quantise notes", edit)
            self.canvas.choose(frozenset())

    def humanize(self) -> None:
        """Loosen the chosen notes, or all."""
        if self._targets():
            seed = len(self.bridge.session.document.history)
            edit = humanize_notes(self.canvas.clip_id, self._targets(), HUMAN_TICKS, HUMAN_VELOCITY, seed)
            self.bridge.edit("Humanise notes", edit)
            self.canvas.choose(frozenset())

    def _transpose(self, by_pitches: int) -> None:
        if self._targets():
            self.bridge.edit("Transpose notes", transpose_notes(self.canvas.clip_id, self._targets(), by_pitches))
