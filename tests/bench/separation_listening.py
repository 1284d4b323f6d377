# SPDX-License-Identifier: GPL-3.0-or-later
"""Listening to separated stems by proxy: band energies, drum onsets against the mix's beats, overlap, residual.

python -m tests.bench.separation_listening FILE... [--model NAME]
"""

import argparse
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from musicstudio.analysis.drums import KICK, SNARE, find_drums
from musicstudio.analysis.tempo import find_beats
from musicstudio.core.progress import run_to_end
from musicstudio.separation.separate import separate

Audio = NDArray[np.float32]
BANDS_HZ = {"low": (20, 200), "mid": (200, 2_000), "high": (2_000, 8_000), "air": (8_000, 20_000)}
_NEAR_S = 0.05


def main() -> None:
    """Print one table a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--model", default="")
    arguments = parser.parse_args()
    for path in arguments.files:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
        _report(path.stem, np.ascontiguousarray(samples.T), rate, arguments.model)


def _report(title: str, mix: Audio, rate: int, model: str) -> None:
    parted = run_to_end(separate(mix, rate, model))
    error = mix - (sum(parted.stems.values()) + parted.residual)
    print(f"\n{title} ({parted.model}), sum of stems and residual off by {_level_db(error):.0f} dBFS")
    print(
        f"{'stem':10s} {'level':>7s} "
        + " ".join(f"{band:>6s}" for band in BANDS_HZ)
        + "   (dBFS; share of the mix's band in %)"
    )
    for name, stem in {**parted.stems, "residual": parted.residual}.items():
        shares = [100.0 * _band_power(stem, rate, band) / _band_power(mix, rate, band) for band in BANDS_HZ.values()]
        print(f"{name:10s} {_level_db(stem):7.1f} " + " ".join(f"{share:6.1f}" for share in shares))
    drums, vocals = parted.stems["drums"], parted.stems["vocals"]
    hits, beats = _onsets_near_beats(drums, mix, rate)
    print(
        f"beats of the mix with a kick or snare within 50 ms: {hits} of {beats}; by chance {_chance(drums, rate):.0%}"
    )
    print(f"correlation of the loudness of vocals and drums: {_correlation(vocals, drums, rate):+.2f}")


def _onsets_near_beats(drums: Audio, mix: Audio, rate: int) -> tuple[int, int]:
    beats_s = np.array(find_beats(mix, rate).beats_s)
    onsets_s = _onsets(drums, rate)
    if not beats_s.size or not onsets_s.size:
        return 0, int(beats_s.size)
    distance_s = np.abs(beats_s[:, None] - onsets_s[None]).min(axis=1)
    return int(np.sum(distance_s < _NEAR_S)), int(beats_s.size)


def _onsets(drums: Audio, rate: int) -> NDArray[np.float64]:
    """Kicks and snares."""
    return np.array([note.start_s for note in find_drums(drums, rate) if note.pitch in (KICK, SNARE)])


def _chance(drums: Audio, rate: int) -> float:
    """Share of the time that lies within 50 ms of an onset: what beats at random places would hit."""
    grid = np.arange(0.0, drums.shape[1] / rate, 0.01)
    onsets_s = _onsets(drums, rate)
    return float(np.mean(np.abs(grid[:, None] - onsets_s[None]).min(axis=1) < _NEAR_S)) if onsets_s.size else 0.0


def _correlation(one: Audio, other: Audio, rate: int) -> float:
    return float(np.corrcoef(_loudness(one, rate), _loudness(other, rate))[0, 1])


def _loudness(audio: Audio, rate: int) -> NDArray[np.float64]:
    hop = rate // 20
    count = audio.shape[1] // hop
    return np.asarray(np.square(audio[:, : count * hop]).mean(axis=0).reshape(count, hop).mean(axis=1) ** 0.5)


def _band_power(audio: Audio, rate: int, band_hz: tuple[int, int]) -> float:
    spectrum = np.abs(np.fft.rfft(audio, axis=1)) ** 2
    frequencies = np.fft.rfftfreq(audio.shape[1], 1.0 / rate)
    return float(spectrum[:, (frequencies >= band_hz[0]) & (frequencies < band_hz[1])].sum()) + 1e-12


def _level_db(audio: Audio) -> float:
    return float(20.0 * np.log10(np.sqrt(np.mean(np.square(audio, dtype=np.float64))) + 1e-9))


if __name__ == "__main__":
    main()
