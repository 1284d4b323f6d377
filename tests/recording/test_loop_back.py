# SPDX-License-Identifier: GPL-3.0-or-later
"""Clicks are found again in a recording, and what is no loop-back is not taken for one."""

import numpy as np
import pytest

from musicstudio.recording.loop_back import clicks, find_delay
from musicstudio.recording.passes import Anchor

RATE = 48_000


def heard(delay_frames, gain=0.3, noise=0.0, before=9_600):
    sound = clicks()[0] * gain
    recorded = np.zeros(before + delay_frames + len(sound) + RATE, np.float32)
    recorded[before + delay_frames :][: len(sound)] = sound
    return recorded + noise * np.random.default_rng(1).standard_normal(len(recorded)).astype(np.float32)


def find(recorded, before=9_600):
    return find_delay(recorded, 1_000.0, Anchor(0, 1_000.0 + before))


@pytest.mark.parametrize("delay_frames", [0, 37, 557, 4_800, 19_000, -200])
def test_the_delay_is_found_to_the_sample(delay_frames):
    found = find(heard(delay_frames))
    assert found.found == 6 and found.spread_s == 0.0
    assert found.delay_s == pytest.approx(delay_frames / RATE, abs=1e-9)


def test_noise_and_level_do_not_matter_much():
    found = find(heard(557, gain=0.05, noise=0.0005))
    assert found.delay_s == pytest.approx(557 / RATE, abs=5e-4)


def test_the_song_need_not_have_been_heard_from_its_beginning():
    recorded = heard(100)
    found = find_delay(recorded, 0.0, Anchor(4_800, 9_600 + 4_800))
    assert found.delay_s == pytest.approx(100 / RATE, abs=1e-9)


@pytest.mark.parametrize(
    "recorded",
    [
        np.zeros(6 * RATE, np.float32),
        np.zeros(0, np.float32),
        0.2 * np.random.default_rng(2).standard_normal(6 * RATE).astype(np.float32),
        np.sin(np.arange(6 * RATE) / 20).astype(np.float32),
    ],
    ids=["silence", "nothing", "noise", "a tone"],
)
def test_what_holds_no_clicks_gives_no_delay(recorded):
    assert find(recorded) is None
