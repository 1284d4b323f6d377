# SPDX-License-Identifier: GPL-3.0-or-later
"""Surround folded to stereo: each speaker goes where ITU-R BS.775 says, and it is told."""

import numpy as np
import pytest

from musicstudio.dsp.audio import peak_db, to_stereo
from musicstudio.dsp.downmix import USUAL_LAYOUTS, fold_to_stereo, folding_in_words, layout_of

HALF = 0.5**0.5


def only(channel: int, channels: int) -> np.ndarray:
    """Sound in one channel."""
    audio = np.zeros((channels, 4), np.float32)
    audio[channel] = 1.0
    return audio


@pytest.mark.parametrize(
    ("channel", "left", "right"),
    [(0, 1.0, 0.0), (1, 0.0, 1.0), (2, HALF, HALF), (3, 0.0, 0.0), (4, HALF, 0.0), (5, 0.0, HALF)],
)
def test_each_speaker_of_five_point_one_goes_to_its_side(channel, left, right) -> None:
    folded = to_stereo(only(channel, 6))
    assert folded[:, 0] == pytest.approx((left, right))


def test_the_names_in_a_file_win_over_the_usual_order() -> None:
    named = ("FC", "FL", "FR")
    assert layout_of(3, named) == named
    assert fold_to_stereo(only(0, 3), named)[:, 0] == pytest.approx((HALF, HALF))
    assert layout_of(3, ("FL", "FR", "UNHEARD OF")) == USUAL_LAYOUTS[3], "names that are not known are no names"
    assert layout_of(2, ("LFE", "LFE2")) == (), "two subwoofers are no stereo"


def test_channels_without_places_alternate() -> None:
    layout = layout_of(11)
    assert layout == ()
    folded = fold_to_stereo(only(0, 11), layout)
    assert folded[0, 0] == pytest.approx(1 / 6) and folded[1, 0] == 0.0


@pytest.mark.parametrize(
    ("layout", "channels", "words"),
    [
        ((), 11, "without places"),
        (USUAL_LAYOUTS[4], 4, "folded to stereo"),
        (USUAL_LAYOUTS[6], 6, "LFE"),
    ],
)
def test_what_was_done_is_told(layout, channels, words) -> None:
    notice = folding_in_words(channels, layout)
    assert words in notice and str(channels) in notice


def test_one_channel_goes_to_both_sides_and_two_stay() -> None:
    stereo = only(1, 2)
    assert to_stereo(stereo) is stereo
    assert to_stereo(only(0, 1)).tolist() == [[1.0] * 4] * 2


def test_peaks_in_decibels() -> None:
    assert peak_db(only(0, 2) * 0.5) == pytest.approx(-6.02, abs=0.01)
    assert peak_db(np.zeros((2, 0), np.float32)) == -120.0
