# SPDX-License-Identifier: GPL-3.0-or-later
"""SDR by stem (museval's, BSS Eval v4, 1 s windows, medians) on excerpts that training never saw, beside two baselines.

    python -m scripts.train_separator.evaluate [--weights FOLDER]   # writes scores.json beside the weights

Sets: ``song`` unseen songs, ``bank`` the unseen SoundFont, ``style`` unseen styles; a voice that training never heard
sings in them.
"""

import argparse
import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.progress import run_to_end
from musicstudio.core.seeds import derive_seed
from musicstudio.separation import models, separate

from .balance import MIN_RMS, balance_stems
from .baseline import split
from .export import TARGET
from .make_data import DATA, MODEL_RATE, STEMS

SETS = ("song", "bank", "style")
Audio = NDArray[np.float32]
Method = Callable[[Audio], Audio]


def main() -> None:
    """Score all sets, one process a set and method at a time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=1000, help="excerpts of each set")
    parser.add_argument("--workers", type=int, default=3)
    arguments = parser.parse_args()
    cells = [(name, label) for name in SETS for label in _METHODS]
    with ProcessPoolExecutor(arguments.workers) as processes:
        found = list(processes.map(_score, *zip(*cells, strict=True), [arguments.limit] * len(cells)))
    scores: dict[str, dict[str, dict[str, float]]] = {}
    for (name, label), by_stem in zip(cells, found, strict=True):
        scores.setdefault(name, {})[label] = by_stem
        print(f"| {name} | {label} | " + " | ".join(f"{value:.1f}" for value in by_stem.values()) + " |")
    (TARGET / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


def _score(name: str, label: str, limit: int) -> dict[str, float]:
    """Median over excerpts of the median SDR over windows, by stem, and their mean."""
    method = _METHODS[label]
    found: dict[str, list[float]] = {stem: [] for stem in STEMS}
    for path in sorted((DATA / name).glob("[0-9]*[0-9].npy"))[:limit]:
        rng = np.random.default_rng(derive_seed(int(path.stem), "balance", name))
        truth = balance_stems(np.load(path).astype(np.float32) / np.float32(32768.0), rng)
        for stem, value in sdr(truth, method(truth.sum(axis=0))).items():
            found[stem].append(value)
    medians = {stem: float(np.median(values)) for stem, values in found.items()}
    return medians | {"mean": float(np.mean(list(medians.values())))}


def sdr(truth: Audio, estimate: Audio) -> dict[str, float]:
    """Median over one-second windows of 10 log10(|s|^2 / |s - e|^2), for the stems that sound in this excerpt.

    That is museval's SDR (BSS Eval v4, images), whose projections only split the error into parts and leave its sum
    alone; computed directly it takes milliseconds instead of a minute. A test compares both.
    """
    found = {}
    for stem, wanted, given in zip(STEMS, truth, estimate, strict=False):
        if np.sqrt(np.mean(wanted**2)) > MIN_RMS:
            signal, error = _window_powers(wanted), _window_powers(wanted - given)
            ratios = 10.0 * np.log10(signal[signal > 0.0] / np.maximum(error[signal > 0.0], 1e-12))
            found[stem] = float(np.median(ratios))
    return found


def _window_powers(audio: Audio) -> NDArray[np.float64]:
    windows = audio.shape[1] // MODEL_RATE
    squares = np.square(audio[:, : windows * MODEL_RATE], dtype=np.float64)
    return np.asarray(squares.reshape(2, windows, MODEL_RATE).sum(axis=(0, 2)))


def _mixture(mix: Audio) -> Audio:
    return np.repeat(mix[None], len(STEMS), axis=0)


def _separate_bundled(mix: Audio) -> Audio:
    parted = run_to_end(separate.separate(mix, MODEL_RATE, models.BUNDLED))
    return np.stack([parted.stems[stem] for stem in STEMS])


_METHODS: dict[str, Method] = {
    "mixture": _mixture,
    "bands": lambda mix: split(mix, MODEL_RATE),
    models.BUNDLED: _separate_bundled,
}

if __name__ == "__main__":
    main()
