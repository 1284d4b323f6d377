# SPDX-License-Identifier: GPL-3.0-or-later
"""Jazz comping: rootless voicings in short rhythms that change from bar to bar and answer the tune.

The rhythms are the ones pianists practise by name: Charleston, its displacements, Red Garland's off-beats, and so on.
Options: ``strum_ms`` (rolled chords), ``voices``.
"""

import numpy as np

from musicstudio.project.model import Chord, Note

from ...meter import EIGHTH
from ..pattern import bars_of
from ..section_context import SectionContext
from .chordal import voicing_by_tick, voicings
from .phrase import Cue, cues, gate_length, note

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


def play_jazz_comp(context: SectionContext) -> list[Note]:
    """Chords whose rhythm is drawn for each bar; a part's own patterns are used where it has some."""
    sounded = voicing_by_tick(context, voicings(context, 4, 0.3, is_rootless=True))
    line = list(cues(context)) if context.spec.patterns else _draw_line(context)
    rng = context.rng("touch")
    notes: list[Note] = []
    for cue in line:
        touch = 0.84 + 0.22 * float(rng.random()) + (0.08 if cue.kind == "X" else 0.0)
        roll = round(context.option("strum_ms", 0.0) * context.conditioning.bpm * 0.016)
        for index, pitch in enumerate(sounded[cue.chord.start_ticks]):
            start = cue.start + index * roll
            notes.append(note(context, start, gate_length(context, cue.length) - index * roll, pitch, touch))
    return notes


def _draw_line(context: SectionContext) -> list[Cue]:
    rng = context.rng("comping")
    line: list[Cue] = []
    for index, bar in enumerate(context.bars):
        line += [cue for cue in _bar(context, bar, index, rng) if cue.start < context.length]
    return line


def _bar(context: SectionContext, bar: int, index: int, rng: np.random.Generator) -> list[Cue]:
    """A bar's chords: sparse under a busy tune, more in its gaps; a last off-beat takes the coming chord early."""
    busy = len(context.melody_between(bar, bar + context.grid.bar_ticks)) if context.is_led else 2
    reach = 2 + round((len(_RHYTHMS) - 2) * min(1.0, context.energy + (0.2 if busy < 3 else -0.15)))
    pattern = _RHYTHMS[int(rng.integers(max(2, reach)))]
    steps = bars_of(pattern, "4/4", context.grid)[0]
    return [Cue(bar + s.start, s.length, s.kind, _chord_for(context, bar + s.start), index) for s in steps]


def _chord_for(context: SectionContext, tick: int) -> Chord:
    """The chord at a tick; an eighth before a change it is already the next one."""
    return context.chord_at(min(tick + _ANTICIPATION_TICKS, context.length - 1))
