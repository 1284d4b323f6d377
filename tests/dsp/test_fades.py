# SPDX-License-Identifier: GPL-3.0-or-later
"""Curves of fades: from nothing to all, of any bend, whole or in parts."""

import numpy as np
import pytest

from musicstudio.dsp.fades import bent_in, equal_power_in, fade_gain

BENDS = (-1.0, -0.3, 0.4, 1.0)


@pytest.mark.parametrize("bend", BENDS)
def test_a_bent_fade_rises_from_nothing_to_all_and_its_parts_are_the_whole(bend) -> None:
    whole = bent_in(1000, bend)
    assert whole.dtype == np.float32 and whole.shape == (1000,)
    assert (np.diff(whole) >= 0).all() and whole[0] < 0.25 and whole[-1] > 0.98
    parts = np.concatenate([bent_in(1000, bend, 0, 300), bent_in(1000, bend, 300)])
    np.testing.assert_array_equal(parts, whole)


def test_without_a_bend_it_is_the_fade_of_equal_power_and_bends_lie_to_both_sides_of_it() -> None:
    plain = equal_power_in(1000)
    np.testing.assert_array_equal(bent_in(1000, 0.0), plain)
    middles = sorted(float(bent_in(1000, bend)[500]) for bend in (-1.0, 1.0))
    assert middles[0] < plain[500] < middles[1]


def test_what_lies_beyond_a_fade_counts_as_its_end() -> None:
    np.testing.assert_allclose(fade_gain(np.array([-3.0, 0.0, 1.0, 9.0]), 0.5), [0.0, 0.0, 1.0, 1.0], atol=1e-6)
