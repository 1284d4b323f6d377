# SPDX-License-Identifier: GPL-3.0-or-later
"""The pitch a singer takes through a phrase: notes joined by glides, a scoop at the start, vibrato that grows, slow
drift.

Pure.
"""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..text.model import Expression
from .drawn import BEND_CENTS, VIBRATO, Drawn, drawn_at
from .phrases import TimedNote

STEP_S = 0.005
GLIDE_S = (0.045, 0.13)
"""Length of a glide of a whole tone at legato 0 and 1; wider intervals take up to half as much again."""
SCOOP_SEMITONES = 0.8
VIBRATO_RATE_HZ = (5.2, 6.0)
"""Trained singers keep 5 to 7 Hz (Prame 1994)."""
VIBRATO_DEPTH_SEMITONES = 0.7
"""Half the swing at full expression."""
VIBRATO_AFTER_S, VIBRATO_GROWS_S, MIN_VIBRATO_S = 0.28, 0.5, 0.45
DRIFT_SEMITONES = 0.10
Curve = NDArray[np.float64]


def pitch_curve(
    notes: Sequence[TimedNote],
    start_s: float,
    end_s: float,
    expression: Expression,
    rng: np.random.Generator,
    drawn: Sequence[Drawn] = (),
) -> Curve:
    """Semitones (MIDI numbers) every `STEP_S` from ``start_s`` to ``end_s``, seconds from the phrase's first note.

    drawn: bends and the depth of vibrato by hand.
    """
    times = np.arange(start_s, end_s + STEP_S, STEP_S)
    curve = np.full(len(times), float(notes[0].pitch))
    for before, note in itertools.pairwise(notes):
        curve += _glide(times, before, note, expression.legato)
    curve -= SCOOP_SEMITONES * expression.legato * _fall(times, -0.02, 0.07)
    for note in notes:
        curve += _times(_vibrato(times, note, expression.vibrato, rng), drawn_at(drawn, VIBRATO, times))
    bend = drawn_at(drawn, BEND_CENTS, times)
    return curve + _drift(len(times), expression.drift, rng) + (0.0 if bend is None else bend / 100)


def _times(curve: Curve, factors: Curve | None) -> Curve:
    return curve if factors is None else curve * factors


def _glide(times: Curve, before: TimedNote, note: TimedNote, legato: float) -> Curve:
    """The step between two notes as a half cosine that is half way where the new note begins."""
    interval = note.pitch - before.pitch
    length_s = GLIDE_S[0] + (GLIDE_S[1] - GLIDE_S[0]) * legato
    length_s *= 1 + min(0.5, max(0, abs(interval) - 2) / 20)
    length_s = min(length_s, 0.4 * (note.end_s - note.start_s), 0.4 * (note.start_s - before.start_s))
    return interval * (1 - _fall(times, note.start_s - length_s / 2, note.start_s + length_s / 2))


def _fall(times: Curve, start_s: float, end_s: float) -> Curve:
    """1 before ``start_s``, 0 after ``end_s``, a half cosine between."""
    place = np.clip((times - start_s) / max(end_s - start_s, 1e-6), 0.0, 1.0)
    return 0.5 * (1 + np.cos(np.pi * place))


def _vibrato(times: Curve, note: TimedNote, amount: float, rng: np.random.Generator) -> Curve:
    """A sine that enters late, grows and fades before the note ends.

    It always draws from ``rng``, so notes keep their chance.
    """
    rate_hz, phase = rng.uniform(*VIBRATO_RATE_HZ), rng.uniform(-0.5, 0.5)
    length_s = note.end_s - note.start_s
    if length_s < MIN_VIBRATO_S:
        return np.zeros(len(times))
    begin_s = note.start_s + min(VIBRATO_AFTER_S, 0.4 * length_s)
    grown = 1 - _fall(times, begin_s, begin_s + VIBRATO_GROWS_S)
    grown *= _fall(times, note.end_s - 0.12, note.end_s - 0.02)
    depth = VIBRATO_DEPTH_SEMITONES * amount * grown
    return depth * np.sin(2 * np.pi * (rate_hz * (times - begin_s)) + phase)


def _drift(count: int, amount: float, rng: np.random.Generator) -> Curve:
    """Smooth noise of about half a second's memory."""
    knots = rng.standard_normal(count // 60 + 3)
    return DRIFT_SEMITONES * amount * np.interp(np.arange(count) / 60, np.arange(len(knots)), knots)


def hertz(semitones: Curve) -> Curve:
    """Frequency of MIDI note numbers (A4 = 440 Hz)."""
    return 440.0 * 2.0 ** ((semitones - 69.0) / 12.0)
