# SPDX-License-Identifier: GPL-3.0-or-later
"""Loudness after ITU-R BS.1770-4 and EBU Tech 3341/3342 of a stream: momentary, short-term, integrated and range.

What is shown while playing. A song is mastered to and reported at what `musicstudio.dsp.integrated` measures.
Everything works at 48 kHz, for which the standard gives its filter coefficients.
"""

from array import array
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .audio import Audio
from .biquads import Biquads

RATE = 48_000
HOP_FRAMES = RATE // 10
# The loudest moment may lie between two hops: EBU Tech 3341's bursts of 400 ms come at any 20 ms.
_FINE = 10
_FINE_FRAMES = HOP_FRAMES // _FINE
MOMENTARY_HOPS = 4
SHORT_TERM_HOPS = 30
QUIETEST_LUFS = -120.0
_ABSOLUTE_GATE_LUFS = -70.0
_OFFSET_LU = -0.691
# BS.1770-4 tables 1 and 2: the head's shelf, then the RLB high-pass.
_K_WEIGHTING = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585),
    (1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621),
)


class LoudnessMeter:
    """A streaming meter, fed with stereo or mono blocks of any size at 48 kHz. Not safe for several threads.

    Keeps one number for 10 ms, so an hour of audio is 3 MB.
    """

    def __init__(self, channels: int = 2) -> None:
        self._weighting = Biquads(_K_WEIGHTING, channels)
        self._pending = np.zeros(0)
        self._fine_powers = array("d")

    def feed(self, audio: Audio) -> None:
        """Take the next block.

        Parameters
        ----------
        audio : float32 array, shape (channels, frames), 48 kHz, any number of frames
        """
        weighted = self._weighting.process(audio)
        power = np.concatenate([self._pending, np.square(weighted).sum(axis=0)])
        count = power.size // _FINE_FRAMES
        self._fine_powers.extend(power[: count * _FINE_FRAMES].reshape(count, _FINE_FRAMES).mean(axis=1))
        self._pending = power[count * _FINE_FRAMES :]

    @property
    def momentary_lufs(self) -> float:
        """Loudness of the last 400 ms."""
        return self._recent_lufs(MOMENTARY_HOPS)

    @property
    def short_term_lufs(self) -> float:
        """Loudness of the last 3 s."""
        return self._recent_lufs(SHORT_TERM_HOPS)

    @property
    def integrated_lufs(self) -> float:
        """Gated loudness of everything so far.

        BS.1770-4: 400 ms blocks with 75 % overlap, gates at -70 LUFS and -10 LU.
        """
        return gated_lufs(_sliding_mean(self._hop_powers(), MOMENTARY_HOPS), -10.0)

    @property
    def max_momentary_lufs(self) -> float:
        """Loudest 400 ms so far."""
        return self._loudest_lufs(MOMENTARY_HOPS)

    @property
    def max_short_term_lufs(self) -> float:
        """Loudest 3 s so far."""
        return self._loudest_lufs(SHORT_TERM_HOPS)

    @property
    def range_lu(self) -> float:
        """Loudness range: 10th to 95th percentile of the short-term loudness.

        EBU Tech 3342: gates at -70 LUFS and -20 LU.
        """
        powers = _sliding_mean(self._hop_powers(), SHORT_TERM_HOPS)
        powers = powers[powers >= power_of(_ABSOLUTE_GATE_LUFS)]
        if powers.size < 2:
            return 0.0
        levels = _lufs_array(powers[powers >= powers.mean() * 10 ** (-20.0 / 10.0)])
        return float(np.percentile(levels, 95) - np.percentile(levels, 10))

    def short_term_history_lufs(self) -> NDArray[np.float64]:
        """Short-term loudness at every 100 ms hop from 3 s on, for drawing.

        Returns
        -------
        float64 array, shape (hops,), LUFS
        """
        return _lufs_array(_sliding_mean(self._hop_powers(), SHORT_TERM_HOPS))

    def momentary_history_lufs(self) -> NDArray[np.float64]:
        """Momentary loudness at every 100 ms hop from 400 ms on.

        Returns
        -------
        float64 array, shape (hops,), LUFS
        """
        return _lufs_array(_sliding_mean(self._hop_powers(), MOMENTARY_HOPS))

    def _hop_powers(self) -> NDArray[np.float64]:
        """A value each whole 100 ms."""
        hops = len(self._fine_powers) // _FINE
        means: NDArray[np.float64] = np.array(self._fine_powers[: hops * _FINE]).reshape(hops, _FINE).mean(axis=1)
        return means

    def _recent_lufs(self, hops: int) -> float:
        whole = len(self._fine_powers) // _FINE * _FINE
        recent = self._fine_powers[max(0, whole - hops * _FINE) : whole]
        return lufs(sum(recent) / (hops * _FINE)) if recent else QUIETEST_LUFS

    def _loudest_lufs(self, hops: int) -> float:
        powers = _sliding_mean(np.array(self._fine_powers), hops * _FINE)
        return lufs(float(powers.max(initial=0.0)))


def gated_lufs(powers: NDArray[np.float64], relative_gate_lu: float) -> float:
    """Mean loudness of K-weighted block powers above the absolute and the relative gate.

    Parameters
    ----------
    powers : float64 array, K-weighted mean powers of blocks
    relative_gate_lu : float, below 0

    Returns
    -------
    float, LUFS, at least -120

    Source
    ------
    ITU-R BS.1770-4, section 5
    """
    loud = powers[powers >= power_of(_ABSOLUTE_GATE_LUFS)]
    if loud.size == 0:
        return QUIETEST_LUFS
    gate = loud.mean() * 10 ** (relative_gate_lu / 10.0)
    return lufs(float(loud[loud >= gate].mean()))


def lufs(power: float) -> float:
    """LUFS of a mean K-weighted power summed over channels.

    Parameters
    ----------
    power : float, K-weighted mean power summed over channels

    Returns
    -------
    float, LUFS, at least -120

    Source
    ------
    ITU-R BS.1770-4
    """
    return QUIETEST_LUFS if power <= 1e-12 else float(_OFFSET_LU + 10.0 * np.log10(power))


def power_of(level_lufs: float | NDArray[np.float64]) -> Any:
    """Mean K-weighted power of a level in LUFS, or of an array of them.

    Parameters
    ----------
    level_lufs : float or float64 array

    Returns
    -------
    the same shape, linear power
    """
    return 10.0 ** ((level_lufs - _OFFSET_LU) / 10.0)


def _lufs_array(powers: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(_OFFSET_LU + 10.0 * np.log10(np.maximum(powers, 1e-12)), dtype=np.float64)


def _sliding_mean(values: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    if values.size < size:
        return np.zeros(0)
    sums = np.cumsum(np.concatenate([[0.0], values]))
    return np.asarray(np.maximum(sums[size:] - sums[:-size], 0.0) / size, dtype=np.float64)
