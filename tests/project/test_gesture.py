# SPDX-License-Identifier: GPL-3.0-or-later
"""Drags: previews are seen and not kept; the end of a drag is one step, or nothing happened."""

from musicstudio.project.diff import ChangeSet
from musicstudio.project.document import Document
from musicstudio.project.edits import clips, song
from tests.project.songs import small_song


def begun() -> tuple[Document, list[ChangeSet]]:
    document = Document(small_song())
    changes: list[ChangeSet] = []
    document.observe(changes.append)
    return document, changes


def start_of(document: Document) -> float:
    found = document.project.find_clip("vocal-1")
    assert found
    return found[1].start_s


def test_previews_are_seen_and_leave_no_step() -> None:
    document, changes = begun()
    gesture = document.gesture("Move")
    for by_s in (0.5, 1.0, 1.5):
        assert gesture.preview(clips.move_clips(["vocal-1"], by_s))
    assert start_of(document) == 3.5
    assert all(change.is_preview for change in changes)
    assert len(document.history) == 1
    assert document.committed == small_song()


def test_commit_makes_one_step_that_begins_where_the_drag_began() -> None:
    document, changes = begun()
    gesture = document.gesture("Move")
    gesture.preview(clips.move_clips(["vocal-1"], 0.5))
    gesture.preview(clips.move_clips(["vocal-1"], 2.0))
    gesture.commit()
    assert start_of(document) == 4.0
    assert [entry.label for entry in document.history] == ["Start", "Move"]
    assert not changes[-1].is_preview
    document.undo()
    assert start_of(document) == 2.0


def test_a_copy_that_is_dragged_keeps_its_id() -> None:
    document, changes = begun()
    gesture = document.gesture("Copy")
    gesture.preview(clips.duplicate_clips(["vocal-1"], 10.0))
    (previewed,) = changes[-1].clips.added
    change = gesture.commit()
    assert change and change.clips.added == {previewed}


def test_cancel_shows_the_song_as_it_was() -> None:
    document, changes = begun()
    gesture = document.gesture("Move")
    gesture.preview(clips.move_clips(["vocal-1"], 0.5))
    gesture.cancel()
    gesture.cancel()
    assert start_of(document) == 2.0
    assert len(document.history) == 1
    assert changes[-1].clips.changed == {"vocal-1"}
    assert not gesture.preview(clips.move_clips(["vocal-1"], 0.5))
    assert gesture.commit() is None


def test_a_preview_that_would_break_an_invariant_keeps_the_last_one() -> None:
    document, _ = begun()
    gesture = document.gesture("Gain")
    assert gesture.preview(clips.set_clip_gain(["vocal-1"], 6.0))
    assert not gesture.preview(clips.set_clip_gain(["vocal-1"], 60.0))
    gesture.commit()
    found = document.project.find_clip("vocal-1")
    assert found and found[1].gain_db == 6.0


def test_an_edit_that_lands_during_a_drag_is_kept_and_so_is_the_drag() -> None:
    document, changes = begun()
    gesture = document.gesture("Move")
    gesture.preview(clips.move_clips(["vocal-1"], 1.0))
    document.transact("Generated", song.set_title("Landed"))
    assert document.project.title == "Landed"
    assert start_of(document) == 3.0
    assert [change.touches("title") for change in changes if not change.is_preview] == [True]
    gesture.commit()
    assert [change.after for change in changes[:-1]] == [change.before for change in changes[1:]]
    assert document.committed.title == "Landed"
    assert start_of(document) == 3.0


def test_a_drag_of_a_clip_that_is_deleted_meanwhile_ends_in_nothing() -> None:
    document, _ = begun()
    gesture = document.gesture("Move")
    gesture.preview(clips.move_clips(["vocal-1"], 1.0))
    document.transact("Delete", clips.delete_clips(["vocal-1"]))
    assert document.project is document.committed
    assert gesture.commit() is None
    assert document.project.find_clip("vocal-1") is None


def test_undo_during_a_drag_cancels_it() -> None:
    document, _ = begun()
    document.transact("A", song.set_title("A"))
    gesture = document.gesture("Move")
    gesture.preview(clips.move_clips(["vocal-1"], 1.0))
    document.undo()
    assert not gesture.is_open
    assert document.project == small_song()


def test_a_second_drag_cancels_the_first() -> None:
    document, _ = begun()
    first = document.gesture("One")
    first.preview(clips.move_clips(["vocal-1"], 1.0))
    document.gesture("Two")
    assert not first.is_open
    assert start_of(document) == 2.0
