# SPDX-License-Identifier: GPL-3.0-or-later
"""How the tone of finished music of a style usually lies, as a corridor to compare a song with.

A guide, not a measurement: one curve, which falls by 4.5 dB an octave as recordings of many styles do when each
frequency is read by its strongest line, bent for each family of styles as mixing practice has it (docs/DECISIONS.md).
"""

import tomllib
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.paths import resources_dir
from musicstudio.dsp.bands import band_centers_hz

_CURVE = {20: 2.0, 40: 15.0, 60: 17.5, 100: 15.0, 200: 10.5, 500: 4.5, 1000: 0.0, 2000: -4.5, 4000: -9.5, 8000: -15.0,
          12_000: -20.0, 16_000: -28.0, 20_000: -38.0}  # fmt: skip
_BENDS_HZ = (60.0, 250.0, 1000.0, 3000.0, 12_000.0)
# dB at `_BENDS_HZ`.
_BENDS = {
    "electronic": (3, 0, 0, 0, 1), "hip hop": (4, 0, 0, -1, -1), "rock": (0, 1, 0, 2, 0), "pop": (0, 0, 0, 0, 0),
    "orchestral": (-6, 0, 0, -3, -6), "folk": (-6, 0, 0, 0, -2), "jazz": (-2, 1, 0, -1, -3), "blues": (-2, 1, 0, 0, -2),
    "country": (-2, 0, 0, 1, 0), "soul": (1, 1, 0, 0, -1), "latin": (0, 0, 0, 1, 0), "caribbean": (3, 0, 0, -1, -2),
    "african": (1, 0, 0, 1, 0), "game": (-4, 2, 0, 3, 0),
}  # fmt: skip
_HALF_WIDTH_DB, _HALF_WIDTH_ENDS_DB = 4.0, 7.0
_MIDDLE_HZ, _JUDGED_HZ = (100.0, 8000.0), (35.0, 14_000.0)
_WORTH_SAYING_DB = 1.5
_HEARD_FROM_DB = -110.0
_SMOOTH_BANDS = 5


class Corridor(Struct, frozen=True):
    """family: of styles, or empty where none is known. low_db, high_db: relative, shape (BANDS,)."""

    family: str
    low_db: NDArray[np.float64]
    high_db: NDArray[np.float64]

    def beside(self, levels_db: NDArray[np.float32]) -> "Corridor":
        """The corridor at the height of a song's mean spectrum: judged by its middle."""
        centers = band_centers_hz()
        middle = (centers >= _MIDDLE_HZ[0]) & (centers <= _MIDDLE_HZ[1]) & (levels_db > _HEARD_FROM_DB)
        if not middle.any():
            return self
        shift = float(np.mean(levels_db[middle] - (self.low_db + self.high_db)[middle] / 2))
        return Corridor(self.family, self.low_db + shift, self.high_db + shift)


class Outside(Struct, frozen=True):
    """Where a song leaves its corridor: from, to and at its worst, in Hz, and by how many dB (below it: negative)."""

    low_hz: float
    high_hz: float
    worst_hz: float
    by_db: float


def corridor_of(style: str) -> Corridor:
    """The corridor of a style's family; a plain one for a style that is not known."""
    family = family_of(style)
    octaves = np.log2(band_centers_hz())
    curve = np.interp(octaves, np.log2(list(_CURVE)), list(_CURVE.values()))
    curve = curve + np.interp(octaves, np.log2(_BENDS_HZ), _BENDS.get(family, _BENDS["pop"]))
    half = np.interp(octaves, np.log2([40, 80, 9000, 16_000]), [_HALF_WIDTH_ENDS_DB, _HALF_WIDTH_DB, _HALF_WIDTH_DB,
                                                               _HALF_WIDTH_ENDS_DB])  # fmt: skip
    return Corridor(family, curve - half, curve + half)


def places_outside(corridor: Corridor, levels_db: NDArray[np.float32]) -> list[Outside]:
    """Stretches where a mean spectrum is outside its corridor by more than 1.5 dB, worst first.

    Judged over half an octave, so that the notes of a key are no peaks and what lies between them no holes.
    """
    centers, heard_db = band_centers_hz(), _smooth(levels_db)
    over = np.maximum(heard_db - corridor.high_db, 0.0) + np.minimum(heard_db - corridor.low_db, 0.0)
    over[(centers < _JUDGED_HZ[0]) | (centers > _JUDGED_HZ[1])] = 0.0
    found, start = [], 0
    signs = np.sign(np.where(np.abs(over) > _WORTH_SAYING_DB, over, 0.0))
    for end in range(1, len(signs) + 1):
        if end < len(signs) and signs[end] == signs[start]:
            continue
        if signs[start]:
            worst = start + int(np.abs(over[start:end]).argmax())
            found.append(Outside(centers[start], centers[end - 1], centers[worst], float(over[worst])))
        start = end
    return sorted(found, key=lambda place: -abs(place.by_db))


def _smooth(levels_db: NDArray[np.float32]) -> NDArray[np.float64]:
    """Mean power over five bands, half an octave."""
    powers = np.pad(10.0 ** (levels_db.astype(np.float64) / 10), _SMOOTH_BANDS // 2, mode="edge")
    return np.asarray(10 * np.log10(np.convolve(powers, np.ones(_SMOOTH_BANDS) / _SMOOTH_BANDS, mode="valid")))


@lru_cache(maxsize=64)
def family_of(style: str) -> str:
    """The family that a style's file names; empty for a style that is not known."""
    path = resources_dir() / "styles" / f"{style}.toml"
    if not style.replace("_", "").isalnum() or not path.is_file():
        return ""
    return str(tomllib.loads(path.read_text(encoding="utf-8")).get("family", ""))
