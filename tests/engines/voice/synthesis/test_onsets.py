# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding where vowels are heard, and having them heard on time."""

import itertools

import numpy as np
import pytest

from musicstudio.engines.voice.synthesis import onsets
from musicstudio.engines.voice.synthesis.timing import Sound

RATE = 22_050


def fricative_and_vowel(vowel_at_s: float) -> np.ndarray:
    """Half a second: hiss above 4 kHz, then a 120 Hz tone with a formant at 600 Hz."""
    times = np.arange(RATE // 2) / RATE
    rng = np.random.default_rng(0)
    hiss = np.convolve(rng.standard_normal(len(times)), [1, -2, 1], "same") * 0.05
    tone = sum(np.exp(-(((120 * k - 600) / 250) ** 2)) * np.sin(2 * np.pi * 120 * k * times) for k in range(1, 12))
    return np.where(times < vowel_at_s, hiss, 0.2 * tone).astype(np.float32)


@pytest.mark.parametrize("late_s", [-0.05, -0.013, 0.0, 0.02, 0.04])
def test_a_vowel_after_hiss_is_found_within_a_few_milliseconds(late_s: float) -> None:
    sounds = [Sound("s", -0.1, 0.0, 0, "onset", True), Sound("ˈɑː", 0.0, 0.3, 0, "nucleus")]
    audio = fricative_and_vowel(0.2 + late_s)
    found = onsets.lateness_s(audio, RATE, -0.2, sounds, 1.0)
    assert found[1] == pytest.approx(late_s, abs=0.006)


def test_without_a_dip_before_it_no_onset_is_claimed() -> None:
    level = np.zeros(200)
    assert onsets.half_rise_s(level, 0.2) is None
    assert onsets.half_rise_s(level, 5.0) is None


def test_only_vowels_after_obstruents_are_judged() -> None:
    sounds = [
        Sound("m", 0.0, 0.1, 0, "onset", True),
        Sound("ˈeɪ", 0.1, 0.3, 0, "nucleus"),
        Sound("t", 0.3, 0.4, 1, "onset", True),
        Sound("uː", 0.4, 0.6, 1, "nucleus"),
    ]
    assert onsets.judged_vowels(sounds) == [3]


def test_a_sketch_keeps_the_order_and_shortens_only_what_is_held() -> None:
    sounds = [
        Sound("t", -0.08, 0.0, 0, "onset", True),
        Sound("ˈaɪ", 0.0, 1.5, 0, "nucleus"),
        Sound(" ", 1.5, 2.0, 0, "silence"),
        Sound("k", 2.0, 2.06, 1, "onset", True),
        Sound("ʌ", 2.06, 2.16, 1, "nucleus"),
    ]
    short = onsets.sketch(sounds)
    lengths = [round(s.end_s - s.start_s, 6) for s in short]
    assert lengths == [0.08, onsets.SKETCH_VOWEL_S, onsets.SKETCH_SILENCE_S, 0.06, 0.1]
    assert short[0].start_s == sounds[0].start_s
    assert all(a.end_s == b.start_s for a, b in itertools.pairwise(short))
