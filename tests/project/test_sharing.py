# SPDX-License-Identifier: GPL-3.0-or-later
"""What an edit builds anew without changing it is the very object of before."""

import pytest
from msgspec.structs import replace

from musicstudio.core.errors import EditError
from musicstudio.project.document import Document
from musicstudio.project.edits.clips import add_clip
from musicstudio.project.sharing import with_shared_rows
from tests.project.songs import small_song


def copied(project):
    """Every row and clip is another object, equal to the one before."""
    return replace(
        project, tracks=tuple(replace(t, clips=tuple(replace(clip) for clip in t.clips)) for t in project.tracks)
    )


def test_an_edit_that_rebuilds_everything_as_it_was_is_no_step():
    document = Document(small_song())
    before = document.project
    assert not document.transact("Copy", copied)
    assert document.project is before and len(document.history) == 1


def test_only_the_clip_that_differs_is_told():
    document = Document(small_song())

    def edit(project):
        rows = copied(project).tracks
        bass = replace(rows[0], clips=(replace(rows[0].clips[0], gain_db=-3.0), *rows[0].clips[1:]))
        return replace(project, tracks=(bass, *rows[1:]))

    change = document.transact("Gain", edit)
    assert change.clips.changed == {"bass-verse"} and not change.tracks


def test_clips_that_come_and_go_leave_the_others_as_they_are():
    song = small_song()
    rows = copied(song).tracks
    fewer = replace(song, tracks=(replace(rows[0], clips=rows[0].clips[1:]), *rows[1:]))
    shared = with_shared_rows(song, fewer)
    assert shared.tracks[0].clips[0] is song.tracks[0].clips[1]
    assert shared.tracks[1:] == song.tracks[1:] and shared.tracks[1] is song.tracks[1]


def test_rows_that_changed_places_are_the_same_rows():
    song = small_song()
    turned = replace(song, tracks=tuple(reversed(copied(song).tracks)))
    shared = with_shared_rows(song, turned)
    assert all(a is b for a, b in zip(shared.tracks, reversed(song.tracks), strict=True))


def test_a_clip_whose_id_is_there_already_is_refused():
    document = Document(small_song())
    (clip,) = document.project.track("vocal").clips
    for again in (clip, replace(clip, start_s=9.0)):
        with pytest.raises(EditError, match="same id"):
            document.transact("Again", add_clip("vocal", again))
