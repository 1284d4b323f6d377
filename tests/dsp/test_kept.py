# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound that is kept block by block: heard again as it came, by many meters, in a job that can be cancelled."""

import numpy as np

from musicstudio.dsp.kept import SoundInMemory, feed_meters

BLOCKS = [np.full((2, frames), frames, np.float32) for frames in (3, 5, 2)]


class Counting:
    def __init__(self) -> None:
        self.heard: list[int] = []

    def feed(self, audio: np.ndarray) -> None:
        self.heard.append(audio.shape[1])


def test_what_is_kept_is_heard_as_often_as_wanted() -> None:
    kept = SoundInMemory(*BLOCKS[:2])
    kept.append(BLOCKS[2])
    assert kept.frames == 10
    for _ in range(2):
        np.testing.assert_array_equal(np.concatenate(list(kept.blocks()), axis=1), np.concatenate(BLOCKS, axis=1))


def test_all_meters_hear_all_of_it_and_how_far_it_is_is_told_before_each_block() -> None:
    meters = [Counting(), Counting()]
    told = [progress.fraction for progress in feed_meters(iter(BLOCKS), 10, meters, "Listening")]
    assert told == [0.0, 0.3, 0.8]
    assert [meter.heard for meter in meters] == [[3, 5, 2], [3, 5, 2]]


def test_more_than_was_said_is_heard_too_and_nothing_is_no_trouble() -> None:
    meter = Counting()
    told = [progress.fraction for progress in feed_meters(iter(BLOCKS), 4, [meter], "Listening")]
    assert told == [0.0, 0.75, 1.0] and sum(meter.heard) == 10
    assert list(feed_meters(iter(()), 0, [meter], "Listening")) == []


def test_a_job_that_is_cancelled_hears_no_further() -> None:
    meter = Counting()
    hearing = feed_meters(iter(BLOCKS), 10, [meter], "Listening")
    next(hearing)
    next(hearing)
    hearing.close()
    assert meter.heard == [3]
