# SPDX-License-Identifier: GPL-3.0-or-later
"""Patches that do not fit the song are refused, whatever is wrong with them."""

import pytest

from musicstudio.project.document import Document
from musicstudio.project.edits import chords, clips, markers, song, strips, tracks
from musicstudio.project.model import Chord, Marker, Recipe, Track
from musicstudio.project.patch import apply_patch, make_patch
from tests.project.songs import BAR, small_song

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


EDITS = {
    "a value": song.set_title("Another"),
    "a field of a row": strips.set_gain(["bass"], -6.0),
    "a clip among others": clips.rename_clip("drums-chorus", "Fill"),
    "a new row": tracks.add_track(Track("keys", "Keys", "instrument")),
    "a row less": tracks.remove_tracks(["vocal"]),
    "other places of rows": tracks.move_track("reverb", 0),
    "a row that is grouped with a new one": tracks.group_tracks(["bass"], Track("front", "Front", "group")),
    "a marker more": markers.add_marker(Marker("here", "Here", 0)),
    "chords in the middle": chords.put_chords(2 * BAR, 4 * BAR, [Chord(2 * BAR, 2 * BAR, 3)]),
    "what is kept by name": song.add_recipes({"r": Recipe("composer", "1", "generate")}),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_patch_leads_there_and_back(name) -> None:
    document = Document(small_song())
    before = document.project
    document.transact("Edit", EDITS[name])
    after = document.project
    assert after != before
    assert apply_patch(before, make_patch(before, after)) == after
    assert apply_patch(after, make_patch(after, before)) == before


def test_what_is_equal_has_no_patch_whichever_object_it_is() -> None:
    assert make_patch(small_song(), small_song()) == {}
