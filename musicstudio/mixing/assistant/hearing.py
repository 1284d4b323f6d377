# SPDX-License-Identifier: GPL-3.0-or-later
"""What the assistant hears of a sound: its loudness, and its power in each band, moment by moment."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio, silence
from musicstudio.dsp.integrated import IntegratedMeter

Powers = NDArray[np.float64]
WINDOW_FRAMES = 8192
# Third-octave bands from 40 Hz to 16 kHz.
BAND_CENTERS_HZ = tuple(float(1000 * 2 ** (third / 3)) for third in range(-14, 13))
_FLOOR = 1e-12


class Heard(Struct, frozen=True):
    """A sound as heard. lufs: integrated. powers: (moments, bands) of a sixth of a second each; side_share: how much of
    its power left and right do not share, below 120 Hz.
    """

    lufs: float
    powers: Powers
    low_side_share: float = 0.0

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to judge."""
        return self.lufs < -70

    def mean_powers(self, moments: NDArray[np.bool_] | None = None) -> Powers:
        """Power by band over some moments, or all in which it sounds."""
        chosen = self.active if moments is None else moments
        return self.powers[chosen].mean(axis=0) if chosen.any() else np.full(len(BAND_CENTERS_HZ), _FLOOR)

    @property
    def active(self) -> NDArray[np.bool_]:
        """The moments in which it sounds: within 20 dB of its loud ones."""
        total = self.powers.sum(axis=1)
        if not total.size:
            return np.zeros(0, dtype=bool)
        return np.asarray(total > max(float(np.quantile(total, 0.95)) * 0.01, _FLOOR))


class Ear:
    """Fed with stereo blocks of any size at 48 kHz. One thread at a time."""

    def __init__(self) -> None:
        self._meter, self._waiting = IntegratedMeter(), silence(0)
        self._rows: list[Powers] = []
        self._low_side = self._low_all = _FLOOR
        self._window = np.hanning(WINDOW_FRAMES)
        frequencies_hz = np.fft.rfftfreq(WINDOW_FRAMES, 1 / SAMPLE_RATE)
        edges_hz = np.array(BAND_CENTERS_HZ)[:, None] * 2 ** (np.array([-1, 1]) / 6)
        self._edges = np.searchsorted(frequencies_hz, edges_hz)
        self._low_end = int(np.searchsorted(frequencies_hz, 120))

    def feed(self, audio: Audio) -> None:
        """Take the next block."""
        self._meter.feed(audio)
        waiting = np.concatenate([self._waiting, audio], axis=1)
        while waiting.shape[1] >= WINDOW_FRAMES:
            self._look(waiting[:, :WINDOW_FRAMES])
            waiting = waiting[:, WINDOW_FRAMES:]
        self._waiting = waiting.copy()

    def heard(self) -> Heard:
        """What was heard so far."""
        rows = np.array(self._rows).reshape(-1, len(BAND_CENTERS_HZ))
        return Heard(self._meter.integrated_lufs, rows, float(self._low_side / self._low_all))

    def _look(self, audio: Audio) -> None:
        spectra = np.fft.rfft(audio * self._window, axis=1)
        powers = np.square(np.abs(spectra)).sum(axis=0) / WINDOW_FRAMES**2
        sums = np.concatenate([[0.0], np.cumsum(powers)])
        self._rows.append(sums[self._edges[:, 1]] - sums[self._edges[:, 0]])
        lows = spectra[:, : self._low_end]
        self._low_side += float(np.square(np.abs(lows[0] - lows[1])).sum()) / 2
        self._low_all += float(np.square(np.abs(lows)).sum())


def masking_index(lead: Heard, others: Sequence[Heard], gains_db: Sequence[float] = ()) -> float:
    """How much of the lead is covered, 0 to 1: the share of its audible cells in which the rest is over 3 dB louder.

    A cell is a third of an octave for a sixth of a second; those within 15 dB of the lead's strongest band at the time
    count, from 300 Hz to 6 kHz, where words and tunes are understood. gains_db: how much louder, beside the lead, each
    of the others is taken than it was heard.
    """
    centers = np.array(BAND_CENTERS_HZ)
    bands = (centers >= 300) & (centers <= 6000)
    own = lead.powers[lead.active][:, bands]
    if not own.size:
        return 0.0
    gains = [10 ** (gain_db / 10) for gain_db in gains_db or [0.0] * len(others)]
    parts = (other.powers[lead.active][:, bands] * gain for other, gain in zip(others, gains, strict=True))
    rest = sum(parts, np.zeros_like(own))
    counts = own > own.max(axis=1, keepdims=True) * 10**-1.5
    covered = counts & (rest > own * 10**0.3)
    return float(covered.sum() / max(1, counts.sum()))
