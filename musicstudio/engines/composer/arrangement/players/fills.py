# SPDX-License-Identifier: GPL-3.0-or-later
"""Drum fills: how a drummer gets from one section to the next, by school of playing."""

from collections.abc import Callable

import numpy as np

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note

from ...meter import SIXTEENTH
from ...styles.drum_map import DRUM_NOTES
from ..section_context import SectionContext

_TOMS = (DRUM_NOTES["snare"], DRUM_NOTES["tom_high"], DRUM_NOTES["tom_mid"], DRUM_NOTES["tom_floor"])
_ROCK_RHYTHMS = ("xxxx", "x.xx", "xx.x", "x.x.", "xxx.")


def fill(context: SectionContext, start: int, end: int, rng: np.random.Generator) -> list[Note]:
    """A fill from ``start`` to ``end`` (ticks) in the school that the part's ``fill`` option names, growing louder."""
    school = _SCHOOLS.get(context.word("fill", "toms"), toms)
    return school(context, start, end, rng)


def toms(context: SectionContext, start: int, end: int, rng: np.random.Generator) -> list[Note]:
    """Snare first, then down the toms, a beat on each; busier with energy."""
    notes = []
    beats = _beats(start, end)
    for index, beat in enumerate(beats):
        drum = _TOMS[min(len(_TOMS) - 1, index * len(_TOMS) // len(beats) + (index > 0 and rng.random() < 0.3))]
        rhythm = _ROCK_RHYTHMS[int(rng.integers(1 if context.energy < 0.75 else 0, 4 if context.energy > 0.5 else 5))]
        for step, mark in enumerate(rhythm):
            tick = beat + step * SIXTEENTH
            if mark == "x" and tick < end:
                notes.append(_stroke(context, tick, drum, _swell(tick, start, end)))
        if context.energy > 0.6:
            notes.append(_stroke(context, beat, DRUM_NOTES["kick"], 0.85))
    return notes


def snare_roll(context: SectionContext, start: int, end: int, rng: np.random.Generator) -> list[Note]:
    """Sixteenths on the snare with moving accents."""
    accent = int(rng.integers(3, 5))
    ticks = range(start, end, SIXTEENTH)
    return [
        _stroke(context, tick, DRUM_NOTES["snare"], _swell(tick, start, end) * (1.0 if i % accent == 0 else 0.7))
        for i, tick in enumerate(ticks)
    ]


def brush(context: SectionContext, start: int, end: int, rng: np.random.Generator) -> list[Note]:
    """A light lift: a few soft snare strokes and a kick."""
    ticks = [tick for tick in range(start, end, SIXTEENTH * 2) if rng.random() < 0.7]
    return [_stroke(context, tick, DRUM_NOTES["snare"], 0.55 * _swell(tick, start, end)) for tick in ticks]


def jazz(context: SectionContext, start: int, end: int, rng: np.random.Generator) -> list[Note]:
    """Triplets between snare, toms and kick, with holes."""
    voices = (DRUM_NOTES["snare"], DRUM_NOTES["snare"], DRUM_NOTES["tom_high"], DRUM_NOTES["tom_low"], 36)
    third = TICKS_PER_QUARTER // 3
    return [
        _stroke(context, tick, voices[int(rng.integers(len(voices)))], 0.85 * _swell(tick, start, end))
        for tick in range(start, end, third)
        if rng.random() < 0.72
    ]


def electronic(context: SectionContext, start: int, end: int, rng: np.random.Generator) -> list[Note]:
    """Claps and snares that stutter faster, the kick pulled out."""
    drum = DRUM_NOTES["clap"] if rng.random() < 0.5 else DRUM_NOTES["snare"]
    half = (start + end) // 2
    ticks = [*range(start, half, SIXTEENTH * 2), *range(half, end, SIXTEENTH)]
    return [_stroke(context, tick, drum, 0.9 * _swell(tick, start, end)) for tick in ticks]


def trap(context: SectionContext, start: int, end: int, rng: np.random.Generator) -> list[Note]:
    """A hat roll that turns from sixteenths through triplets to thirty-seconds."""
    steps = (SIXTEENTH, SIXTEENTH * 2 // 3, SIXTEENTH // 2)
    notes = []
    for index, beat in enumerate(_beats(start, end)):
        step = steps[min(2, index + int(rng.integers(0, 2)))]
        ticks = range(beat, min(beat + TICKS_PER_QUARTER, end), step)
        notes += [_stroke(context, tick, DRUM_NOTES["hat"], 0.7 * _swell(tick, start, end)) for tick in ticks]
    return notes


def latin(context: SectionContext, start: int, end: int, rng: np.random.Generator) -> list[Note]:
    """A timbale abanico: a roll into a rim shot."""
    low, high = DRUM_NOTES["timbale_low"], DRUM_NOTES["timbale_high"]
    ticks = list(range(start, end, SIXTEENTH))
    return [
        _stroke(context, tick, high if i % 3 else low, _swell(tick, start, end))
        for i, tick in enumerate(ticks)
        if i % 4 != 1 or rng.random() < 0.4
    ]


def orchestral(context: SectionContext, start: int, end: int, rng: np.random.Generator) -> list[Note]:
    """A snare and bass-drum crescendo."""
    ticks = range(start, end, SIXTEENTH)
    rolls = [
        _stroke(context, tick, DRUM_NOTES["snare"], 0.45 + 0.55 * (tick - start) / (end - start)) for tick in ticks
    ]
    booms = [
        _stroke(context, beat, DRUM_NOTES["orchestra_bass"], 0.8 + 0.1 * rng.random()) for beat in _beats(start, end)
    ]
    return rolls + booms


def breakbeat(context: SectionContext, start: int, end: int, rng: np.random.Generator) -> list[Note]:
    """The break chopped: its snare and kick shuffled."""
    voices = (DRUM_NOTES["snare"], DRUM_NOTES["kick"], DRUM_NOTES["snare"], DRUM_NOTES["hat"])
    return [
        _stroke(
            context, tick, voices[int(rng.integers(4))], (1.0 if rng.random() < 0.5 else 0.6) * _swell(tick, start, end)
        )
        for tick in range(start, end, SIXTEENTH)
        if rng.random() < 0.8
    ]


def build_roll(context: SectionContext) -> list[Note]:
    """A snare roll over a whole section that doubles its pace as the drop comes near."""
    notes = []
    end = min(context.length, context.stop_tick)
    for index, bar in enumerate(context.bars):
        progress = index / max(1, len(context.bars))
        step = next(s for limit, s in ((0.34, 960), (0.67, 480), (0.88, 240), (2.0, 120)) if progress < limit)
        ticks = range(bar, min(bar + context.grid.bar_ticks, end), step)
        notes += [_stroke(context, tick, DRUM_NOTES["snare"], 0.4 + 0.6 * tick / max(1, end)) for tick in ticks]
    return notes


def _beats(start: int, end: int) -> list[int]:
    return list(range(start, end, TICKS_PER_QUARTER))


def _swell(tick: int, start: int, end: int) -> float:
    return 0.72 + 0.38 * (tick - start) / max(1, end - start)


def _stroke(context: SectionContext, tick: int, pitch: int, force: float) -> Note:
    return Note(tick, SIXTEENTH, pitch, int(np.clip(round(context.spec.velocity * force), 1, 127)))


_SCHOOLS: dict[str, Callable[[SectionContext, int, int, np.random.Generator], list[Note]]] = {
    "toms": toms, "snare": snare_roll, "brush": brush, "jazz": jazz, "electronic": electronic, "trap": trap,
    "latin": latin, "orchestral": orchestral, "breakbeat": breakbeat,
}  # fmt: skip
