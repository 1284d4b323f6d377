# SPDX-License-Identifier: GPL-3.0-or-later
"""The document: one doorway, checked, durable before it is seen, and undone by changing which state stands."""

import pytest

from musicstudio.core.errors import EditError, StorageError
from musicstudio.project.diff import ChangeSet
from musicstudio.project.document import Document
from musicstudio.project.edits import clips, song, strips
from musicstudio.project.history import MAX_STEPS, HistoryEntry
from musicstudio.project.model import Project
from tests.project.songs import small_song


class RecordingSink:
    """A sink that remembers, and fails when told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int, bool]] = []
        self.is_full = False

    def commit(self, before: Project, after: Project, entry: HistoryEntry, is_folded: bool) -> None:
        self._keep(entry.label, entry.number, is_folded)

    def jump(self, entry: HistoryEntry) -> None:
        self._keep("jump", entry.number, False)

    def _keep(self, *call: object) -> None:
        if self.is_full:
            raise StorageError("The disk is full.")
        self.calls.append(call)  # type: ignore[arg-type]


def observed(document: Document) -> list[ChangeSet]:
    changes: list[ChangeSet] = []
    document.observe(changes.append)
    return changes


def test_an_edit_is_one_step_and_observers_hear_of_it_once() -> None:
    document = Document(small_song())
    changes = observed(document)
    document.transact("Move", clips.move_clips(["bass-verse"], 1.0))
    assert [entry.label for entry in document.history] == ["Start", "Move"]
    assert [change.clips.changed for change in changes] == [{"bass-verse"}]
    assert changes[0].after is document.project


def test_undo_and_redo_bring_back_the_very_same_objects() -> None:
    document = Document(small_song())
    before = document.project
    document.transact("Mute", strips.set_mute(["bass"], True))
    after = document.project
    document.undo()
    assert document.project is before
    document.redo()
    assert document.project is after


def test_nothing_happens_past_either_end_of_the_history() -> None:
    document = Document(small_song())
    assert document.undo() is None
    assert document.redo() is None
    with pytest.raises(EditError):
        document.jump(7)


def test_a_new_edit_after_undo_drops_what_was_undone() -> None:
    document = Document(small_song())
    document.transact("A", song.set_title("A"))
    document.transact("B", song.set_title("B"))
    document.undo()
    document.transact("C", song.set_title("C"))
    assert [entry.label for entry in document.history] == ["Start", "A", "C"]
    assert not document.can_redo


def test_jump_goes_to_any_step_with_one_change() -> None:
    document = Document(small_song())
    for title in "ABCD":
        document.transact(title, song.set_title(title))
    changes = observed(document)
    document.jump(1)
    assert document.project.title == "A"
    assert len(changes) == 1


def test_a_refused_edit_leaves_the_song_and_tells_nobody() -> None:
    document = Document(small_song())
    before, changes = document.project, observed(document)
    with pytest.raises(EditError, match="-60 to \\+24"):
        document.transact("Too loud", strips.set_gain(["bass"], 99.0))
    assert document.project is before
    assert changes == []
    assert len(document.history) == 1


def test_an_edit_that_changes_nothing_leaves_no_step() -> None:
    document = Document(small_song(), sink := RecordingSink())
    assert not document.transact("Same", song.set_title("Small song"))
    assert len(document.history) == 1
    assert sink.calls == []


def test_what_cannot_be_written_did_not_happen() -> None:
    document = Document(small_song(), sink := RecordingSink())
    document.transact("A", song.set_title("A"))
    sink.is_full = True
    changes = observed(document)
    with pytest.raises(StorageError):
        document.transact("B", song.set_title("B"))
    with pytest.raises(StorageError):
        document.undo()
    assert document.project.title == "A"
    assert document.history_index == 1
    assert changes == []


def test_the_sink_hears_before_the_observers() -> None:
    document = Document(small_song(), sink := RecordingSink())
    heard: list[int] = []
    document.observe(lambda _: heard.append(len(sink.calls)))
    document.transact("A", song.set_title("A"))
    document.undo()
    assert heard == [1, 2]


def test_edits_in_a_row_with_one_merge_key_are_one_step() -> None:
    document = Document(small_song(), sink := RecordingSink())
    for title in "ABC":
        document.transact("Generate", song.set_title(title), merge_key="job-1")
    document.transact("Other", song.set_title("D"))
    document.transact("Generate", song.set_title("E"), merge_key="job-1")
    assert [entry.label for entry in document.history] == ["Start", "Generate", "Other", "Generate"]
    assert [folded for _, _, folded in sink.calls] == [False, True, True, False, False]
    document.jump(1)
    assert document.project.title == "C"


def test_what_follows_from_a_step_is_undone_with_it() -> None:
    document = Document(small_song(), sink := RecordingSink())
    document.transact("A", song.set_title("A"))
    document.amend("Render", song.set_lyrics("la"))
    assert [(label, folded) for label, _, folded in sink.calls] == [("A", False), ("A", True)]
    document.undo()
    assert document.project == small_song()
    assert document.amend("Render", song.set_lyrics("late")) is None
    document.redo()
    assert (document.project.title, document.project.lyrics) == ("A", "la")


def test_an_undone_step_is_not_made_longer() -> None:
    document = Document(small_song())
    document.transact("Generate", song.set_title("A"), merge_key="job-1")
    document.undo()
    document.transact("Generate", song.set_title("B"), merge_key="job-1")
    document.undo()
    assert document.project.title == "Small song"


def test_step_numbers_are_never_used_again() -> None:
    document = Document(small_song(), sink := RecordingSink())
    document.transact("A", song.set_title("A"))
    document.transact("B", song.set_title("B"))
    document.undo()
    document.transact("C", song.set_title("C"))
    assert [entry.number for entry in document.history] == sorted({entry.number for entry in document.history})
    assert [number for label, number, _ in sink.calls if label != "jump"] == [1, 2, 3]


def test_the_oldest_steps_go_beyond_the_limit() -> None:
    document = Document(small_song())
    for number in range(MAX_STEPS + 5):
        document.transact("Rename", song.set_title(f"Title {number}"))
    assert len(document.history) == MAX_STEPS + 1
    document.jump(0)
    assert document.project.title == "Title 4"


@pytest.mark.logs("an observer failed")
def test_an_observer_that_fails_does_not_keep_others_from_hearing() -> None:
    document = Document(small_song())

    def fail(_: ChangeSet) -> None:
        raise RuntimeError("a broken view")

    document.observe(fail)
    changes = observed(document)
    document.transact("A", song.set_title("A"))
    assert len(changes) == 1


def test_an_observer_that_edits_is_heard_after_everyone_heard_the_first_edit() -> None:
    document = Document(small_song())

    def follow_up(change: ChangeSet) -> None:
        if change.touches("title") and document.project.title == "A":
            document.transact("Follow", song.set_lyrics("la"))

    document.observe(follow_up)
    changes = observed(document)
    document.transact("A", song.set_title("A"))
    assert [change.touches("title") for change in changes] == [True, False]


def test_an_observer_can_stop_listening() -> None:
    document = Document(small_song())
    changes: list[ChangeSet] = []
    stop = document.observe(changes.append)
    stop()
    stop()
    document.transact("A", song.set_title("A"))
    assert changes == []
