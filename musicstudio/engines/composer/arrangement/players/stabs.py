# SPDX-License-Identifier: GPL-3.0-or-later
"""Section hits: brass and horns that punctuate, answer the tune, and push into what comes.

Options: ``voices``, ``push`` (0-1, how readily the chord after the bar line is hit an eighth early).
"""

from musicstudio.project.model import Note

from ...meter import EIGHTH, SIXTEENTH
from ..room import Room
from ..voicing import Voicing
from .chordal import voicing_by_tick, voicings
from .gaps import gaps
from .phrase import cues, force, gated, note

_ANSWERS = ((0, 3), (0, 2, 3), (0, 1.5, 3), (1, 3), (0, 0.5, 1.5), (0.5, 1.5, 3))


def play_stabs(room: Room) -> list[Note]:
    """Written hits where the part has patterns; else answers in the tune's gaps and pushes into new chords."""
    sounded = voicing_by_tick(room, voicings(room, 4, 0.4))
    if room.spec.patterns:
        return [
            hit
            for cue in cues(room)
            for hit in _hit(room, cue.start, gated(room, cue.length), sounded[cue.chord.start_ticks], force(cue.kind))
        ]
    hits = [*_answering(room), *_pushes(room)]
    chosen = dict(sorted(hits, key=lambda hit: hit[1]))
    notes: list[Note] = []
    for tick in sorted(chosen):
        chord = room.chord_at(min(tick + EIGHTH, room.length - 1))
        notes += _hit(room, tick, chosen[tick], sounded[chord.start_ticks], 1.0)
    return notes


def _hit(room: Room, tick: int, length: int, voicing: Voicing, strength: float) -> list[Note]:
    return [note(room, tick, length, pitch, strength) for pitch in voicing]


def _answering(room: Room) -> list[tuple[int, int]]:
    """(tick, length) of hits in the gaps: one figure for all sections of this material, its last hit held."""
    figure = _ANSWERS[int(room.idea_rng("answer").integers(len(_ANSWERS)))]
    dice = room.rng("answers")
    found: list[tuple[int, int]] = []
    for gap in gaps(room, EIGHTH * 3):
        if dice.random() < 0.35 + 0.5 * room.energy:
            start = -(-gap.start // EIGHTH) * EIGHTH
            ticks = [start + round(place * EIGHTH) for place in figure if start + place * EIGHTH < gap.end]
            found += [(tick, SIXTEENTH) for tick in ticks[:-1]] + [(tick, EIGHTH * 2) for tick in ticks[-1:]]
    return found


def _pushes(room: Room) -> list[tuple[int, int]]:
    likely = room.option("push", 0.25 + 0.5 * room.energy)
    dice = room.rng("pushes")
    places = [bar - EIGHTH for bar in room.bars[4::4] if dice.random() < likely]
    downbeat = [(0, EIGHTH * 2)] if room.energy > 0.6 else []
    return downbeat + [(tick, EIGHTH * 2) for tick in places]
