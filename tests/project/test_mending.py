# SPDX-License-Identifier: GPL-3.0-or-later
"""A song is mended whatever it holds: what cannot be is left out, and the rest is kept."""

from msgspec.structs import replace

from musicstudio.project.mending import is_lawful, mend_project
from musicstudio.project.model import Clip, Section, Track
from tests.project.songs import BAR, small_song


def test_a_lawful_song_stays_as_it_is() -> None:
    assert mend_project(small_song()) == small_song()


def test_rows_that_can_be_mended_outlive_one_that_cannot() -> None:
    song = small_song()
    senseless = Track("odd", "Odd", "audio", clips=(Clip("odd-clip", "now", 1.0),))
    mended = mend_project(replace(song, tracks=(*song.tracks, senseless)))
    assert is_lawful(mended)
    assert [track.id for track in mended.tracks] == [track.id for track in song.tracks]
    assert mended.find_clip("bass-verse")[1].takes == song.find_clip("bass-verse")[1].takes


def test_sections_without_a_place_cost_the_sections_only() -> None:
    nowhere = (Section("a", "A", "verse", None, BAR), Section("b", "B", "verse", 0, BAR))
    mended = mend_project(replace(small_song(), sections=nowhere))
    assert is_lawful(mended) and mended.title == "Small song"
    assert len(mended.tracks) == len(small_song().tracks)
