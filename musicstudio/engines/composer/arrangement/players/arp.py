# SPDX-License-Identifier: GPL-3.0-or-later
"""Running figures: arpeggios, string ostinati, and single bell notes that sparkle above.

Options: ``shape`` (``up``, ``down``, ``updown``, ``random``, ``pedal``), ``steps`` (notes a quarter), ``ring`` (notes
ring on), ``octaves`` (2: spans two).
"""

import numpy as np

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note

from ..chord_tones import pentatonic, snap_pitch
from ..section_context import SectionContext
from ..voicing import Voicing
from .chordal import voicing_by_tick, voicings
from .phrase import note

_FIGURES = ((0, 0, 1, 0), (0, 1, 2, 1), (0, 2, 1, 2), (0, 0, 2, 0), (0, 1, 0, 2), (2, 1, 0, 1))


def play_arp(context: SectionContext) -> list[Note]:
    """An arpeggio over each chord, starting anew with it."""
    steps = context.option("steps", 4.0)
    step = round(TICKS_PER_QUARTER / (steps * 2 if context.section.half_time > 0 else steps))
    sounded = voicing_by_tick(context, voicings(context, 4, 0.3, is_under_melody=False))
    rng = context.idea_rng("arp")
    notes: list[Note] = []
    for chord in context.chords:
        ladder = _ladder(context, sounded[chord.start_ticks])
        end = chord.start_ticks + chord.length_ticks
        for index, tick in enumerate(range(chord.start_ticks, end, step)):
            pitch = ladder[_rung(context.word("shape", "up"), index, len(ladder), rng)]
            length = min(step * 4, end - tick) if context.option("ring", False) else round(step * context.spec.gate)
            notes.append(note(context, tick, length, pitch, 0.8 + 0.25 * context.grid.strength(tick)))
    return notes


def play_ostinato(context: SectionContext) -> list[Note]:
    """A short figure that drives: eighths, and sixteenths when the energy is high."""
    figure = _FIGURES[int(context.idea_rng("figure").integers(len(_FIGURES)))]
    step = TICKS_PER_QUARTER // (4 if context.energy > 0.72 else 2)
    sounded = voicing_by_tick(context, voicings(context, 3, 0.2))
    notes: list[Note] = []
    for bar in context.bars:
        for pulse in context.grid.pulses:
            for index, tick in enumerate(range(bar + pulse.start, bar + pulse.start + pulse.length, step)):
                chord = sounded[context.chord_at(tick).start_ticks]
                pitch = chord[figure[index % len(figure)] % len(chord)]
                factor = 1.08 if index == 0 else 0.84
                notes.append(note(context, tick, round(step * context.spec.gate), pitch, factor))
    return [n for n in notes if n.start_ticks < context.length]


def play_sparkle(context: SectionContext) -> list[Note]:
    """Few single notes high up, where the tune leaves air; how few, the part's density says."""
    rng = context.rng("sparkle")
    low, high = context.spec.register
    pitch, notes = (low + high) // 2, []
    for tick in range(0, context.length, TICKS_PER_QUARTER // 2):
        is_free = not any(n.start_ticks == tick for n in context.melody)
        if is_free and rng.random() < 0.35 * context.spec.density * (0.6 + context.grid.strength(tick)):
            pitch = int(np.clip(pitch + rng.integers(-7, 8), low + 3, high - 3))
            classes = tuple(set(context.classes_at(tick)) & set(pentatonic(context.key))) or context.classes_at(tick)
            length = TICKS_PER_QUARTER * int(rng.integers(1, 4))
            notes.append(note(context, tick, length, snap_pitch(pitch, classes), 0.75 + 0.35 * float(rng.random())))
    return notes


def _ladder(context: SectionContext, voicing: Voicing) -> list[int]:
    top = min(context.spec.register[1], context.instrument_range[1])
    octaves = 1 + (context.energy > 0.6) + (context.option("octaves", 1.0) > 1)
    pitches = {pitch + 12 * octave for pitch in voicing for octave in range(octaves)}
    return sorted(pitch for pitch in pitches if pitch <= top) or list(voicing)


def _rung(shape: str, index: int, count: int, rng: np.random.Generator) -> int:
    if shape == "down":
        return count - 1 - index % count
    if shape == "updown" and count > 1:
        place = index % (2 * count - 2)
        return place if place < count else 2 * count - 2 - place
    if shape == "random":
        return int(rng.integers(count))
    if shape == "pedal":
        return 0 if index % 2 else 1 + index // 2 % max(1, count - 1) if count > 1 else 0
    return index % count
