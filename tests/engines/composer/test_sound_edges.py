# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends are exact and silent; a loop's overhang is neither lost nor doubled."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from musicstudio.engines.composer.sound.edges import Placed, end_at, loop_overhang, with_added


def tone(frames):
    return np.sin(np.arange(2 * frames, dtype=np.float32)).reshape(2, frames)


def test_a_ring_past_the_end_is_faded_to_silence_exactly_there():
    ended = end_at(Placed(tone(96_000), 10_000), 80_000)
    assert ended.start + ended.audio.shape[1] == 80_000
    assert np.abs(ended.audio[:, -1]).max() < 1e-6
    assert np.array_equal(ended.audio[:, :20_000], tone(96_000)[:, :20_000])


def test_what_ends_before_is_left_alone():
    placed = Placed(tone(100), 0)
    assert end_at(placed, 100) is placed


@given(start=st.integers(-50, 150), frames=st.integers(0, 200), end=st.integers(1, 200))
@settings(deadline=None)
def test_a_loop_keeps_every_sample_once(start, frames, end):
    audio = tone(frames)
    inside, over = loop_overhang(Placed(audio, start), end)
    assert np.array_equal(np.concatenate([inside.audio, over], axis=1), audio)
    assert inside.start + inside.audio.shape[1] <= max(end, start)


@given(start=st.integers(-20, 20), at=st.integers(-30, 60))
@settings(deadline=None)
def test_mixing_in_keeps_both(start, at):
    base, extra = tone(40), tone(25)
    mixed = with_added(Placed(base, start), extra, at)
    assert np.isclose(
        mixed.audio.sum(dtype=np.float64), base.sum(dtype=np.float64) + extra.sum(dtype=np.float64), atol=1e-3
    )
    assert mixed.start == min(start, at)
