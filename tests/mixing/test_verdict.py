# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a master is as loud as was asked, and if not, why: one sentence, and none where it is."""

import pytest

from musicstudio.dsp.loudness import QUIETEST_LUFS
from musicstudio.mixing.verdict import loudness_shortfall, silence_shortfall, why_unmeasured

RATE = 48_000


def told(lufs: float, peak_dbtp: float = -1.0, seconds: float = 10.0, **more) -> str:
    return loudness_shortfall("Mix", round(seconds * RATE), lufs, peak_dbtp, -14.0, **more)


@pytest.mark.parametrize("lufs", [-14.2, -14.0, -13.8])
def test_what_is_close_enough_is_not_spoken_of(lufs) -> None:
    assert told(lufs) == ""


@pytest.mark.parametrize(
    ("lufs", "more", "why"),
    [
        (-18.0, {}, "nothing louder fits under its true-peak ceiling."),
        (-18.0, {"gain_db": 36.0}, "more than 36 dB of gain would be needed."),
        (-10.0, {}, "it could not be made softer."),
        (-10.0, {"gain_db": 36.0}, "it could not be made softer."),
        (-18.0, {"moved_by": "its fader turns it down"}, "its fader turns it down."),
    ],
)
def test_what_is_off_its_target_says_by_how_much_and_why(lufs, more, why) -> None:
    said = told(lufs, **more)
    assert said == f"“Mix” is at −{-lufs:.1f} LUFS, not at the −14.0 LUFS that were asked: {why}"


def test_what_cannot_be_measured_says_whether_it_is_silent_short_or_quiet() -> None:
    assert told(QUIETEST_LUFS, -120.0) == silence_shortfall("Mix", -120.0) == "“Mix” is silent: nothing in it sounds."
    short = told(QUIETEST_LUFS, seconds=0.2)
    assert "it is 0.20 s long" in short and short.endswith("It was left as it was.")
    assert "too quiet" in told(QUIETEST_LUFS)
    assert why_unmeasured("Mix", 10.0, -20.0, -1.0) == ""
