# SPDX-License-Identifier: GPL-3.0-or-later
"""The tone of every instrument in a few bands, so that a band's can be told from its notes, before anything sounds."""

import tomllib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.paths import resources_dir

BANDS_HZ = (
    (20.0, 60.0), (60.0, 150.0), (150.0, 400.0), (400.0, 1000.0), (1000.0, 2000.0), (2000.0, 4000.0), (4000.0, 8000.0),
    (8000.0, 12_000.0), (12_000.0, 16_000.0),
)  # fmt: skip
MIDDLE = slice(2, 4)
"""The bands of 150 to 1,000 Hz, which the others are compared with."""


@lru_cache(maxsize=1)
def instrument_tones() -> dict[str, NDArray[np.float64]]:
    """Mean power (full scale 1) in each of `BANDS_HZ` of each instrument's typical phrase at its trim; measured by
    scripts/level_instruments.py. Treat as read-only; empty without the file."""
    path = resources_dir() / "instruments" / "tones.toml"
    if not path.exists():
        return {}
    return {
        name: np.power(10.0, np.array(levels_db) / 10)
        for name, levels_db in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def band_powers(mono: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Mean power of a sound in each of `BANDS_HZ`, from windows of 8,192 frames."""
    size = 8192
    window = np.hanning(size)
    count = max(1, len(mono) // size)
    frames = np.resize(np.pad(mono, (0, max(0, size - len(mono)))), count * size).reshape(count, size) * window
    powers = (np.abs(np.fft.rfft(frames, axis=1)) ** 2).mean(axis=0) * (2.0 / (size * float((window**2).sum())))
    hz = np.fft.rfftfreq(size, 1 / rate)
    return np.array([powers[(hz >= low) & (hz < high)].sum() for low, high in BANDS_HZ])


def tone_db(powers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bands in dB against `MIDDLE`; -60 dB where there is nothing."""
    middle = max(float(powers[MIDDLE].sum()), 1e-12)
    return np.asarray(10 * np.log10(np.maximum(powers / middle, 1e-6)))
