# SPDX-License-Identifier: GPL-3.0-or-later
"""The tune: given to an instrument where nobody sings it, and doubled where it should shine.

Options: ``ornament`` (0-1, grace notes), ``legato`` (true: notes joined), ``interval`` of a double (``third``,
``sixth``, ``octave``, ``unison``, ``below``).
"""

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note

from ..chord_tones import chord_scale, snap_pitch, step_pitch, tones
from ..section_context import SectionContext
from .phrase import note

_GRACE_TICKS = TICKS_PER_QUARTER // 10
_OVER_THE_TOP = 4  # semitones above its register that a part may reach for a climax
_STAY = 0.4
_STEPS = {"third": -2, "sixth": -5}
_SHIFTS = {"octave": 12, "unison": 0, "below": -12}


def play_lead(context: SectionContext) -> list[Note]:
    """The lead sheet's tune in the instrument's octave."""
    shift = octave_shift(context.melody_range, context.reach)
    can_rise = context.melody_range[1] + shift + 12 <= context.reach[1] + _OVER_THE_TOP
    shift += 12 if context.energy >= context.spec.octave_up and can_rise else 0
    line = [_in_range(context, n, shift) for n in context.melody]
    return _ornament(context, _articulate(context, line))


def play_double(context: SectionContext) -> list[Note]:
    """The tune again: an octave up, in unison, or as a harmony of thirds or sixths below that keeps to the chords."""
    interval = context.word("interval", "third")
    shift = octave_shift(context.melody_range, context.reach)
    line = [_in_range(context, n, shift) for n in context.melody if n.length_ticks >= TICKS_PER_QUARTER // 4]
    if interval in _SHIFTS:
        return _articulate(context, [_in_range(context, n, _SHIFTS[interval]) for n in line])
    return _articulate(context, [_harmony(context, n, _STEPS.get(interval, -2)) for n in line])


def octave_shift(melody_range: tuple[int, int], reach: tuple[int, int]) -> int:
    """Whole octaves, in semitones, that bring a tune's range best into a register; the same for a whole song."""
    low, high = reach
    bottom, top = melody_range

    def misfit(shift: int) -> tuple[float, int]:
        return max(0, low - bottom - shift) + max(0, top + shift - high) + _STAY * abs(shift), abs(shift)

    return min((-24, -12, 0, 12, 24), key=misfit)


def _in_range(context: SectionContext, melody_note: Note, shift: int) -> Note:
    low, high = context.instrument_range
    pitch = melody_note.pitch + shift
    while pitch > high:
        pitch -= 12
    while pitch < low:
        pitch += 12
    factor = 0.8 + 0.2 * melody_note.velocity / 96
    return note(context, melody_note.start_ticks, melody_note.length_ticks, pitch, factor)


def _harmony(context: SectionContext, melody_note: Note, steps: int) -> Note:
    """A scale step interval away; held notes are moved onto a chord note."""
    chord = context.chord_at(melody_note.start_ticks)
    pitch = step_pitch(melody_note.pitch, steps, chord_scale(chord, context.key))
    if melody_note.length_ticks >= TICKS_PER_QUARTER:
        pitch = snap_pitch(pitch, tones(chord))
    return _in_range(context, Note(melody_note.start_ticks, melody_note.length_ticks, pitch, melody_note.velocity), 0)


def _articulate(context: SectionContext, line: list[Note]) -> list[Note]:
    """Joined notes where the part is legato, lifted ones elsewhere; never past the next note."""
    is_legato = context.option("legato", False)
    result = []
    for index, current in enumerate(line):
        gap_end = line[index + 1].start_ticks if index + 1 < len(line) else current.start_ticks + current.length_ticks
        length = current.length_ticks
        if is_legato and gap_end - current.start_ticks <= length * 1.5:
            length = gap_end - current.start_ticks
        length = min(round(length * context.spec.gate), max(30, gap_end - current.start_ticks))
        result.append(Note(current.start_ticks, max(length, 30), current.pitch, current.velocity))
    return result


def _ornament(context: SectionContext, line: list[Note]) -> list[Note]:
    """Grace notes from the scale step above before some of the longer notes on the beat."""
    amount, rng = context.option("ornament", 0.0), context.rng("ornament")
    result: list[Note] = []
    for current in line:
        is_fit = current.length_ticks >= TICKS_PER_QUARTER * 0.7 and context.grid.strength(current.start_ticks) >= 0.6
        if is_fit and rng.random() < amount * 0.6:
            above = step_pitch(current.pitch, 1, chord_scale(context.chord_at(current.start_ticks), context.key))
            result.append(Note(current.start_ticks, _GRACE_TICKS, above, max(1, round(current.velocity * 0.8))))
            delayed = current.start_ticks + _GRACE_TICKS
            result.append(Note(delayed, current.length_ticks - _GRACE_TICKS, current.pitch, current.velocity))
        else:
            result.append(current)
    return result
