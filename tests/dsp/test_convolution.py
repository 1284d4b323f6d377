# SPDX-License-Identifier: GPL-3.0-or-later
"""Convolving a stream gives what the definition gives, whatever the blocks and however long the impulse."""

import numpy as np
import pytest

from musicstudio.dsp.convolution import Convolver

RNG = np.random.default_rng(5)


def exactly(audio: np.ndarray, impulse: np.ndarray) -> np.ndarray:
    frames = audio.shape[1] + impulse.shape[1]
    spectra = np.fft.rfft(audio.astype(float), frames) * np.fft.rfft(impulse.astype(float), frames)
    return np.fft.irfft(spectra, frames)[:, : audio.shape[1]]


@pytest.mark.parametrize("frames", [1, 100, 4096, 4097, 16_384, 16_385, 60_000])
def test_it_is_the_convolution_to_the_last_bit_that_is_heard(frames: int) -> None:
    impulse = (RNG.standard_normal((2, frames)) / np.sqrt(frames)).astype(np.float32)
    audio = (RNG.standard_normal((2, 80_000)) * 0.1).astype(np.float32)
    stream, pieces, at = Convolver(impulse), [], 0
    while at < audio.shape[1]:
        size = int(RNG.integers(1, 9000))
        pieces.append(stream.process(audio[:, at : at + size]))
        at += size
    made = np.concatenate(pieces, axis=1)
    assert made.dtype == np.float32
    np.testing.assert_allclose(made, exactly(audio, impulse), rtol=0, atol=1e-6)


def test_an_impulse_at_its_first_frame_passes_the_sound_at_once() -> None:
    impulse = np.zeros((2, 30_000), np.float32)
    impulse[:, 0] = 0.5
    audio = (RNG.standard_normal((2, 64)) * 0.1).astype(np.float32)
    np.testing.assert_allclose(Convolver(impulse).process(audio), audio / 2, atol=1e-7)
