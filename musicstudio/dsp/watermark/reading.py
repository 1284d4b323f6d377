# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding the mark in sound of which nothing is known: neither where it begins, nor how loud it was made.

Every chip of the sound votes; the votes of all periods are added, whole and in parts of half a minute, and compared
with the beacon at every place and with every spelling. What chance brings about is known, since the signs are drawn:
a score is how many of its deviations the agreement lies above none.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio

from .pattern import (
    END_LINE,
    FIRST_LINE,
    HOP,
    LINES_A_BAND,
    PAIRS,
    PERIOD_HOPS,
    ROWS,
    SYMBOLS,
    WINDOW,
    beacon_signs,
    number_of,
    owners,
    value_signs,
)

CERTAIN_SCORE = 10.5
"""Above this a mark is there. Unmarked sound stays below 9 (docs/WATERMARK.md); by count of all spellings and places,
chance comes to it once in 1e10 files."""
_PART_PERIODS = 6
_PART_FRAMES = _PART_PERIODS * PERIOD_HOPS * HOP
_OFFSETS = (0, 128, 256, 384)
_CANDIDATES = 12
_LOUDEST_VOTE_DB = 6.0
_QUIET = 1e-9

Votes = NDArray[np.float64]


class FoundMark(Struct, frozen=True):
    """A mark.

    number: which it spells; None where that cannot be read. at_s: the part it is clearest in begins there. score: how
    far it stands out, see `CERTAIN_SCORE`.
    """

    number: int | None
    score: float
    at_s: float = 0.0


class MarkReader:
    """Is fed 48 kHz sound in blocks of any size, and tells at the end whether there is a mark. Small memory."""

    def __init__(self) -> None:
        self._waiting = np.zeros((2, 0), dtype=np.float32)
        self._total: Votes = np.zeros((len(_OFFSETS) * 2, ROWS, PAIRS))
        self._parts = 0
        self._best = FoundMark(None, 0.0)

    def feed(self, audio: Audio) -> None:
        """Take a block (channels, frames)."""
        stereo = audio if audio.shape[0] == 2 else np.repeat(audio[:1], 2, axis=0)
        self._waiting = np.concatenate([self._waiting, stereo], axis=1)
        while self._waiting.shape[1] >= _PART_FRAMES + 2 * WINDOW:
            self._judge_part(self._waiting[:, : _PART_FRAMES + 2 * WINDOW])
            self._waiting = self._waiting[:, _PART_FRAMES:]

    def finish(self) -> FoundMark | None:
        """The clearest mark, or None where nothing is certain."""
        if self._waiting.shape[1] > 4 * WINDOW:
            self._judge_part(self._waiting)
        if self._parts > 1:
            self._keep(_judge(self._total), 0.0)
        return self._best if self._best.score >= CERTAIN_SCORE else None

    @property
    def score(self) -> float:
        """The highest so far, certain or not."""
        return self._best.score

    def _judge_part(self, audio: Audio) -> None:
        votes = _votes(audio)
        self._total += votes
        self._keep(_judge(votes), self._parts * _PART_FRAMES / SAMPLE_RATE)
        self._parts += 1

    def _keep(self, found: FoundMark, at_s: float) -> None:
        if found.score > self._best.score:
            self._best = FoundMark(found.number, found.score, at_s)


def _votes(audio: Audio) -> Votes:
    """For each way to lay hops and chips on the sound, what every chip of a period says in dB.

    The shape is (ways, ROWS, PAIRS).
    """
    votes = []
    for offset in _OFFSETS:
        hops = (audio.shape[1] - offset - WINDOW) // HOP + 1
        diagonals = _steps(audio[:, offset:], hops)
        for first in (0, 1):
            pairs = diagonals[first : first + (hops - first) // 2 * 2]
            chips = np.clip((pairs[0::2] - pairs[1::2]) / 4.0, -_LOUDEST_VOTE_DB, _LOUDEST_VOTE_DB)
            folded = np.zeros((ROWS, PAIRS))
            for start in range(0, min(len(chips), _PART_PERIODS * ROWS), ROWS):
                period = chips[start : start + ROWS]
                folded[: len(period)] += period
            votes.append(folded)
    return np.stack(votes)


def _steps(audio: Audio, hops: int) -> Votes:
    """By how many dB each band stands above the next one, shape (hops, PAIRS)."""
    window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
    views = np.lib.stride_tricks.sliding_window_view(audio, WINDOW, axis=1)[:, ::HOP]
    steps = np.empty((hops, PAIRS))
    for start in range(0, hops, 512):
        spectra = np.fft.rfft(views[:, start : min(start + 512, hops)] * window, axis=-1)[..., FIRST_LINE:END_LINE]
        power = (spectra.real**2 + spectra.imag**2).sum(axis=0)
        bands = 10.0 * np.log10(power + _QUIET).reshape(len(power), 2 * PAIRS, LINES_A_BAND).mean(axis=2)
        steps[start : start + 512] = bands[:, 0::2] - bands[:, 1::2]
    return steps


def _judge(votes: Votes) -> FoundMark:
    """The best spelling at the likeliest places."""
    lengths = np.sqrt((votes**2).sum(axis=(1, 2)))
    spectra = np.fft.rfft(votes, axis=1)
    against = np.conj(np.fft.rfft(beacon_signs(), axis=0))
    agreement = np.fft.irfft((spectra * against).sum(axis=2), ROWS, axis=1) / np.maximum(lengths, 1e-9)[:, None]
    best = FoundMark(None, 0.0)
    for place in np.argsort(agreement, axis=None)[::-1][:_CANDIDATES]:
        way, row = np.unravel_index(int(place), agreement.shape)
        if lengths[way] > 0:
            found = _spell(np.roll(votes[way], -int(row), axis=0), float(lengths[way]))
            best = max(best, found, key=lambda each: each.score)
    return best


def _spell(votes: Votes, length: float) -> FoundMark:
    agreement = float((votes * beacon_signs()).sum())
    symbols = []
    for place in range(SYMBOLS):
        own = owners() == place
        scores = value_signs()[:, own] @ votes[own]
        symbols.append(int(scores.argmax()))
        agreement += float(scores.max())
    return FoundMark(number_of(tuple(symbols)), agreement / length)
