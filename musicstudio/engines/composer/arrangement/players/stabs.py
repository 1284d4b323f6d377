# SPDX-License-Identifier: GPL-3.0-or-later
"""Section hits: brass and horns that punctuate, answer the tune, and push into what comes.

Options: ``voices``, ``push`` (0-1, how readily the chord after the bar line is hit an eighth early).
"""

from musicstudio.project.model import Note

from ...meter import EIGHTH, SIXTEENTH
from ..section_context import SectionContext
from ..voicing import Voicing
from .chordal import voicing_by_tick, voicings
from .gaps import gaps
from .phrase import cues, force, gate_length, note

_ANSWERS = ((0, 3), (0, 2, 3), (0, 1.5, 3), (1, 3), (0, 0.5, 1.5), (0.5, 1.5, 3))


def play_stabs(context: SectionContext) -> list[Note]:
    """Written hits where the part has patterns; else answers in the tune's gaps and pushes into new chords."""
    sounded = voicing_by_tick(context, voicings(context, 4, 0.4))
    if context.spec.patterns:
        return [
            hit
            for cue in cues(context)
            for hit in _hit(
                context, cue.start, gate_length(context, cue.length), sounded[cue.chord.start_ticks], force(cue.kind)
            )
        ]
    hits = [*_answer_hits(context), *_pushes(context)]
    chosen = dict(sorted(hits, key=lambda hit: hit[1]))
    notes: list[Note] = []
    for tick in sorted(chosen):
        chord = context.chord_at(min(tick + EIGHTH, context.length - 1))
        notes += _hit(context, tick, chosen[tick], sounded[chord.start_ticks], 1.0)
    return notes


def _hit(context: SectionContext, tick: int, length: int, voicing: Voicing, strength: float) -> list[Note]:
    return [note(context, tick, length, pitch, strength) for pitch in voicing]


def _answer_hits(context: SectionContext) -> list[tuple[int, int]]:
    """(tick, length) of hits in the gaps: one figure for all sections of this material, its last hit held."""
    figure = _ANSWERS[int(context.idea_rng("answer").integers(len(_ANSWERS)))]
    rng = context.rng("answers")
    found: list[tuple[int, int]] = []
    for gap in gaps(context, EIGHTH * 3):
        if rng.random() < 0.35 + 0.5 * context.energy:
            start = -(-gap.start // EIGHTH) * EIGHTH
            ticks = [start + round(place * EIGHTH) for place in figure if start + place * EIGHTH < gap.end]
            found += [(tick, SIXTEENTH) for tick in ticks[:-1]] + [(tick, EIGHTH * 2) for tick in ticks[-1:]]
    return found


def _pushes(context: SectionContext) -> list[tuple[int, int]]:
    likely = context.option("push", 0.25 + 0.5 * context.energy)
    rng = context.rng("pushes")
    places = [bar - EIGHTH for bar in context.bars[4::4] if rng.random() < likely]
    downbeat = [(0, EIGHTH * 2)] if context.energy > 0.6 else []
    return downbeat + [(tick, EIGHTH * 2) for tick in places]
