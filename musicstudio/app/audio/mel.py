# SPDX-License-Identifier: GPL-3.0-or-later
"""The mel-spectrogram of a clip: what singing and other networks see of a sound."""

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.progress import Job, Progress
from musicstudio.media.store import MediaStore

from .clip_sound import ClipSound

MEL_BANDS, COLUMNS = 80, 240
_FRAMES, _LOWEST_HZ, _HIGHEST_HZ, _RANGE_DB, _CHUNK = 2048, 40.0, 12_000.0, 70.0, 40


def mel_of(sound: ClipSound, media: MediaStore) -> Job[NDArray[np.uint8]]:
    """(80, 240), highest band first: 255 for the loudest place, 0 from 70 dB below it. Raises `MediaError`."""
    rate = sound.source.rate
    bands, window = mel_matrix(rate, _FRAMES), np.hanning(_FRAMES)
    first_s = sound.take.lead_s + sound.clip.offset_s
    power = np.zeros((MEL_BANDS, COLUMNS))
    for column in range(COLUMNS):
        if column % _CHUNK == 0:
            yield Progress(column / COLUMNS, "Looking at the sound")
        middle = round((first_s + sound.clip.length_s * (column + 0.5) / COLUMNS) * rate)
        mono = media.read(sound.source.hash, middle - _FRAMES // 2, _FRAMES).mean(axis=0)
        power[:, column] = bands @ np.abs(np.fft.rfft(mono * window)) ** 2
    levels_db = 10.0 * np.log10(power + 1e-12)
    loudest_db = max(float(levels_db.max()), -60.0)
    shares = np.clip(1.0 + (levels_db - loudest_db) / _RANGE_DB, 0.0, 1.0)
    return np.asarray((shares * 255).astype(np.uint8)[::-1])


def mel_matrix(rate: int, frames: int, bands: int = MEL_BANDS) -> NDArray[np.float64]:
    """(bands, frames / 2 + 1): triangles of equal steps in mel (O'Shaughnessy 1987), up to half the rate."""
    highest_hz = min(_HIGHEST_HZ, rate / 2)
    edges = 700.0 * (10.0 ** (np.linspace(_mel(_LOWEST_HZ), _mel(highest_hz), bands + 2) / 2595.0) - 1.0)
    frequencies = np.fft.rfftfreq(frames, 1.0 / rate)
    rows = [np.interp(frequencies, edges[at : at + 3], (0.0, 1.0, 0.0), 0.0, 0.0) for at in range(bands)]
    return np.array(rows)


def _mel(hz: float) -> float:
    return float(2595.0 * np.log10(1.0 + hz / 700.0))
