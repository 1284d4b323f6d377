# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters and meters at their edges: no sections, other coefficients on the way, very little sound."""

import sys

import numpy as np
import pytest

from musicstudio.dsp import biquads
from musicstudio.dsp.biquads import Biquads
from musicstudio.dsp.resample import resample
from musicstudio.dsp.true_peak import TruePeakMeter
from musicstudio.dsp.watermark.writing import Marker, mark_blocks, mark_rows

LOW_PASS = (0.2, 0.2, 0.0, 1.0, -0.6, 0.0)
LOUDER = (0.4, 0.4, 0.0, 1.0, -0.6, 0.0)


def noise(frames: int, channels: int = 2) -> np.ndarray:
    return (np.random.default_rng(3).standard_normal((channels, frames)) * 0.1).astype(np.float32)


def test_no_sections_leave_the_sound_as_it_is() -> None:
    audio = noise(100)
    np.testing.assert_array_equal(Biquads([]).process(audio), audio.astype(np.float64))


@pytest.fixture
def public_kernel(monkeypatch):
    """A scipy without its inner filter function."""
    monkeypatch.setitem(sys.modules, "scipy.signal._sosfilt", None)
    biquads._kernel.cache_clear()
    yield
    biquads._kernel.cache_clear()


def filtered() -> list[np.ndarray]:
    stream, audio = Biquads([LOW_PASS, LOUDER]), noise(500)
    return [stream.process(part) for part in np.split(audio, [1, 77, 300], axis=1)]


def test_scipys_public_filter_gives_the_same_samples(request) -> None:
    bundled = filtered()
    request.getfixturevalue("public_kernel")
    for ours, theirs in zip(bundled, filtered(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-15)


def test_at_one_rate_and_of_nothing_there_is_nothing_to_resample() -> None:
    audio = noise(10)
    assert resample(audio, 48_000, 48_000) is audio
    assert resample(audio[:, :0], 44_100, 48_000).shape == (2, 0)


@pytest.mark.parametrize("frames", range(1, 40))
def test_any_few_frames_are_resampled_to_their_length(frames) -> None:
    assert resample(noise(frames), 44_100, 48_000).shape == (2, round(frames * 48_000 / 44_100))


def test_what_the_library_gives_too_short_is_made_as_long_as_promised() -> None:
    assert resample(noise(1000), 24_000, 44_100).shape == (2, 1838)


def test_a_peak_of_next_to_nothing() -> None:
    meter = TruePeakMeter()
    assert meter.peak_db == -120.0
    meter.feed(np.zeros((2, 0), np.float32))
    assert meter.peak_db == -120.0
    meter.feed(noise(3) * 0 + np.float32(0.5))
    assert meter.peak_db == pytest.approx(-6.0, abs=1.0)
    meter.feed(np.zeros((2, 0), np.float32))
    assert meter.peak_db == pytest.approx(-6.0, abs=1.0)


def test_marking_in_blocks_keeps_length_and_place() -> None:
    audio = noise(30_000)
    blocks = np.split(audio, [1000, 1001, 20_000], axis=1)
    together = np.concatenate(list(mark_blocks(blocks, 7)), axis=1)
    assert together.shape == audio.shape
    assert list(mark_blocks([], 7)) == [], "nothing in, nothing out"
    rows = list(mark_rows([[part, part[::-1]] for part in blocks], 7, 2))
    np.testing.assert_array_equal(np.concatenate([row[0] for row in rows], axis=1), together)
    alone = Marker(7)
    np.testing.assert_array_equal(np.concatenate([alone.feed(audio), alone.finish()], axis=1), together)
