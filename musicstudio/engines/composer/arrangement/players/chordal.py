# SPDX-License-Identifier: GPL-3.0-or-later
"""The chords of a section as voicings that move smoothly and stay below the tune."""

from functools import lru_cache

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Chord

from ..chord_tones import bass_of, color_chord, fifth_of, nearest, tones
from ..section_context import SectionContext
from ..voicing import Voicing, voice

_LOWEST_BASS = 28
_CEILING_STEP = 3  # a ceiling that follows every note of the tune would make the voicings jump


def voicings(
    context: SectionContext,
    count: int = 4,
    spread: float = 0.2,
    is_rootless: bool = False,
    is_under_melody: bool = True,
) -> tuple[Voicing, ...]:
    """One voicing for each of ``context.chords``, led from one to the next; is_under_melody: kept below the tune."""
    count = int(context.option("voices", count))
    spread = context.option("spread", spread)
    colour = context.word("colour", context.colour)
    result: list[Voicing] = []
    before: Voicing = ()
    for chord in context.chords:
        low, high = register_under_melody(context, chord) if is_under_melody else context.reach
        classes = _without_clashes(context, chord, color_chord(chord, context.key, colour))
        before = voice(classes, before, low, high, min(count, _voice_count(high - low)), spread, is_rootless)
        result.append(before)
    return tuple(result)


def voicing_by_tick(context: SectionContext, sounded: tuple[Voicing, ...]) -> dict[int, Voicing]:
    """Voicings by the start of their chord."""
    return {chord.start_ticks: notes for chord, notes in zip(context.chords, sounded, strict=True)}


def register_under_melody(context: SectionContext, chord: Chord) -> tuple[int, int]:
    """The part's register, its top lowered below the tune while there is one and room is left."""
    low, high = context.reach
    sung = context.melody_between(chord.start_ticks, chord.start_ticks + chord.length_ticks) if context.is_led else []
    if sung:
        lowest = (min(note.pitch for note in sung) + context.melody_shift) // _CEILING_STEP * _CEILING_STEP
        high = min(high, max(lowest, low + 13))
    return low, max(high, low + 12)


def bass_pitch(context: SectionContext, chord: Chord, is_fifth: bool = False) -> int:
    """The left hand's note: the chord's bass, or the fifth below it."""
    low = max(_LOWEST_BASS, context.instrument_range[0], context.spec.register[0] - 17)
    root = nearest(bass_of(chord), low + 8, low, low + 14)
    if not is_fifth:
        return root
    fifth = root - (root - fifth_of(chord)) % 12
    return fifth if fifth >= low else fifth + 12


def _voice_count(span: int) -> int:
    return 3 if span < 14 else 8


def _without_clashes(context: SectionContext, chord: Chord, classes: tuple[int, ...]) -> tuple[int, ...]:
    """Drops added colours that rub a semitone against a held note of the tune."""
    held = frozenset(
        note.pitch % 12
        for note in context.melody_between(chord.start_ticks, chord.start_ticks + chord.length_ticks)
        if note.length_ticks >= TICKS_PER_QUARTER
    )
    return _drop_clashes(classes, tones(chord), held)


@lru_cache(maxsize=4096)
def _drop_clashes(classes: tuple[int, ...], own: tuple[int, ...], held: frozenset[int]) -> tuple[int, ...]:
    return tuple(c for c in classes if c in own or not any((c - h) % 12 in (1, 11) for h in held))
