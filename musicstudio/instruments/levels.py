# SPDX-License-Identifier: GPL-3.0-or-later
"""What "equally loud" means: a typical phrase for each instrument, and the loudness it is brought to."""

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note, Tempo, TempoMap

from .catalogue import Instrument

TARGET_LUFS = -27.0
PHRASE_TEMPO = TempoMap((Tempo(0, 110.0),))
_VELOCITY = 92
_MELODY = (0, 4, 7, 5, 4, 2, 0, 4, 7, 9, 11, 12, 7, 4, 2, 0)
_BASS_LINE = (0, 0, 7, 0, 5, 5, 0, 7)
_CHORD_ROOTS = (0, 9, 5, 7)
_COMPING_ROLES = ("keys", "guitar", "synth")
_HELD_ROLES = ("pad", "choir")
_BEAT = {36: (0, 8), 38: (4, 12), 42: (0, 2, 4, 6, 8, 10, 12, 14)}
_PERCUSSION = {64: (0, 6, 8), 63: (3, 10), 56: (4, 12), 70: (0, 2, 4, 6, 8, 10, 12, 14)}


def typical_phrase(instrument: Instrument) -> tuple[Note, ...]:
    """Two or four bars as the instrument's role plays them: chords, a melody, a bass line or a beat."""
    if instrument.is_drums:
        return _beat(_PERCUSSION if instrument.role == "percussion" else _BEAT)
    if instrument.role in _HELD_ROLES or "strings" in instrument.id or "ensemble" in instrument.id:
        return _chords(_register(instrument, 58), 1)
    if instrument.role in _COMPING_ROLES:
        return _chords(_register(instrument, 58), 4)
    if instrument.role == "bass":
        return _line(_BASS_LINE, _register(instrument, 36), TICKS_PER_QUARTER)
    return _line(_MELODY, _register(instrument, 67), TICKS_PER_QUARTER // 2)


def _register(instrument: Instrument, wanted: int) -> int:
    """The tonic nearest to the wish from which an octave lies in the middle of the range."""
    highest = max(instrument.low, instrument.high - 14)
    return min(max(wanted, instrument.low + 2), highest)


def _line(steps: tuple[int, ...], tonic: int, step_ticks: int) -> tuple[Note, ...]:
    return tuple(
        Note(index * step_ticks, round(step_ticks * 0.9), tonic + step, _VELOCITY) for index, step in enumerate(steps)
    )


def _chords(tonic: int, strokes_per_bar: int) -> tuple[Note, ...]:
    stroke = 4 * TICKS_PER_QUARTER // strokes_per_bar
    return tuple(
        Note((bar * strokes_per_bar + index) * stroke, round(stroke * 0.95), tonic + (root + interval) % 12, _VELOCITY)
        for bar, root in enumerate(_CHORD_ROOTS)
        for index in range(strokes_per_bar)
        for interval in (0, 3 if root == 9 else 4, 7)
    )


def _beat(pattern: dict[int, tuple[int, ...]]) -> tuple[Note, ...]:
    sixteenth = TICKS_PER_QUARTER // 4
    return tuple(
        Note((bar * 16 + step) * sixteenth, sixteenth, key, _VELOCITY)
        for bar in (0, 1)
        for key, steps in pattern.items()
        for step in steps
    )
