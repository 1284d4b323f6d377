# SPDX-License-Identifier: GPL-3.0-or-later
"""The piano roll tab: a line of tools above the notes."""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from musicstudio.project.edits.notes import quantize_notes

from ..clip.panel import ClipPanel
from ..session_bridge import SessionBridge
from ..timeline.describe import describe_clip
from ..timeline.snap import SNAP_CHOICES
from ..widgets import Choice, EmptyState, label, muted, push_button
from ..widgets.scroll import paint_ground
from ..words import say
from .canvas import PianoRollCanvas
from .ghosts import tracks_with_notes
from .note_values import NoteValues

_WIDE_PX = 1080


class PianoRollPanel(QStackedWidget):
    """Follows the selected clip: its notes, else its sound; says what to do while there is neither."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Piano roll"))
        self.bridge = bridge
        paint_ground(self)
        self.canvas = PianoRollCanvas(bridge)
        self.canvas.setAccessibleName(self.tr("Notes"))
        self._title, self._count = label("", "title"), muted()
        self.strength, self.swing = Choice(self.tr("How far notes are pulled")), Choice(self.tr("Swing of the grid"))
        self.values = NoteValues(self.canvas)
        self._make_switches()
        self.addWidget(EmptyState(
            "piano", self.tr("No notes to show"),
            self.tr("Select a clip that holds notes, or double click one on the timeline."),
        ))  # fmt: skip
        self.addWidget(self._make_editor())
        self.sound = ClipPanel(bridge)
        self.addWidget(self.sound)
        bridge.selection_changed.connect(self._follow_selection)
        bridge.watch(self._follow, "clips", "tracks", "key")
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
        snap.setFixedWidth(112)
        self.strength.set_choices([(each, self.tr("{0} %").format(each)) for each in (25, 50, 75, 100)], 100)
        self.strength.setFixedWidth(92)
        swings = [(each, self.tr("Swing {0} %").format(each)) for each in (25, 50, 75, 100)]
        self.swing.set_choices([(0, self.tr("Straight")), *swings], 0)
        self.swing.setFixedWidth(104)
        quantize = push_button(
            self.tr("Quantise"), self.quantize, tip=self.tr("Pull the chosen notes (or all) to the grid")
        )
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 2, 12, 4)
        tools.setSpacing(8)
        tools.addWidget(self._title)
        tools.addWidget(self._count)
        tools.addStretch(1)
        for widget in (self.scale, snap, quantize, self.strength, self.swing, self.ghosts, self.step):
            tools.addWidget(widget)
        notes = QHBoxLayout()
        notes.setSpacing(0)
        notes.addWidget(self.values)
        notes.addWidget(self.canvas, 1)
        editor = QWidget()
        layout = QVBoxLayout(editor)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tools)
        layout.addLayout(notes, 1)
        return editor

    def _make_switches(self) -> None:
        """Scale lock, ghost notes and step input."""
        self.scale = push_button("", self._lock_scale, icon_name="lock")
        self.scale.setCheckable(True)
        self.ghosts = push_button(
            self.tr("Ghost notes"), self._choose_ghosts, icon_name="layers",
            tip=self.tr("See what other tracks play behind these notes"),
        )  # fmt: skip
        self.step = push_button(
            self.tr("Step input"), self._switch_step, icon_name="piano",
            tip=self.tr(
                "Enter notes on the grid with a MIDI keyboard or the keys A to P (Z, X: octave). "
                "Arrows move, Backspace takes back, keys together are a chord."
            ),
        )  # fmt: skip
        self.step.setCheckable(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_switches()

    def _name_switches(self) -> None:
        """Where there is little room, icons say enough."""
        is_wide, key = self.width() >= _WIDE_PX, say(self.bridge.project.key.name)
        self.scale.setText(" " + (self.tr("Scale: {0}").format(key) if is_wide else key))
        self.ghosts.setText(" " + self.tr("Ghost notes") if is_wide else "")
        self.step.setText(" " + self.tr("Step input") if is_wide else "")
        self._count.setVisible(is_wide)

    def _lock_scale(self) -> None:
        self.canvas.is_scale_locked = self.scale.isChecked()

    def _switch_step(self) -> None:
        self.canvas.set_step_input(self.step.isChecked())
        self.canvas.setFocus()

    def _choose_ghosts(self) -> None:
        menu = self.ghost_menu()
        menu.exec(self.ghosts.mapToGlobal(QPoint(0, self.ghosts.height())))
        menu.deleteLater()

    def ghost_menu(self) -> QMenu:
        """The tracks that may be seen behind the notes, those that are with a tick."""
        menu, found = QMenu(self), self.bridge.project.find_clip(self.canvas.clip_id)
        tracks = [t for t in tracks_with_notes(self.bridge.project, found[0].id if found else "") if t.role != "drums"]
        every = frozenset(track.id for track in tracks)
        for text, ids in ((self.tr("All tracks"), every), (self.tr("None"), frozenset[str]())):
            menu.addAction(text, partial(self._show_ghosts, ids))
        menu.addSeparator()
        for track in tracks:
            action = menu.addAction(track.name, partial(self._show_ghosts, self.canvas.ghost_ids ^ {track.id}))
            action.setCheckable(True)
            action.setChecked(track.id in self.canvas.ghost_ids)
        return menu

    def _show_ghosts(self, track_ids: frozenset[str]) -> None:
        self.canvas.ghost_ids = track_ids
        self.canvas.update()

    def _follow_selection(self) -> None:
        ids = self.bridge.session.selection.clip_ids
        if len(ids) == 1 and next(iter(ids)) != self.canvas.clip_id:
            self.canvas.open(next(iter(ids)))
        self._follow()

    def _follow(self) -> None:
        found = self.bridge.project.find_clip(self.canvas.clip_id)
        can_hold = found is not None and (found[0].kind in ("instrument", "vocal") or self.canvas.notes)
        has_sound = found is not None and found[1].take is not None and bool(found[1].take.source)
        self.setCurrentIndex(1 if can_hold else 2 if has_sound else 0)
        if self.sound.canvas.clip_id != self.canvas.clip_id:
            self.sound.open(self.canvas.clip_id)
        self.scale.setEnabled(not self.canvas.is_drums)
        self._name_switches()
        self.scale.setToolTip(self.tr("Keep notes that are drawn and moved on the scale"))
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
