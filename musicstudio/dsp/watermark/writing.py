# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing the mark: lines of the spectrum raised and lowered by less than can be heard.

Both channels change alike, so that the image stays. What is silent stays silent.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from musicstudio.dsp.audio import Audio, silence

from .masking import Levels, allowed_change
from .pattern import END_LINE, FIRST_LINE, HOP, LINES_A_BAND, PERIOD_HOPS, WINDOW, signs_of, symbols_of

_MARGIN_DB = 14.0
_LARGEST_CHANGE = np.float32(0.06)  # 0.5 dB
_ROOT_HANN = np.sqrt(np.hanning(WINDOW + 1)[:-1]).astype(np.float32)


class Marker:
    """Writes a number of 32 bits into 48 kHz sound that is fed in blocks of any size. Output lags `lag_frames`."""

    lag_frames = WINDOW

    def __init__(self, number: int, channels: int = 2) -> None:
        self._pattern = _change_pattern(number)
        self._hop = 0
        # The first window reaches back over one hop of nothing.
        self._waiting = silence(HOP, channels)
        self._tail = silence(HOP, channels)
        self._lead = HOP

    def feed(self, audio: Audio) -> Audio:
        """Take a block (channels, frames); what is finished comes back, which may be nothing."""
        self._waiting = np.concatenate([self._waiting, audio], axis=1)
        hops = (self._waiting.shape[1] - WINDOW) // HOP + 1
        return self._take_hops(hops) if hops > 0 else audio[:, :0]

    def finish(self) -> Audio:
        """The rest. Nothing may be fed afterwards."""
        left = self._waiting.shape[1] - self._lead
        padded = self.feed(silence(WINDOW + HOP, self._waiting.shape[0]))
        return padded[:, :left] if left > 0 else padded[:, :0]

    def _take_hops(self, hops: int) -> Audio:
        views = np.lib.stride_tricks.sliding_window_view(self._waiting, WINDOW, axis=1)[:, ::HOP][:, :hops]
        spectra = np.fft.rfft(views * _ROOT_HANN, axis=-1)
        power = (spectra.real**2 + spectra.imag**2).sum(axis=0)
        change = self._change(power.astype(np.float32))
        spectra[..., FIRST_LINE:END_LINE] *= 1.0 + change
        pieces = np.fft.irfft(spectra, WINDOW, axis=-1).astype(np.float32) * _ROOT_HANN
        joined = pieces[:, :, :HOP].copy()
        joined[:, 0] += self._tail
        joined[:, 1:] += pieces[:, :-1, HOP:]
        self._tail = pieces[:, -1, HOP:].copy()
        self._waiting = self._waiting[:, hops * HOP :]
        self._hop += hops
        out = joined.reshape(joined.shape[0], -1)
        lead, self._lead = min(self._lead, out.shape[1]), max(0, self._lead - out.shape[1])
        return out[:, lead:]

    def _change(self, power: Levels) -> Levels:
        """By which share each line changes, shape (hops, lines), of powers (hops, all lines)."""
        allowed = allowed_change(power, _MARGIN_DB)[:, FIRST_LINE:END_LINE]
        places = (self._hop + np.arange(len(power))) % PERIOD_HOPS
        return np.asarray(self._pattern[places] * np.minimum(allowed, _LARGEST_CHANGE), dtype=np.float32)


def mark_blocks(blocks: Iterable[Audio], number: int) -> Iterator[Audio]:
    """Blocks with the mark in them, in place in time and of the same length in all.

    Parameters
    ----------
    blocks : float32 arrays (channels, frames) at 48 kHz
    number : int of 32 bits

    Yields
    ------
    float32 arrays (channels, frames)
    """
    marker = None
    for block in blocks:
        marker = marker or Marker(number, block.shape[0])
        yield marker.feed(block)
    if marker:
        yield marker.finish()


def mark_rows(rows: Iterable[Sequence[Audio]], number: int, count: int) -> Iterator[list[Audio]]:
    """Several sounds side by side, such as stems, each with the mark in it.

    Parameters
    ----------
    rows : sequences of float32 arrays (channels, frames) at 48 kHz, one a sound
    number : int of 32 bits
    count : int, how many sounds there are

    Yields
    ------
    lists of float32 arrays (channels, frames)
    """
    markers = [Marker(number) for _ in range(count)]
    for row in rows:
        yield [marker.feed(block) for marker, block in zip(markers, row, strict=True)]
    yield [marker.finish() for marker in markers]


def _change_pattern(number: int) -> Levels:
    """+1 and -1 of every line and hop of a period, shape (PERIOD_HOPS, lines)."""
    signs = signs_of(symbols_of(number))
    bands = np.empty((PERIOD_HOPS, 2 * signs.shape[1]), dtype=np.float32)
    bands[0::2, 0::2] = bands[1::2, 1::2] = signs
    bands[1::2, 0::2] = bands[0::2, 1::2] = -signs
    return np.repeat(bands, LINES_A_BAND, axis=1)
