# SPDX-License-Identifier: GPL-3.0-or-later
"""Fades with a curve: as they are asked for, and the same samples for any blocks."""

import numpy as np
import pytest

from musicstudio.dsp.fades import bent_in, equal_power_in
from musicstudio.playback.graph.clips import ClipPlayer
from musicstudio.playback.graph.plan import Span


class Ones:
    def read(self, source, start, frames):
        return np.ones((2, frames), np.float32)


def test_no_bend_is_equal_power_to_the_bit():
    assert np.array_equal(bent_in(999, 0.0, 10, 500), equal_power_in(999, 10, 500))


@pytest.mark.parametrize(("bend", "is_sooner"), [(1.0, True), (0.4, True), (-0.4, False), (-1.0, False)])
def test_a_bend_is_loud_sooner_or_later_and_always_rises(bend, is_sooner):
    bent, plain = bent_in(1000, bend), equal_power_in(1000)
    assert np.all(np.diff(bent) >= 0) and bent[0] >= 0 and bent[-1] <= 1
    assert (bent[500] > plain[500]) == is_sooner


def test_a_span_with_bent_fades_is_the_same_in_any_blocks():
    span = Span("s", 100, 1100, 0, 0.5, 300, 400, False, False, 0.7, -0.6)
    player = ClipPlayer((span,), Ones())
    whole = player.read(0, 1200)
    parts = np.concatenate([player.read(at, 77) for at in range(0, 1232, 77)], axis=1)[:, :1200]
    assert np.array_equal(whole, parts)
    assert whole[0, 100 + 150] == pytest.approx(0.5 * bent_in(300, 0.7)[150])
    assert whole[0, 1099 - 200] == pytest.approx(0.5 * bent_in(400, -0.6)[200])
