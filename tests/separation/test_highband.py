# SPDX-License-Identifier: GPL-3.0-or-later
"""A network at half the rate still gives stems with their treble, and position and sum stay exact."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from scipy.signal import lfilter

from musicstudio.separation.highband import TrebleShares
from musicstudio.separation.network import Network
from musicstudio.separation.reading import ArrayRecording, Level
from musicstudio.separation.stream import stems_of

RATE, HALF = 48_000, 24_000


class _Split:
    """Stands for a perfect network: the left channel is one stem, the right one the other."""

    sources = ("left", "right")
    samplerate = HALF
    segment = 2

    def __call__(self, mix: Any) -> Any:
        import torch

        left, right = torch.zeros_like(mix), torch.zeros_like(mix)
        left[:, 0], right[:, 1] = mix[:, 0], mix[:, 1]
        return torch.stack([left, right], dim=1)


def test_treble_above_the_network_goes_to_the_stem_that_has_the_top_of_the_band() -> None:
    time_s = np.arange(6 * RATE) / RATE
    bright = 0.1 * np.sin(2 * np.pi * 9_000 * time_s) + 0.1 * np.sin(2 * np.pi * 15_000 * time_s)
    dull = 0.2 * np.sin(2 * np.pi * 200 * time_s)
    audio = np.stack([bright, dull]).astype(np.float32)
    recording, level = ArrayRecording(audio, RATE), Level(0.0, 0.1, 0)
    with ThreadPoolExecutor(1) as worker:
        pieces = [piece for piece in stems_of(recording, level, Network([_Split()]), [0], worker) if piece]
    left, right = np.concatenate([piece.stems for piece in pieces], axis=2)
    middle = slice(RATE, 5 * RATE)
    assert left.shape == audio.shape
    assert np.abs(left[0, middle] - bright[middle]).max() < 0.01
    assert np.abs(right[1, middle] - dull[middle]).max() < 0.01


def test_shares_sum_to_one_whatever_the_blocks() -> None:
    stems = np.random.default_rng(0).standard_normal((4, 2, 5_000)).astype(np.float32)
    whole = TrebleShares(4, HALF).feed(stems)
    shares = TrebleShares(4, HALF)
    pieces = np.concatenate([shares.feed(part) for part in np.split(stems, [17, 900, 4_001], axis=2)], axis=1)
    assert np.allclose(whole.sum(axis=0), 1.0, atol=1e-5)
    assert np.allclose(whole, pieces, atol=1e-5)


def test_shares_are_those_of_a_one_pole_low_pass_of_the_treble() -> None:
    stems = np.random.default_rng(1).standard_normal((2, 2, 5_000)).astype(np.float32)
    energy = np.square(np.diff(np.pad(stems, ((0, 0), (0, 0), (2, 0))), n=2, axis=2), dtype=np.float64).mean(axis=1)
    pole = np.exp(-1.0 / (0.006 * HALF))
    smooth = lfilter([1.0 - pole], [1.0, -pole], energy, axis=1)
    np.testing.assert_allclose(TrebleShares(2, HALF).feed(stems), smooth / smooth.sum(axis=0), rtol=1e-5)
