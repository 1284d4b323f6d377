# SPDX-License-Identifier: GPL-3.0-or-later
"""The detuned voices of an oscillator."""

from typing import NamedTuple

import numpy as np

from musicstudio.core.seeds import derive_seed

from .patch import Oscillator


class UnisonVoice(NamedTuple):
    """cents: detuning. phase: start, in cycles. left, right: linear gains."""

    cents: float
    phase: float
    left: float
    right: float


def unison(oscillator: Oscillator, pitch: int) -> list[UnisonVoice]:
    """The voices of one note, evenly detuned and alternating left and right; a single voice stands in the middle.

    Their power sums to that of one voice. Phases are fixed for a pitch, so that a note is the same whenever it is
    played.
    """
    count = oscillator.voices
    if count == 1:
        return [UnisonVoice(oscillator.cents, 0.0, 1.0, 1.0)]
    phases = np.random.default_rng(derive_seed(pitch, "unison", oscillator.wave, count)).random(count)
    voices = []
    for index, place in enumerate(np.linspace(-1.0, 1.0, count)):
        side = float(place) * oscillator.spread * (1 if index % 2 == 0 else -1)
        left, right = np.sqrt([(1.0 - side) / count, (1.0 + side) / count])
        cents = oscillator.cents + float(place) * oscillator.detune_cents / 2.0
        voices.append(UnisonVoice(cents, float(phases[index]), float(left), float(right)))
    return voices
