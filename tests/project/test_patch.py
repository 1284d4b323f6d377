# SPDX-License-Identifier: GPL-3.0-or-later
"""Patches that do not fit the song are refused, whatever is wrong with them."""

import pytest

from musicstudio.project.patch import apply_patch
from tests.project.songs import small_song

WRONG = {
    "a row that is not there": {"tracks": {"set": {"gone": {"name": "X"}}}},
    "a row taken away twice": {"tracks": {"del": ["gone"]}},
    "more chords cut than there are": {"chords": {"at": 6, "cut": 9, "put": []}},
    "an order of other rows": {"tracks": {"order": ["bass"]}},
    "a splice without a place": {"chords": {"cut": 0, "put": []}},
    "a value where a patch belongs": {"tracks": 7},
    "another type": {"title": 7},
    "a chord that is none": {"chords": {"at": 0, "cut": 0, "put": [{"root": "C"}]}},
}


@pytest.mark.parametrize("patch", WRONG.values(), ids=WRONG)
def test_a_patch_that_does_not_fit_is_refused(patch) -> None:
    with pytest.raises(ValueError):
        apply_patch(small_song(), patch)


def test_what_a_newer_version_wrote_is_passed_over() -> None:
    song = small_song()
    assert apply_patch(song, {"from_the_future": [1, 2]}) is song
    assert apply_patch(song, {"title": "New", "from_the_future": 1}).title == "New"
