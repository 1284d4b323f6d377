# SPDX-License-Identifier: GPL-3.0-or-later
"""What a finished song sounds like in numbers: tone and width by band, rest, crest, silence at the ends.

Audio is float32 (2, frames) at 48 kHz. Medians of many songs are compared with those of records.
"""

import numpy as np
from msgspec import Struct

from musicstudio.instruments.tones import BANDS_HZ

RATE = 48_000
_MID_HZ = (150.0, 1000.0)
_FFT, _FRAME = 8192, 2048
_SILENT_DB = -60.0


class Heard(Struct, frozen=True):
    """tone_db: of `BANDS_HZ` against 150 to 1,000 Hz; side_db: side over mid of each; rest_db: 95th over 10th
    percentile of the level of 2 to 8 kHz; crest_db: peak over RMS, median of 0.4 s; silence_s: before and after.
    """

    tone_db: tuple[float, ...]
    side_db: tuple[float, ...]
    rest_db: float
    crest_db: float
    lufs: float
    peak_dbtp: float
    silence_s: tuple[float, float]


def hear(audio: np.ndarray) -> Heard:
    """Everything about one finished song."""
    import pyloudnorm

    from tests.dsp.whole_sound import true_peak_db

    mid, side = (audio[0] + audio[1]) / 2, (audio[0] - audio[1]) / 2
    mids, sides = _powers(mid), _powers(side)
    both = mids + sides
    middle = _of(both, _MID_HZ)
    return Heard(
        tuple(round(_db(_of(both, band) / middle), 1) for band in BANDS_HZ),
        tuple(round(_db(_of(sides, band) / max(_of(mids, band), 1e-20)), 1) for band in BANDS_HZ),
        round(rest_db(audio), 1),
        round(crest_db(audio), 1),
        round(float(pyloudnorm.Meter(RATE).integrated_loudness(audio.T.astype(np.float64))), 1),
        round(true_peak_db(audio), 1),
        silence_s(audio),
    )


def rest_db(audio: np.ndarray) -> float:
    """How far 2 to 8 kHz falls back: the 95th over the 10th percentile of its level in frames of 43 ms."""
    frames = _frames(audio.mean(axis=0), _FRAME) * np.hanning(_FRAME)
    spectrum = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    hz = np.fft.rfftfreq(_FRAME, 1 / RATE)
    levels = 10 * np.log10(spectrum[:, (hz >= 2000) & (hz < 8000)].sum(axis=1) + 1e-9)
    low, high = np.percentile(levels, (10, 95))
    return float(high - low)


def crest_db(audio: np.ndarray) -> float:
    """Median over windows of 0.4 s of peak over RMS."""
    frames = _frames(audio.mean(axis=0), round(0.4 * RATE))
    rms = np.sqrt(np.mean(frames**2, axis=1))
    heard = rms > 1e-3
    return float(np.median(20 * np.log10(np.abs(frames).max(axis=1)[heard] / rms[heard]))) if heard.any() else 0.0


def silence_s(audio: np.ndarray) -> tuple[float, float]:
    """Seconds before the first and after the last frame of 10 ms above -60 dBFS."""
    levels = 20 * np.log10(np.sqrt(np.mean(_frames(np.abs(audio).max(axis=0), 480) ** 2, axis=1)) + 1e-9)
    loud = np.flatnonzero(levels > _SILENT_DB)
    if not loud.size:
        return (audio.shape[1] / RATE,) * 2
    return round(float(loud[0]) / 100, 2), round((len(levels) - 1 - float(loud[-1])) / 100, 2)


def _frames(mono: np.ndarray, length: int) -> np.ndarray:
    count = max(1, len(mono) // length)
    return np.resize(mono, count * length).reshape(count, length).astype(np.float64)


def _powers(mono: np.ndarray) -> np.ndarray:
    return (np.abs(np.fft.rfft(_frames(mono, _FFT) * np.hanning(_FFT), axis=1)) ** 2).mean(axis=0)


def _of(powers: np.ndarray, band: tuple[float, float]) -> float:
    hz = np.fft.rfftfreq(_FFT, 1 / RATE)
    return float(powers[(hz >= band[0]) & (hz < band[1])].sum())


def _db(ratio: float) -> float:
    return 10 * float(np.log10(max(ratio, 1e-12)))
