# SPDX-License-Identifier: GPL-3.0-or-later
"""The floor of something that comes and goes, by frequency: what is always there, told from what merely is quiet.

The idea is that of minimum statistics (R. Martin, "Noise power spectral density estimation based on optimal smoothing
and minimum statistics", IEEE Trans. Speech Audio Process. 9, 2001), over a whole recording and over sixths of octaves
at once. A floor is believed where the low end of the distribution is as narrow as a floor's over half an octave: music
that fades, or has harmonics with valleys between them, spreads it wide, and a steady tone is narrow in one band only.
Where it is not believed, the floor of the nearest bands that are is drawn on.
"""

import numpy as np
from numpy.typing import NDArray

Power = NDArray[np.float32]
_LOW, _MIDDLE = 0.1, 0.3
_BANDS_AN_OCTAVE = 6
_MIN_CELLS = 40
_NEIGHBORS = 3
_SMOOTH_DB = 6.0
_NOTHING_DB = -150.0


def floor_of(cells: Power, frequencies_hz: NDArray[np.float64], narrow_db: float, lowest_hz: float = 0.0) -> Power:
    """The floor at each frequency, shape (bins,), of (moments, bins) values, NaN passed over; 0 where there is none.

    narrow_db: how far the third tenth of the values may lie above the tenth in a band that is believed. lowest_hz:
    nothing below is believed, for few bins and sustained notes stand there.
    """
    octaves = np.log2(np.maximum(frequencies_hz, frequencies_hz[1]))
    width = 1.0 / _BANDS_AN_OCTAVE
    centers = np.arange(octaves[1], octaves[-1] + 1e-9, width)
    level_db, spread_db = np.array([_band_floor(cells[:, np.abs(octaves - center) <= width]) for center in centers]).T
    is_narrow = (spread_db <= narrow_db) & (level_db > _NOTHING_DB)
    believed = _in_company(is_narrow & (centers >= np.log2(max(lowest_hz, 1.0))))
    if not believed.any():
        return np.zeros(cells.shape[1], np.float32)
    drawn_on_db = np.interp(centers, centers[believed], level_db[believed])
    floor_db = np.minimum(level_db, drawn_on_db + np.where(is_narrow, _SMOOTH_DB, 0.0))
    return np.asarray(10.0 ** (np.interp(octaves, centers, floor_db) / 10.0), dtype=np.float32)


def _in_company(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Those that stand in a run of `_NEIGHBORS`."""
    kept = np.zeros_like(flags)
    for first in range(flags.size - _NEIGHBORS + 1):
        if flags[first : first + _NEIGHBORS].all():
            kept[first : first + _NEIGHBORS] = True
    return kept


def _band_floor(cells: Power) -> tuple[float, float]:
    """(level, spread) in dB of one band."""
    known = cells[np.isfinite(cells)]
    if known.size < _MIN_CELLS:
        return -200.0, np.inf
    low, middle = 10.0 * np.log10(np.quantile(known, (_LOW, _MIDDLE)) + 1e-20)
    return float(low), float(middle - low)
