# SPDX-License-Identifier: GPL-3.0-or-later
"""Chords with what else they could be, and the events of the tune with their chances."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from musicstudio.app.actions.chord_actions import chord_named
from musicstudio.app.audio.audition import audition_notes
from musicstudio.app.generation.inside import Likely
from musicstudio.core.theory.chords import chord_pitch_classes
from musicstudio.project.edits.chords import change_chord
from musicstudio.project.model import Note

from ..widgets import FlowLayout, label
from ..widgets.scroll import clear_layout
from .state import InsideState

_CHORDS_SHOWN, _TOKENS_SHOWN, _OTHERS = 8, 32, 2
_LENGTHS = {3840: "1", 2880: "¾", 1920: "½", 1440: "⅜", 960: "¼", 720: "3/16", 480: "⅛", 240: "1/16"}


class ChanceButton(QPushButton):
    """A click hears (or chooses), Enter keeps."""

    def __init__(
        self, text: str, style: str, hear: Callable[[], object], keep: Callable[[], object] | None = None
    ) -> None:
        super().__init__(text)
        self.setObjectName(style)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._keep = keep
        self.clicked.connect(lambda _=False: hear())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._keep is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        else:
            super().keyPressEvent(event)


class ChordRows(QWidget):
    """A column a chord: what stands with its chance, below it what else the network expected there."""

    def __init__(self, state: InsideState) -> None:
        super().__init__()
        self.state = state
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addWidget(label(self.tr("A click on another chord is heard, Enter keeps it."), "small", wraps=True))
        self._shown: tuple[Likely, ...] | None = None
        state.changed.connect(self._follow)

    def _follow(self) -> None:
        chords = self.state.deep.inside.chords[:_CHORDS_SHOWN] if self.state.deep else ()
        if chords == self._shown:
            return
        self._shown = chords
        clear_layout(self._grid)
        for column, chord in enumerate(chords):
            light = partial(self._hear, chord, chord.name)
            self._grid.addWidget(ChanceButton(_with_chance(chord.name, chord.chance), "chord", light), 0, column)
            for row, (name, chance) in enumerate(chord.others[:_OTHERS], 1):
                button = ChanceButton(
                    _with_chance(name, chance), "otherChord", partial(self._hear, chord, name),
                    partial(self._keep, chord, name),
                )  # fmt: skip
                tip = self.tr("{0} in place of {1}: a click is heard, Enter keeps it").format(name, chord.name)
                button.setToolTip(tip)
                button.setAccessibleName(tip)
                self._grid.addWidget(button, row, column)

    def _hear(self, chord: Likely, name: str) -> None:
        self.state.light(chord.start_ticks, chord.length_ticks)
        root, quality, bass = chord_named(name)
        classes = chord_pitch_classes(root, quality)
        low = 48 + (root if bass < 0 else bass) % 12 - 12
        pitches = [low, *(60 + (each - root) % 12 + root % 12 for each in classes)]
        notes = [Note(0, 1920, pitch, 84) for pitch in pitches]
        session = self.state.bridge.session
        session.try_to(lambda: audition_notes(session, notes, session.project.tempo_map.bpm_at(chord.start_ticks)))

    def _keep(self, chord: Likely, name: str) -> None:
        """The chord of the lane; the parts are written again when the section is regenerated."""
        bridge = self.state.bridge
        there = next(
            (each for each in bridge.project.chords
             if each.start_ticks <= chord.start_ticks < each.start_ticks + each.length_ticks), None,
        )  # fmt: skip
        if there is not None:
            bridge.edit(f"Change the chord to {name}", change_chord(there.start_ticks, *chord_named(name)))


class TokenRows(QWidget):
    """The tune's events with their chances; of the chosen one, what else was likely."""

    def __init__(self, state: InsideState) -> None:
        super().__init__()
        self.state = state
        self._flow_place = QWidget()
        self._flow = FlowLayout(self._flow_place, 4)
        self._others = label("", "small", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._flow_place)
        column.addWidget(self._others)
        self._shown: tuple[Likely, ...] | None = None
        state.changed.connect(self._follow)

    def _follow(self) -> None:
        tokens = self.state.deep.inside.tokens[:_TOKENS_SHOWN] if self.state.deep else ()
        if tokens == self._shown:
            return
        self._shown = tokens
        self._flow.clear()
        self._others.setText(self.tr("Click an event to see what else was likely."))
        for token in tokens:
            text = f"{token.name} {_LENGTHS.get(token.length_ticks, '')}".strip()
            button = ChanceButton(_with_chance(text, token.chance), "token", partial(self._choose, token))
            self._flow.addWidget(button)
        self._flow_place.updateGeometry()

    def _choose(self, token: Likely) -> None:
        self.state.light(token.start_ticks, token.length_ticks)
        others = ", ".join(f"{name} {chance:.2f}" for name, chance in token.others)
        self._others.setText(self.tr("{0} stands with {1}; else {2}").format(token.name, f"{token.chance:.2f}", others))


def _with_chance(name: str, chance: float) -> str:
    return f"{name}\n{f'{chance:.2f}'.removeprefix('0')}"
