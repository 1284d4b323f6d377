# SPDX-License-Identifier: GPL-3.0-or-later
"""Chord players of written rhythms: keyboards, strummed, picked and power-chord guitars.

Options: ``voices``, ``spread`` (0 close, 1 open), ``bass_note`` (a low root under the first chord of a bar), ``shell``
(root, third and seventh only), ``octaves`` (every note doubled an octave up), ``ring`` (notes ring until the chord
changes), ``strum_ms``.
"""

import numpy as np

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note

from ..chord_tones import bass_of, fifth_of, nearest
from ..section_context import SectionContext
from ..voicing import Voicing
from .chordal import bass_pitch, voicing_by_tick, voicings
from .phrase import Cue, cues, force, gate_length, note

_UP_STRINGS = 3
_PALM_MUTE_GATE = 0.5


def play_comp(context: SectionContext) -> list[Note]:
    """Chords in a written rhythm, thinning where they would talk over the tune."""
    sounded = voicing_by_tick(context, voicings(context, 3 if context.option("shell", False) else 4))
    rng = context.rng("room for the tune")
    notes: list[Note] = []
    for cue in cues(context):
        if not (_talks_over(context, cue, rng) or _breathes(context, cue)):
            notes += _sound(context, cue, sounded[cue.chord.start_ticks])
    return notes + (_left_hand(context) if context.option("bass_note", False) else [])


def play_strum(context: SectionContext) -> list[Note]:
    """Guitar strums: down across all strings, up across the top ones."""
    sounded = voicing_by_tick(context, voicings(context, 5, 0.6, is_under_melody=False))
    spread = _ticks_of(context, context.option("strum_ms", 16.0))
    notes: list[Note] = []
    for cue in cues(context):
        strings = sounded[cue.chord.start_ticks]
        if cue.kind in "BF":
            notes.append(_bass(context, cue))
        elif cue.kind.isdigit():
            notes.append(_string(context, cue, strings))
        else:
            notes += _strum(context, cue, strings, spread)
    return notes


def play_pick(context: SectionContext) -> list[Note]:
    """Broken chords, string by string, as written (``1`` the lowest)."""
    sounded = voicing_by_tick(context, voicings(context, 4, 0.35, is_under_melody=False))
    notes: list[Note] = []
    for cue in cues(context, "1-2-3-4-"):
        notes += _sound(context, cue, sounded[cue.chord.start_ticks])
    if context.option("octaves", False):
        top = context.instrument_range[1]
        notes += [
            note(context, n.start_ticks, n.length_ticks, n.pitch + 12, 0.85) for n in notes if n.pitch + 12 <= top
        ]
    return notes


def play_power(context: SectionContext) -> list[Note]:
    """Power chords: ``X`` rings open, ``x`` is palm-muted, ``o`` a muted single string."""
    notes: list[Note] = []
    low, high = context.spec.register
    for cue in cues(context, "X---x-x-X---x-x-"):
        root = nearest(bass_of(cue.chord), low + 5, low, high)
        fifth = root + (fifth_of(cue.chord) - root) % 12
        shape = {"X": (root, fifth, root + 12), "x": (root, fifth)}.get(cue.kind, (root,))
        length = gate_length(context, cue.length) if cue.kind == "X" else round(cue.length * _PALM_MUTE_GATE)
        notes += [note(context, cue.start, length, pitch, force(cue.kind)) for pitch in shape]
    return notes


def _sound(context: SectionContext, cue: Cue, chord: Voicing) -> list[Note]:
    if cue.kind in "BF":
        return [_bass(context, cue)]
    if cue.kind.isdigit():
        return [_string(context, cue, chord)]
    spread = _ticks_of(context, context.option("strum_ms", 0.0))
    tilt = -0.03 if spread else 0.025  # a rolled chord dies away upwards, a struck one sings at the top
    factor = force(cue.kind) - tilt * (len(chord) - 1) / 2
    return [
        note(context, cue.start + i * spread, gate_length(context, cue.length) - i * spread, pitch, factor + tilt * i)
        for i, pitch in enumerate(chord)
    ]


def _strum(context: SectionContext, cue: Cue, strings: Voicing, spread: int) -> list[Note]:
    is_up = cue.kind == "u"
    order = tuple(reversed(strings[-_UP_STRINGS:])) if is_up else strings
    step = min(spread, max(1, cue.length // (2 * len(order))))
    return [
        note(
            context,
            cue.start + i * step,
            gate_length(context, cue.length) - i * step,
            pitch,
            force(cue.kind) * (1.0 - 0.04 * i),
        )
        for i, pitch in enumerate(order)
    ]


def _bass(context: SectionContext, cue: Cue) -> Note:
    return note(
        context, cue.start, gate_length(context, cue.length), bass_pitch(context, cue.chord, cue.kind == "F"), 1.0
    )


def _string(context: SectionContext, cue: Cue, chord: Voicing) -> Note:
    """One note of the voicing; numbers past its top go on an octave higher."""
    number = int(cue.kind) - 1
    pitch = chord[number % len(chord)] + 12 * (number // len(chord))
    while pitch > context.instrument_range[1]:
        pitch -= 12
    end = cue.chord.start_ticks + cue.chord.length_ticks
    length = end - cue.start if context.option("ring", False) else gate_length(context, cue.length)
    return note(context, cue.start, length, pitch, 0.92 if number else 0.98)


def _left_hand(context: SectionContext) -> list[Note]:
    """A held low root where each chord begins."""
    return [
        note(context, chord.start_ticks, round(chord.length_ticks * 0.96), bass_pitch(context, chord), 0.86)
        for chord in context.chords
    ]


def _breathes(context: SectionContext, cue: Cue) -> bool:
    """Whether a comp leaves the end of a phrase to the others: half a bar in every four, except where it is fullest."""
    is_phrase_end = cue.bar % 4 == 3 and cue.start % context.grid.bar_ticks >= context.grid.bar_ticks // 2
    likely = 0.8 - 0.5 * context.energy
    return is_phrase_end and context.idea_rng(f"breath {cue.bar}").random() < likely


def _talks_over(context: SectionContext, cue: Cue, rng: np.random.Generator) -> bool:
    """Whether a weak chord falls on a note of a busy tune and is better left out."""
    likely = 0.55 * (1.0 - context.energy)
    if not context.is_led or cue.kind == "X" or context.grid.strength(cue.start) >= 0.6:
        return False
    bar = cue.start - cue.start % context.grid.bar_ticks
    busy = context.melody_between(bar, bar + context.grid.bar_ticks)
    is_hit = any(abs(n.start_ticks - cue.start) < TICKS_PER_QUARTER // 8 for n in busy)
    return is_hit and len(busy) > len(context.grid.pulses) and rng.random() < likely


def _ticks_of(context: SectionContext, milliseconds: float) -> int:
    return round(milliseconds * context.conditioning.bpm * TICKS_PER_QUARTER / 60_000)
