# SPDX-License-Identifier: GPL-3.0-or-later
"""``clean`` from the command line."""

from pathlib import Path

import numpy as np
import pytest
import soundfile


@pytest.fixture
def noisy(run):
    time = np.arange(3 * 48_000) / 48_000
    notes = 0.3 * np.sin(2 * np.pi * 330 * time) * np.exp(-12 * (time % 1.0))
    soundfile.write("in.wav", notes + 0.003 * np.random.default_rng(0).standard_normal(time.size), 48_000)
    return notes


def test_a_file_is_cleaned_to_a_file_of_the_same_shape(run, noisy):
    ran = run("clean", "in.wav", "-o", "out.wav", "--strength", "strong", "--json")
    assert ran.code == 0 and ran.json["noise_db"] == pytest.approx(-50.5, abs=2.0)
    before, after = (soundfile.read(name)[0] for name in ("in.wav", "out.wav"))
    assert before.shape == after.shape
    rest = slice(int(0.85 * 48_000), int(0.98 * 48_000))
    assert np.square(after[rest]).mean() < 0.05 * np.square(before[rest]).mean()


def test_the_other_stems_may_be_given(run, noisy):
    soundfile.write("other.wav", 0.1 * np.random.default_rng(1).standard_normal((48_000, 2)), 48_000)
    ran = run("clean", "in.wav", "--stems", "other.wav", "-o", "out.flac")
    assert ran.code == 0 and "noise at" in ran.out and Path("out.flac").exists()


def test_what_cannot_be_done_leaves_nothing(run, noisy):
    assert run("clean", "in.wav", "-o", "out.wav", "--strength", "brutal").code == 2
    assert run("clean", "in.wav", "-o", "out.xyz").code == 1
    assert run("clean", "nowhere.wav", "-o", "out.wav").code == 1
    assert not list(Path().glob("out.*"))
