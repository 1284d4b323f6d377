# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes entered one step of the grid after another, by the computer's keys or a MIDI keyboard."""

from PySide6.QtCore import Qt

from musicstudio.core.theory.ladders import nearest_pitch
from musicstudio.project.edits.clips import lengthen_clip
from musicstudio.project.edits.helpers import Edit, compose_edits
from musicstudio.project.edits.notes import add_notes, delete_notes
from musicstudio.project.edits.overlap import trimming_below
from musicstudio.project.model import Note, Project

from .host import RollHost

# The row of A is white keys from C on, the row above the black ones, as on every studio's screen keyboard.
_KEYS = (
    Qt.Key.Key_A, Qt.Key.Key_W, Qt.Key.Key_S, Qt.Key.Key_E, Qt.Key.Key_D, Qt.Key.Key_F, Qt.Key.Key_T, Qt.Key.Key_G,
    Qt.Key.Key_Y, Qt.Key.Key_H, Qt.Key.Key_U, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_O, Qt.Key.Key_L, Qt.Key.Key_P,
)  # fmt: skip
SEMITONES = {int(key): semitone for semitone, key in enumerate(_KEYS)}
_MOVES = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}
_OCTAVES = {int(Qt.Key.Key_Z): -12, int(Qt.Key.Key_X): 12}
OWN_KEYS = frozenset({*SEMITONES, *_MOVES, *_OCTAVES, int(Qt.Key.Key_Backspace)})


class StepInput:
    """Keys that are down together are one chord; when the last of them is up, the next step is due.

    tick: where the next notes go. base: the pitch of the A key.
    """

    def __init__(self, host: RollHost, tick: int, base: int) -> None:
        self._host, self.tick, self.base = host, tick, base
        self._down: set[int] = set()
        self._by_key: dict[int, int] = {}

    def press_key(self, code: int) -> bool:
        """Do what a key of the computer means; False for keys that mean nothing here."""
        if code in SEMITONES:
            pitch = min(127, max(0, self.base + SEMITONES[code]))
            self._by_key[code] = pitch
            self._host.hear(pitch, self._host.last_velocity)
            self.press(pitch, self._host.last_velocity)
        elif code in _MOVES:
            self.move(_MOVES[code])
        elif code in _OCTAVES:
            self.base = min(108, max(12, self.base + _OCTAVES[code]))
        elif code == Qt.Key.Key_Backspace:
            self.take_back()
        return code in OWN_KEYS

    def release_key(self, code: int) -> bool:
        """A key of the computer came up."""
        pitch = self._by_key.pop(code, None)
        if pitch is None:
            return False
        self._host.hush()
        self.release(pitch)
        return True

    def press(self, pitch: int, velocity: int) -> None:
        """A key of a keyboard goes down: its note stands at the step."""
        held = nearest_pitch(self._host.ladder(), pitch)
        self._down.add(pitch)
        length = self._host.grid_ticks(self.tick)
        note = Note(self.tick, length, held, min(127, max(1, velocity)))
        same = {i for i, n in enumerate(self._host.notes) if (n.start_ticks, n.pitch) == (self.tick, held)}
        steps = [delete_notes(self._host.clip_id, same)] if same else []
        edit = compose_edits(*steps, add_notes(self._host.clip_id, (note,)), self._room_until(self.tick + length))
        self._host.bridge.edit("Step input", edit)
        self._host.choose_notes((note,))

    def release(self, pitch: int) -> None:
        """A key comes up; the last one of a chord goes on to the next step."""
        if pitch in self._down:
            self._down.discard(pitch)
            if not self._down:
                self.move(1)

    def move(self, steps: int) -> None:
        """Go on without a note, or back."""
        length = self._host.grid_ticks(self.tick if steps > 0 else self.tick - 1)
        self.tick = self._host.snapped_tick(self.tick + steps * length)
        self._host.update()

    def take_back(self) -> None:
        """Go back a step and take away what begins there."""
        self.move(-1)
        gone = {index for index, note in enumerate(self._host.notes) if note.start_ticks == self.tick}
        if gone:
            self._host.bridge.edit("Step input back", delete_notes(self._host.clip_id, gone))
            self._host.choose(frozenset())

    def _room_until(self, tick: int) -> Edit:
        """The clip made as long as its bars need to be for what ends at a tick."""

        def edit(project: Project) -> Project:
            found, tempo_map = project.find_clip(self._host.clip_id), project.tempo_map
            if found is None:
                return project
            end = tempo_map.ticks_at(found[1].origin_s) + tick
            if tempo_map.seconds_at(end) <= found[1].end_s + 1e-6:
                return project
            bar, beat, rest = tempo_map.bar_at(end)
            edge = end if (beat, rest) == (1, 0) else tempo_map.tick_of_bar(bar + 1)
            return trimming_below(lengthen_clip(self._host.clip_id, tempo_map.seconds_at(edge)))(project)

        return edit
