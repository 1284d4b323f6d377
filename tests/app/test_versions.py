# SPDX-License-Identifier: GPL-3.0-or-later
"""A version is kept by name, gone back to in one step that can be undone, and its audio stays as long as it does."""

import pytest

from musicstudio.app.actions import ACTIONS
from musicstudio.core.errors import EditError
from musicstudio.project.edits.tracks import remove_tracks
from musicstudio.project.edits.variations import only_content
from musicstudio.project.edits.versions import MAX_VERSIONS, keep_version, restore_version
from musicstudio.storage.unused_media import find_unused


@pytest.fixture
def song(headless):
    headless.generate()
    return headless


def keep(song, name):
    ACTIONS["song.keep_version"].do(song.session, name)
    return song.project.versions[-1].id


def test_a_version_is_gone_back_to_and_that_is_undone(song):
    before = only_content(song.project)
    version_id = keep(song, "First draft")
    song.session.document.transact("Remove", remove_tracks([song.project.tracks[0].id]))
    other = only_content(song.project)
    ACTIONS["song.restore_version"].do(song.session, version_id)
    assert only_content(song.project) == before != other
    assert [each.name for each in song.project.versions] == ["First draft"]
    song.session.document.undo()
    assert only_content(song.project) == other


def test_versions_outlive_the_studio_and_keep_their_audio(song):
    version_id = keep(song, "With everything")
    kept = {clip.take.source for _, clip in song.project.clips() if clip.take.source}
    song.session.document.transact("Remove", remove_tracks([each.id for each in song.project.tracks]))
    song.reopen()
    assert not find_unused(song.session.folder)
    ACTIONS["song.restore_version"].do(song.session, version_id)
    assert kept and {clip.take.source for _, clip in song.project.clips() if clip.take.source} == kept
    assert all(song.session.media.has(each) for each in kept)


def test_a_version_is_deleted_and_the_others_stay(song):
    first, second = keep(song, "One"), keep(song, "Two")
    ACTIONS["song.delete_version"].do(song.session, first)
    assert [each.id for each in song.project.versions] == [second]
    with pytest.raises(EditError):
        song.session.document.transact("Back", restore_version(first))


def test_a_version_needs_a_name_and_there_are_not_endless_ones(song):
    with pytest.raises(EditError, match="name"):
        ACTIONS["song.keep_version"].do(song.session, "  ")
    for number in range(MAX_VERSIONS):
        song.session.document.transact("Keep", keep_version(f"v{number}", "V", 0.0))
    with pytest.raises(EditError, match=f"{MAX_VERSIONS} versions"):
        keep(song, "One too many")


def test_without_versions_there_is_nothing_to_go_back_to(song):
    assert "yet" in ACTIONS["song.restore_version"].enabled(song.session)[1]
    keep(song, "One")
    assert ACTIONS["song.restore_version"].enabled(song.session)[0]
