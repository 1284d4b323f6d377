# SPDX-License-Identifier: GPL-3.0-or-later
"""Match: the master's tone and loudness brought towards those of a reference."""

import numpy as np

from musicstudio.core.ids import new_id
from musicstudio.project.edits import Edit
from musicstudio.project.edits.song import add_master_device, set_loudness
from musicstudio.project.model import Device, Project

from ..equalizer import eq_curve
from .hearing import BAND_CENTERS_HZ, Heard, Powers
from .suggestion import Suggestion

_STRENGTH, _MAX_DB, _MIN_DB = 0.7, 5.0, 0.6
_ROUNDS, _STEP = 8, 0.7
_LUFS_RANGE = (-30.0, -5.0)
_CENTERS = np.array(BAND_CENTERS_HZ)
# The bands of the equalizer that is set, and over which octaves each looks.
_BANDS = (
    ("low_shelf", 90.0, (40.0, 130.0)), ("bell1", 220.0, (150.0, 330.0)), ("bell2", 550.0, (360.0, 850.0)),
    ("bell3", 1600.0, (1000.0, 2500.0)), ("bell4", 4000.0, (2800.0, 6000.0)),
    ("high_shelf", 9000.0, (7000.0, 16_000.0)),
)  # fmt: skip


def suggest_match(project: Project, mix: Heard, reference: Heard) -> list[Suggestion]:
    """Tone first, then loudness. mix: the song as it leaves the master. Nothing where either is silent."""
    if mix.is_silent or reference.is_silent:
        return []
    wanted = list[Suggestion]()
    params = tone_difference(mix, reference)
    if params:
        words = ", ".join(f"{_hz(params[f'{band}_hz'])} {params[f'{band}_db']:+.1f}" for band in _named_bands(params))
        edit: Edit = add_master_device(Device(new_id("device"), "eq", params), 0)
        wanted.append(Suggestion("", "Tone of the reference", words.replace("-", "−"), edit))
    lufs = round(min(max(reference.lufs, _LUFS_RANGE[0]), _LUFS_RANGE[1]), 1)
    if abs(lufs - project.master.target_lufs) >= 0.1:
        title = f"Loudness {lufs:.1f} LUFS".replace("-", "−")
        wanted.append(Suggestion("", title, "as loud as the reference", set_loudness(target_lufs=lufs)))
    return wanted


def tone_difference(mix: Heard, reference: Heard) -> dict[str, float]:
    """Parameters of an equalizer that takes the mix most of the way; empty where they are alike.

    Bands overlap, so each is corrected by what the curve of all of them still lacks in its octaves.
    """
    wanted_db = _STRENGTH * (_shape_db(reference.mean_powers()) - _shape_db(mix.mean_powers()))
    gains_db = np.zeros(len(_BANDS))
    for _ in range(_ROUNDS):
        lacks_db = wanted_db - _curve_db(gains_db)
        lacks_db -= lacks_db.mean()
        steps_db = np.array([lacks_db[(low <= _CENTERS) & (high >= _CENTERS)].mean() for _, _, (low, high) in _BANDS])
        gains_db = np.clip(gains_db + _STEP * steps_db, -_MAX_DB, _MAX_DB)
    return _params(gains_db)


def _curve_db(gains_db: Powers) -> Powers:
    return np.asarray(eq_curve(Device("", "eq", _params(gains_db, 0.0)), _CENTERS))


def _params(gains_db: Powers, least_db: float = _MIN_DB) -> dict[str, float]:
    params: dict[str, float] = {}
    for (band, center_hz, _), gain_db in zip(_BANDS, gains_db, strict=True):
        if abs(gain_db) > 0 and abs(gain_db) >= least_db:
            params |= {f"{band}_hz": center_hz, f"{band}_db": round(float(gain_db), 1)}
            if band.startswith("bell"):
                params[f"{band}_q"] = 0.8
    return params


def distance_db(one: Heard, other: Heard) -> float:
    """How unlike two tones are: the mean difference of their bands, whatever their loudness."""
    return float(np.abs(_shape_db(one.mean_powers()) - _shape_db(other.mean_powers())).mean())


def _shape_db(powers: Powers) -> Powers:
    """Bands in dB around their mean, none under 50 dB below the strongest."""
    levels = 10 * np.log10(np.maximum(powers, max(float(powers.max()) * 1e-5, 1e-12)))
    return np.asarray(levels - levels.mean())


def _named_bands(params: dict[str, float]) -> list[str]:
    return [band for band, _, _ in _BANDS if f"{band}_db" in params]


def _hz(frequency_hz: float) -> str:
    return f"{frequency_hz / 1000:g} kHz" if frequency_hz >= 1000 else f"{frequency_hz:g} Hz"
