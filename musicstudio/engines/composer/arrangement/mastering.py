# SPDX-License-Identifier: GPL-3.0-or-later
"""The master of a new song: its tone brought towards the style's curve, the lows kept in the middle, and glue.

The tone is told from the notes, as the balance is (`musicstudio.instruments.tones`), so that every song gets the
equalizer that it needs. All of it are ordinary devices that the user sees and can change.
"""

import numpy as np
from numpy.typing import NDArray

from musicstudio.instruments.tones import BANDS_HZ, instrument_tones, tone_db
from musicstudio.mixing.equalizer import eq_curve
from musicstudio.project.model import Device, Master

from ..plan import PartScore, SongPlan
from ..styles import StyleBlend
from ..styles.style import Mix
from .loudness import estimated_lufs

Floats = NDArray[np.float64]
_CENTERS_HZ = np.sqrt(np.array([low * high for low, high in BANDS_HZ]))
_KNOBS = {
    "low_shelf": {"low_shelf_hz": 75.0},
    "bell1": {"bell1_hz": 240.0, "bell1_q": 0.8},
    "bell2": {"bell2_hz": 1400.0, "bell2_q": 1.0},
    "bell3": {"bell3_hz": 2900.0, "bell3_q": 1.1},
    "bell4": {"bell4_hz": 5700.0, "bell4_q": 1.0},
    "high_shelf": {"high_shelf_hz": 10_000.0},
}
_MOST_DB = 7.0
_FOLLOWED = 0.85  # of the way to the curve: what is left is the song's own
_CAREFUL = 0.02
_MONO_BELOW_HZ, _SIDES_FROM_HZ = 150.0, 3500.0
_GLUE_THRESHOLD_DB = -25.5
_TARGET_LUFS = -27.0


def master_of(plan: SongPlan, scores: tuple[PartScore, ...], styles: StyleBlend) -> Master:
    """The devices of the master, by the style; none for a style that says nothing of its tone."""
    mix = styles.mix
    if not mix.curve:
        return Master()
    tone = {"low_cut_hz": 24.0} | _towards(mix, song_powers(plan, scores))
    sides = {"works_on": 2.0, "low_cut_hz": _MONO_BELOW_HZ, "high_shelf_hz": _SIDES_FROM_HZ}
    devices = (
        Device("style-tone", "eq", tone),
        Device("style-sides", "eq", sides | {"high_shelf_db": round(mix.sides_db, 1)}),
        Device("style-glue", "compressor", _glue(mix)),
    )
    return Master(devices=devices if mix.glue > 0 else devices[:2])


def song_powers(plan: SongPlan, scores: tuple[PartScore, ...]) -> Floats:
    """Estimated mean power of the whole mix in each band; zeros where nothing is known."""
    total = np.zeros(len(BANDS_HZ))
    for score in scores:
        own = instrument_tones().get(score.part.instrument)
        if own is not None:
            total += own * _share(plan, score) * _strip_gains(score.part.strip.devices)
    return total


def _share(plan: SongPlan, score: PartScore) -> float:
    """The part's power over its typical phrase's, averaged over the song's length."""
    power, length = 0.0, 0
    for cell, section in zip(score.cells, plan.sections, strict=True):
        length += section.section.length_ticks
        if cell:
            bpm = plan.tempo_map.bpm_at(section.section.start_ticks)
            level_db = estimated_lufs(score.part.instrument, cell, bpm) + score.part.strip.gain_db - _TARGET_LUFS
            power += 10 ** (level_db / 10) * section.section.length_ticks
    return power / max(1, length)


def _strip_gains(devices: tuple[Device, ...]) -> Floats:
    curve = sum((eq_curve(device, _CENTERS_HZ) for device in devices if device.kind == "eq"), np.zeros(len(BANDS_HZ)))
    return np.asarray(np.power(10.0, curve / 10))


def _towards(mix: Mix, powers: Floats) -> dict[str, float]:
    """Knobs of an equalizer that brings a tone most of the way to the style's curve."""
    if not powers.any():
        return {}
    wanted = np.clip(_FOLLOWED * (np.array(mix.curve) - tone_db(powers)), -_MOST_DB, _MOST_DB)
    wanted[:2] = np.minimum(wanted[:2], 4.0)  # lows that are not there are not made by an equalizer
    shapes = np.array([eq_curve(Device("", "eq", knob | {f"{name}_db": 6.0}), _CENTERS_HZ) / 6.0
                       for name, knob in _KNOBS.items()]).T  # fmt: skip
    level = np.ones((len(BANDS_HZ), 1))
    system = np.vstack([np.hstack([shapes, level]), _CAREFUL * np.eye(len(_KNOBS) + 1)])
    gains = np.linalg.lstsq(system, np.append(wanted, np.zeros(len(_KNOBS) + 1)), rcond=None)[0][:-1]
    return {
        key: value
        for (name, knob), gain in zip(_KNOBS.items(), np.clip(gains, -9.0, 9.0), strict=True)
        for key, value in (knob | {f"{name}_db": round(float(gain), 1)}).items()
    }


def _glue(mix: Mix) -> dict[str, float]:
    """A slow compressor of a decibel or two; the firmer, the lower its threshold."""
    threshold_db = _GLUE_THRESHOLD_DB + 6.0 * (1.0 - mix.glue)
    return {"threshold_db": round(threshold_db, 1), "ratio": 1.4 + mix.glue, "attack_ms": 12.0, "release_ms": 140.0}
