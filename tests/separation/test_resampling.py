# SPDX-License-Identifier: GPL-3.0-or-later
"""Rates around the networks: torchaudio's conversion, in blocks of any size."""

import numpy as np
import pytest
import torch
from torchaudio.transforms import Resample

from musicstudio.separation.resampling import StreamResampler

RATES = [(44_100, 22_050), (48_000, 22_050), (22_050, 48_000), (22_050, 44_100), (96_000, 44_100), (11_025, 44_100)]


def streamed(audio: np.ndarray, rate: int, new_rate: int, cuts: list[int]) -> np.ndarray:
    """Audio through a stream in pieces."""
    stream = StreamResampler(rate, new_rate, len(audio))
    pieces = [stream.feed(piece) for piece in np.split(audio, cuts, axis=1)]
    return np.concatenate([*pieces, stream.finish()], axis=1)


@pytest.mark.parametrize(("rate", "new_rate"), RATES)
def test_pieces_equal_torchaudios_conversion_of_the_whole(rate: int, new_rate: int) -> None:
    audio = (np.random.default_rng(0).standard_normal((2, 2 * rate + 17)) * 0.1).astype(np.float32)
    whole = Resample(rate, new_rate, "sinc_interp_kaiser", 64, 0.9475937167399596, 14.769656459379492)
    expected = whole(torch.from_numpy(audio)).numpy()
    found = streamed(audio, rate, new_rate, [1, 5, 1000, 20_000, 20_001])
    frames = -(-audio.shape[1] * new_rate // rate)
    assert found.shape == (2, frames)
    # torchaudio counts frames in float32, so it may lack the last one of a long recording.
    np.testing.assert_allclose(found[:, : expected.shape[1]], expected[:, :frames], atol=1e-6)


def test_a_tone_comes_back_in_tune_and_in_place() -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(44_100) / 44_100).astype(np.float32)[None]
    there = streamed(tone, 44_100, 22_050, [10_000])
    back = streamed(there, 22_050, 44_100, [7000])
    np.testing.assert_allclose(back[:, 500:-500], tone[:, 500:-500], atol=1e-4)


def test_equal_rates_pass_and_nothing_gives_nothing() -> None:
    audio = np.ones((2, 100), np.float32)
    np.testing.assert_array_equal(streamed(audio, 48_000, 48_000, [7]), audio)
    assert streamed(np.zeros((2, 0), np.float32), 44_100, 22_050, []).shape == (2, 0)
