# SPDX-License-Identifier: GPL-3.0-or-later
"""How a piece of music sounds, in 64 numbers that are near for what sounds near.

It is no learned embedding: plain measures of timbre (level of 24 mel bands against the whole, how much each moves), of
rhythm (how strong and how regular onsets are, and at which of 8 tempi they recur) and of harmony (how the pitch
classes are spread, whatever the key). So it tells bright from dark, dense from sparse, beaten from held; it does not
know genres, moods or words. Each number is told in units of how much the studio's own songs differ in it.
"""

from functools import lru_cache

import msgspec
import numpy as np

from musicstudio.core.paths import resources_dir

from .features import FAINTEST, LISTEN_RATE, Floats, chroma, magnitudes, onset_strength

_BANDS, _HOP = 24, 512
_LOWEST_HZ, _HIGHEST_HZ = 40.0, 10_000.0
_BEAT_BPM = (50.0, 62.0, 76.0, 94.0, 116.0, 143.0, 176.0, 217.0)
_FAR = 3.0


def sound_vector(mono: Floats) -> bytes:
    """(frames,) at `LISTEN_RATE` as 64 little-endian float32; empty for silence or less than half a second."""
    raw = measures(mono)
    if raw is None:
        return b""
    center, spread = _scale()
    weights = np.concatenate([np.full(48, 1.0), np.full(16, 1.4)])
    scaled = np.clip((raw - center) / spread, -_FAR, _FAR) * weights
    return bytes(scaled.astype("<f4").tobytes())


def measures(mono: Floats) -> Floats | None:
    """The same, unscaled; None for what cannot be told."""
    if len(mono) < LISTEN_RATE // 2 or float(np.sqrt(np.mean(mono**2))) < 10 * FAINTEST:
        return None
    mono = np.nan_to_num(mono / max(float(np.abs(mono).max()), FAINTEST))
    bands = np.log10(_mel_bands() @ magnitudes(mono, 2048, _HOP) ** 2 + 1e-7)
    loud = bands[:, bands.max(axis=0) > bands.max() - 5.0]
    level = loud.mean(axis=1)
    return np.concatenate([level - level.mean(), loud.std(axis=1), _rhythm(mono), _harmony(mono)]).astype(np.float64)


def _rhythm(mono: Floats) -> Floats:
    """How strong onsets are on average and at most, and how much they recur after a beat of 8 tempi."""
    strength = np.maximum(onset_strength(mono, hop=_HOP), 0.0)
    centered = strength - strength.mean()
    power = float(centered @ centered) + 1e-9
    lags = [round(60.0 / bpm * LISTEN_RATE / _HOP) for bpm in _BEAT_BPM]
    recur = [float(centered[lag:] @ centered[:-lag]) / power if lag < len(centered) else 0.0 for lag in lags]
    return np.array([np.log10(strength.mean() + 1e-4), np.log10(np.percentile(strength, 98) + 1e-4), *recur])


def _harmony(mono: Floats) -> Floats:
    """Pitch classes from the strongest on down (four of them), how pure each moment is, and how fast they change."""
    classes = chroma(mono)
    sounding = classes[:, classes.sum(axis=0) > 0.5]
    if not sounding.shape[1]:
        return np.zeros(6)
    mean = np.sort(sounding.mean(axis=1))[::-1]
    change = np.abs(np.diff(sounding, axis=1)).sum(axis=0)
    return np.array([*mean[:4], sounding.max(axis=0).mean(), float(change.mean()) if change.size else 0.0])


@lru_cache(maxsize=1)
def _mel_bands() -> Floats:
    """(24, 1025): triangles of equal steps in mel."""
    edges_mel = np.linspace(_mel(_LOWEST_HZ), _mel(_HIGHEST_HZ), _BANDS + 2)
    edges = 700.0 * (10.0 ** (edges_mel / 2595.0) - 1.0)
    frequencies = np.linspace(0.0, LISTEN_RATE / 2, 1025)
    rows = [np.interp(frequencies, edges[at : at + 3], (0.0, 1.0, 0.0), 0.0, 0.0) for at in range(_BANDS)]
    matrix = np.array(rows)
    return np.asarray(matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _mel(hz: float) -> float:
    return float(2595.0 * np.log10(1.0 + hz / 700.0))


@lru_cache(maxsize=1)
def _scale() -> tuple[Floats, Floats]:
    """The middle and the spread of each measure, over songs of every style; see ``scripts/sound_scale.py``."""
    stored = msgspec.json.decode((resources_dir() / "library" / "sound_scale.json").read_bytes())
    return np.array(stored["center"]), np.maximum(np.array(stored["spread"]), 1e-3)
