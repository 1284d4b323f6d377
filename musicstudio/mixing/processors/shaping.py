# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices that shape sound in time: transient shaper and pitch."""

import numpy as np
from numpy.typing import NDArray

from musicstudio.dsp.audio import Audio, silence

from .base import Processor, blend, board_of, run

_FAST_HZ, _SLOW_HZ = 60.0, 5.0
_FLOOR = np.float32(1e-4)
_MAX_CHANGE_DB = 18.0
_GRAIN_FRAMES = 2400


class TransientShaper(Processor):
    """Lifts or softens the beginning of sounds and what follows, whatever their level.

    Where a fast mean of the level is above a slow one a sound begins; where it is below, it rings. pedalboard's
    filters make the means.
    """

    def __init__(self) -> None:
        import pedalboard

        self._fast = board_of([pedalboard.LowpassFilter(_FAST_HZ)], channels=1)
        self._slow = board_of([pedalboard.LowpassFilter(_SLOW_HZ)], channels=1)
        self._attack, self._sustain = np.float32(0), np.float32(0)

    def set_values(self, values: dict[str, float]) -> None:
        """attack, sustain, in percent."""
        self._attack, self._sustain = np.float32(values["attack"] / 100), np.float32(values["sustain"] / 100)

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Shape the block."""
        level = np.abs(audio).max(axis=0)[np.newaxis]
        fast, slow = (np.maximum(run(board, level)[0], _FLOOR) for board in (self._fast, self._slow))
        rise_db = np.float32(20) * np.log10(fast / slow)
        change_db = np.where(rise_db > 0, rise_db * self._attack, -rise_db * self._sustain)
        gain = 10 ** (np.clip(change_db, -_MAX_CHANGE_DB, _MAX_CHANGE_DB) / 20)
        shaped: Audio = audio * gain.astype(np.float32)
        return shaped


class Pitch(Processor):
    """Higher or lower by two overlapping grains that are read faster or slower, 25 ms late on average.

    pedalboard's PitchShift sounds better and answers a second late, so it serves clips and not strips.
    """

    def __init__(self) -> None:
        self._past = silence(_GRAIN_FRAMES + 2)
        self._phase = 0.0
        self._ratio, self._mix = 1.0, 100.0

    def set_values(self, values: dict[str, float]) -> None:
        """semitones, cents, mix."""
        self._ratio = float(2 ** ((values["semitones"] + values["cents"] / 100) / 12))
        self._mix = values["mix"]

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Shift the block."""
        frames = audio.shape[1]
        known = np.concatenate([self._past, audio], axis=1)
        phase = self._phase + (1 - self._ratio) / _GRAIN_FRAMES * np.arange(1, frames + 1)
        self._phase = float(phase[-1] % 1.0) if frames else self._phase
        self._past = known[:, frames:]
        if self._ratio == 1.0:
            return audio.copy()
        here = np.arange(frames) + self._past.shape[1]
        wet = sum(_grain(known, here, (phase + offset) % 1.0) for offset in (0.0, 0.5))
        return blend(audio, np.asarray(wet, dtype=np.float32), self._mix)


def _grain(known: Audio, here: NDArray[np.int64], phase: NDArray[np.float64]) -> Audio:
    """What a grain reads ``phase`` of its length back, faded to nothing at both ends."""
    place = here - phase * _GRAIN_FRAMES
    first = np.floor(place).astype(np.int64)
    share = (place - first).astype(np.float32)
    fade = (np.sin(np.pi * phase) ** 2).astype(np.float32)
    after = np.minimum(first + 1, known.shape[1] - 1)
    read: Audio = (known[:, first] * (1 - share) + known[:, after] * share) * fade
    return read
