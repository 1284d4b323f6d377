# SPDX-License-Identifier: GPL-3.0-or-later
"""Mains hum: steady tones at 50 or 60 Hz and its multiples, found, measured over seconds and subtracted.

No note of a scale tuned to 440 Hz lies within 1 % of 50 or 60 Hz or their low multiples, and hum does not rest; both
are asked for, so that a bass line is never taken for it.
"""

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.progress import Job, Progress

from ..audio import Audio

MAINS_HZ = (50.0, 60.0)
_WINDOW_S = 2.0
_STEPS_HZ = np.arange(-0.3, 0.301, 0.05)
_HARMONICS = 20
_HIGHEST_HZ = 1_300.0
_STANDS_OUT_DB = 12.0
_MIN_LINES = 2
_SMOOTH_S = 3.0
_QUIET = 0.2
_BLOCK_S, _LISTENED_S = 0.02, 20.0


def find_hum(audio: Audio, rate: int) -> tuple[float, tuple[int, ...]]:
    """(fundamental in Hz, harmonics that stand out) of the mains hum, or (0.0, ()) where there is none."""
    size = round(_WINDOW_S * rate)
    if audio.shape[1] < 3 * size:
        return 0.0, ()
    mono = audio.mean(axis=0)
    windows = np.lib.stride_tricks.sliding_window_view(mono, size)[:: size // 2]
    taper = np.hanning(size).astype(np.float32)
    quiet = np.quantile([_magnitude(window * taper) for window in windows], _QUIET, axis=0)
    found = [(*_lines(quiet, rate / size, mains), mains) for mains in MAINS_HZ]
    lines, _, mains = max(found, key=lambda each: (len(each[0]), each[1]))
    if len(lines) < _MIN_LINES or not set(lines) & {1, 2}:
        return 0.0, ()
    return mains + _offset_hz(mono, rate, mains, lines), lines


def without_hum(audio: Audio, rate: int, mains_hz: float, lines: tuple[int, ...]) -> Job[Audio]:
    """float32 (channels, frames) audio without the steady part of the lines; what moves at their place stays."""
    rest = audio.astype(np.float32, copy=True)
    block = _block(rate)
    for number, line in enumerate(lines):
        for channel in rest:
            yield Progress(number / len(lines), "Taking the hum away")
            channel -= _steady_tone(channel, line * mains_hz / rate, block, round(_SMOOTH_S * rate / block))
    return rest


def _magnitude(window: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.abs(np.fft.rfft(window))[: len(window) // 8].astype(np.float32)


def _lines(quiet: NDArray[np.float64], step_hz: float, mains: float) -> tuple[tuple[int, ...], float]:
    """Harmonics that stand out of what is around them in the quiet spectrum, and by how many dB in all."""
    lines, total_db = [], 0.0
    for number in range(1, _HARMONICS + 1):
        center = number * mains / step_hz
        if number * mains > _HIGHEST_HZ or center + 12 >= quiet.size:
            break
        middle = round(center)
        peak = quiet[middle - 1 : middle + 2].max()
        around = np.concatenate([quiet[middle - 12 : middle - 4], quiet[middle + 5 : middle + 13]])
        over_db = 20.0 * np.log10(max(peak, 1e-9) / max(around.max(), 1e-9))
        if over_db > _STANDS_OUT_DB:
            lines.append(number)
            total_db += over_db
    return tuple(lines), total_db


def _offset_hz(mono: Audio, rate: int, mains: float, lines: tuple[int, ...]) -> float:
    """How far the mains are from their nominal frequency: where the lines are strongest over some seconds."""
    block = _block(rate)
    heard = mono[: round(_LISTENED_S * rate)]
    strengths = [
        sum(abs(_demodulate(heard, number * (mains + step) / rate, block).mean()) for number in lines[:4])
        for step in _STEPS_HZ
    ]
    return float(_STEPS_HZ[int(np.argmax(strengths))])


def _block(rate: int) -> int:
    return max(1, round(_BLOCK_S * rate))


def _turns(cycles: float, frames: NDArray[np.int64]) -> NDArray[np.complex64]:
    """A tone of ``cycles`` a sample at some frames."""
    return np.asarray(np.exp(2j * np.pi * ((cycles * frames) % 1.0)), dtype=np.complex64)


def _demodulate(samples: Audio, cycles: float, block: int) -> NDArray[np.complex64]:
    """The tone of ``cycles`` a sample, shifted to 0 Hz: a mean a block; what does not fill the last one is silence."""
    count = -(-samples.size // block)
    blocks = np.pad(samples, (0, count * block - samples.size)).reshape(count, block)
    within = blocks @ np.conj(_turns(cycles, np.arange(block)))
    return np.asarray(within * np.conj(_turns(cycles, np.arange(count) * block)) / block, dtype=np.complex64)


def _steady_tone(samples: Audio, cycles: float, block: int, smooth: int) -> Audio:
    values = _demodulate(samples, cycles, block)
    window = np.hanning(smooth + 2)[1:-1]
    filled = np.ones(values.size)
    filled[-1] -= (values.size * block - samples.size) / block
    amplitude = 2.0 * np.convolve(values, window, "same") / np.convolve(filled, window, "same")
    middles, frames = (np.arange(values.size) + 0.5) * block, np.arange(samples.size)
    wave = (_turns(cycles, np.arange(values.size) * block)[:, None] * _turns(cycles, np.arange(block))).reshape(-1)
    tone = np.interp(frames, middles, amplitude.real) * wave.real[: samples.size]
    tone -= np.interp(frames, middles, amplitude.imag) * wave.imag[: samples.size]
    return np.asarray(tone, dtype=np.float32)
