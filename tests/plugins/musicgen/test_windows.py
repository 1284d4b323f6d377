# SPDX-License-Identifier: GPL-3.0-or-later
"""Long pieces: windows that add up, and seams that keep what was there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from musicstudio_musicgen.windows import Window, extend_music, plan_windows

# A tiny vocabulary has no room for the usual ids, which transformers remarks on once a process.
pytestmark = pytest.mark.logs("Model config:")


@given(st.integers(1, 10_000), st.integers(2, 1500), st.data())
def test_windows_add_up_and_none_is_too_long(frames, longest, data):
    context = data.draw(st.integers(1, longest - 1))
    windows = plan_windows(frames, longest, context)
    assert sum(window.new for window in windows) == frames
    assert all(window.new > 0 and window.context + window.new <= longest for window in windows)
    assert [window.context for window in windows] == [0] + [context] * (len(windows) - 1)


def test_music_of_before_takes_its_share_of_the_first_window():
    assert plan_windows(100, 1500, 600, heard=50) == (Window(50, 100),)
    assert plan_windows(1000, 1500, 600, heard=5000) == (Window(600, 900), Window(600, 100))


def test_half_a_minute_is_one_window():
    assert plan_windows(1500, 1500, 600) == (Window(0, 1500),)
    assert plan_windows(1501, 1500, 600) == (Window(0, 1500), Window(600, 1))


def test_going_on_keeps_the_music_and_crosses_over_before_the_seam():
    music, answer = np.full((2, 100), 1.0, np.float32), np.full((2, 70), 0.5, np.float32)
    whole = extend_music(music, answer, context_frames=40, fade_frames=10)
    assert whole.shape == (2, 130)
    assert np.all(whole[:, :90] == 1.0) and np.all(whole[:, 100:] == 0.5)
    assert np.all(np.diff(whole[0, 89:101]) <= 0)


def test_a_perfect_codec_leaves_no_seam():
    sound = np.sin(np.arange(200) / 7.0, dtype=np.float32)[np.newaxis]
    np.testing.assert_allclose(extend_music(sound[:, :120], sound[:, 80:], 40, 16), sound, atol=1e-6)
