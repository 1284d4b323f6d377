# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundled model works the moment it is installed, and hears the difference between drums, bass and the rest."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.progress import run_to_end
from musicstudio.instruments import catalogue
from musicstudio.instruments.levels import PHRASE_TEMPO, typical_phrase
from musicstudio.instruments.render import render_notes
from musicstudio.separation.models import BUNDLED, find_model, present_model
from musicstudio.separation.separate import separate

RATE = 48_000
MAX_BYTES = 20_000_000


def test_it_is_here_and_small(home: Path) -> None:
    model = find_model(BUNDLED)
    assert model.is_present and present_model(BUNDLED).name == BUNDLED
    size = model.paths[0].stat().st_size
    assert size < MAX_BYTES and abs(size - model.size_bytes) < 0.1 * size


def test_it_takes_a_band_apart(home: Path) -> None:
    """Each stem correlates far better with its own instrument than with any other."""
    truth = np.stack([_phrase(name) for name in ("kit_acoustic", "finger_bass", "grand_piano")])
    mix = truth.sum(axis=0)
    parted = run_to_end(separate(mix, RATE, BUNDLED))
    for own, stem in enumerate(("drums", "bass")):
        likeness = [_correlation(parted.stems[stem], instrument) for instrument in truth]
        assert likeness[own] > 0.8
        assert likeness[own] > 2.0 * max(value for index, value in enumerate(likeness) if index != own)
    assert np.abs(mix - sum(parted.stems.values()) - parted.residual).max() < 10.0 ** (-90.0 / 20.0)


def _phrase(name: str) -> NDArray[np.float32]:
    """Six seconds of an instrument's typical phrase, again and again."""
    audio = render_notes(name, typical_phrase(catalogue.load()[name]), PHRASE_TEMPO, 0, 0).audio
    return np.resize(audio[:, : 4 * RATE].T, (6 * RATE, 2)).T.astype(np.float32)


def _correlation(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(np.abs(np.corrcoef(one.reshape(-1), other.reshape(-1))[0, 1]))
