# SPDX-License-Identifier: GPL-3.0-or-later
"""Jazz comping: rootless voicings in short rhythms that change from bar to bar and answer the tune.

The rhythms are the ones pianists practise by name: Charleston, its displacements, Red Garland's off-beats, and so on.
Options: ``strum_ms`` (rolled chords), ``voices``.
"""

import numpy as np

from musicstudio.project.model import Chord, Note

from ...meter import EIGHTH
from ..pattern import bars_of
from ..room import Room
from .chordal import voicing_by_tick, voicings
from .phrase import Cue, cues, gated, note

_CHARLESTON = "x--. ..x- .... ...."
_RHYTHMS = (
    "x--- ---- ---- ----",
    _CHARLESTON,
    ".... ..x- .... ..x-",
    "..x- .... ..x- ....",
    "x--. .... ..x- ....",
    ".... x--- .... x-..",
    "..x- ..x- .... x-..",
    "x-.. ..x- ..x- ....",
)
_ANTICIPATION_TICKS = EIGHTH


def play_jazz_comp(room: Room) -> list[Note]:
    """Chords whose rhythm is drawn for each bar; a part's own patterns are used where it has some."""
    sounded = voicing_by_tick(room, voicings(room, 4, 0.3, is_rootless=True))
    line = list(cues(room)) if room.spec.patterns else _drawn(room)
    dice = room.rng("touch")
    notes: list[Note] = []
    for cue in line:
        touch = 0.84 + 0.22 * float(dice.random()) + (0.08 if cue.kind == "X" else 0.0)
        roll = round(room.option("strum_ms", 0.0) * room.conditioning.bpm * 0.016)
        for index, pitch in enumerate(sounded[cue.chord.start_ticks]):
            start = cue.start + index * roll
            notes.append(note(room, start, gated(room, cue.length) - index * roll, pitch, touch))
    return notes


def _drawn(room: Room) -> list[Cue]:
    dice = room.rng("comping")
    line: list[Cue] = []
    for index, bar in enumerate(room.bars):
        line += [cue for cue in _bar(room, bar, index, dice) if cue.start < room.length]
    return line


def _bar(room: Room, bar: int, index: int, dice: np.random.Generator) -> list[Cue]:
    """A bar's chords: sparse under a busy tune, more in its gaps; a last off-beat takes the coming chord early."""
    busy = len(room.melody_between(bar, bar + room.grid.bar_ticks)) if room.is_led else 2
    reach = 2 + round((len(_RHYTHMS) - 2) * min(1.0, room.energy + (0.2 if busy < 3 else -0.15)))
    pattern = _RHYTHMS[int(dice.integers(max(2, reach)))]
    steps = bars_of(pattern, "4/4", room.grid)[0]
    return [Cue(bar + s.start, s.length, s.kind, _chord_for(room, bar + s.start), index) for s in steps]


def _chord_for(room: Room, tick: int) -> Chord:
    """The chord at a tick; an eighth before a change it is already the next one."""
    return room.chord_at(min(tick + _ANTICIPATION_TICKS, room.length - 1))
