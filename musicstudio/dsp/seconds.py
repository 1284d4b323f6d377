# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound second by second: which clip, stand off zero, vanish in mono or are silent; how alike left and right are."""

import numpy as np
from msgspec import Struct

from .audio import Audio, silence
from .loudness import RATE

OVERLOADED, OFFSET, OUT_OF_PHASE, LOWS_OUT_OF_PHASE, SILENT = "clipping", "dc", "phase", "low_phase", "silence"
_FULL_SCALE = 0.999
_MAX_OFFSET = 0.01
_MIN_CORRELATION, _MIN_LOW_CORRELATION = -0.2, -0.1
_QUIET = 10 ** (-70 / 20)
_LOW_QUIET = 10 ** (-50 / 20)
# Means of 240 frames follow what is below 100 Hz and are deaf to 200 Hz and its multiples.
_LOW_FRAMES = 240


class Second(Struct, frozen=True):
    """One second. faults: of the kinds above."""

    faults: frozenset[str]


class SecondsMeter:
    """Fed with stereo blocks of any size at 48 kHz. One thread at a time."""

    def __init__(self) -> None:
        self._waiting = silence(0)
        self._seconds: list[Second] = []
        self._cross = self._left = self._right = 0.0

    def feed(self, audio: Audio) -> None:
        """Take the next block.

        Parameters
        ----------
        audio : float32 array, shape (2, frames), 48 kHz
        """
        self._add_to_correlation(audio)
        waiting = np.concatenate([self._waiting, audio], axis=1)
        while waiting.shape[1] >= RATE:
            self._seconds.append(_judge_second(waiting[:, :RATE]))
            waiting = waiting[:, RATE:]
        self._waiting = waiting.copy()

    def finish(self) -> list[Second]:
        """All seconds, the last of which may be short.

        Returns
        -------
        list of Second
        """
        rest = [_judge_second(self._waiting)] if self._waiting.shape[1] >= _LOW_FRAMES else []
        return [*self._seconds, *rest]

    @property
    def correlation(self) -> float:
        """Of left and right so far, -1 to 1; 0 for silence on a side."""
        scale = np.sqrt(self._left * self._right)
        return float(self._cross / scale) if scale > 1e-12 else 0.0

    def _add_to_correlation(self, audio: Audio) -> None:
        left, right = audio.astype(np.float64)
        self._cross += float(left @ right)
        self._left += float(left @ left)
        self._right += float(right @ right)


def _judge_second(audio: Audio) -> Second:
    level = float(np.sqrt(np.mean(np.square(audio, dtype=np.float64))))
    if level < _QUIET:
        return Second(frozenset({SILENT}))
    lows = audio[:, : audio.shape[1] // _LOW_FRAMES * _LOW_FRAMES].reshape(2, -1, _LOW_FRAMES).mean(axis=2)
    lows = lows - lows.mean(axis=1, keepdims=True)
    found = {
        OVERLOADED: _has_flat_tops(audio),
        OFFSET: bool(np.abs(audio.mean(axis=1)).max() > _MAX_OFFSET),
        OUT_OF_PHASE: _correlation(audio) < _MIN_CORRELATION,
        LOWS_OUT_OF_PHASE: float(np.sqrt(np.mean(lows**2))) > _LOW_QUIET and _correlation(lows) < _MIN_LOW_CORRELATION,
    }
    return Second(frozenset(kind for kind, is_there in found.items() if is_there))


def _has_flat_tops(audio: Audio) -> bool:
    """Whether three samples in a row stand at full scale, as a converter or a file leaves them when it clips."""
    full = np.abs(audio) >= _FULL_SCALE
    in_a_row = full[:, 2:] & full[:, 1:-1] & full[:, :-2]
    return bool(in_a_row.any())


def _correlation(audio: Audio) -> float:
    left, right = audio.astype(np.float64)
    scale = float(np.sqrt((left @ left) * (right @ right)))
    return float(left @ right) / scale if scale > 1e-12 else 0.0
