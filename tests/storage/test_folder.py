# SPDX-License-Identifier: GPL-3.0-or-later
"""The project folder: made, opened, edited, closed, and opened again with its whole history."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from musicstudio.core.errors import EditError, StorageError
from musicstudio.project.edits import Edit, clips, markers, song, strips
from musicstudio.project.model import Key, Marker, Project, Recipe
from musicstudio.storage import folder as folder_module
from musicstudio.storage.folder import ProjectFolder
from tests.project.songs import small_song


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Song.mstudio"


def edited(path: Path) -> Project:
    """A song with three steps, the last undone, left as a crash would leave it: nothing closed."""
    folder = ProjectFolder.create(path, small_song())
    folder.document.transact("Title", song.set_title("Other"))
    folder.document.transact("Move", clips.move_clips(["vocal-1"], 1.0))
    folder.document.transact("Mute", strips.set_mute(["bass"], True))
    folder.document.undo()
    crash(folder)
    return folder.document.project


def crash(folder: ProjectFolder) -> None:
    """Let go of the files without saving anything, as the end of a process does."""
    assert folder._journal and folder._lock
    folder._journal.close()
    folder._lock.release()


def test_a_song_comes_back_as_it_was_left(path: Path) -> None:
    with ProjectFolder.create(path, small_song()) as folder:
        folder.document.transact("Title", song.set_title("Other"))
        left = folder.document.project
    with ProjectFolder.open(path) as folder:
        assert folder.document.project == left
        assert folder.notices == missing_media(folder)


def missing_media(folder: ProjectFolder) -> tuple[str, ...]:
    """The song of these tests names audio that was never there."""
    return tuple(notice for notice in folder.notices if "cannot be read" in notice)


def test_every_edit_is_there_after_a_crash_and_undo_and_redo_work(path: Path) -> None:
    left = edited(path)
    with ProjectFolder.open(path) as folder:
        document = folder.document
        assert document.project == left
        assert [entry.label for entry in document.history] == ["New song", "Title", "Move", "Mute"]
        document.redo()
        assert document.project.track("bass").strip.is_muted
        document.jump(0)
        assert document.project == small_song()


def test_history_goes_on_through_many_openings(path: Path) -> None:
    ProjectFolder.create(path, small_song()).close()
    for number in range(4):
        with ProjectFolder.open(path) as folder:
            folder.document.transact("Rename", song.set_title(f"Title {number}"))
    with ProjectFolder.open(path) as folder:
        for number in (2, 1, 0):
            folder.document.undo()
            assert folder.document.project.title == f"Title {number}"
        folder.document.transact("New", song.set_title("Branch"))
    with ProjectFolder.open(path) as folder:
        assert [entry.label for entry in folder.document.history] == ["New song", "Rename", "New"]


def test_a_merged_step_is_still_one_step_after_opening(path: Path) -> None:
    with ProjectFolder.create(path, small_song()) as folder:
        for title in "ABC":
            folder.document.transact("Stream", song.set_title(title), merge_key="job")
    with ProjectFolder.open(path) as folder:
        assert len(folder.document.history) == 2
        folder.document.undo()
        assert folder.document.project.title == "Small song"


def test_a_large_journal_is_written_anew_on_closing_and_loses_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "MAX_USELESS_RECORDS", 20)
    with ProjectFolder.create(path, small_song()) as folder:
        for number in range(50):
            folder.document.transact("Rename", song.set_title(f"Title {number}"))
        for _ in range(50):
            folder.document.undo()
            folder.document.redo()
        folder.document.undo()
        size_before = (path / "journal.jsonl").stat().st_size
    assert (path / "journal.jsonl").stat().st_size < size_before
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "Title 48"
        assert len(folder.document.history) == 51
        assert folder.document.redo()


def test_the_project_file_can_be_read_by_people_and_programs(path: Path) -> None:
    with ProjectFolder.create(path, small_song()) as folder:
        folder.document.transact("Title", song.set_title("Übung"))
    content = msgspec.json.decode((path / "project.json").read_bytes())
    assert content["format"] == "musicstudio-project"
    assert content["project"]["title"] == "Übung"
    assert (path / "project.json").read_text().count("\n") > 50


def test_numbers_of_numpy_are_saved_as_numbers(path: Path) -> None:
    with ProjectFolder.create(path, small_song()) as folder:
        folder.document.transact("Move", clips.move_clips(["vocal-1"], np.float64(0.25)))
        folder.document.transact("Gain", strips.set_gain(["bass"], np.float32(-1.5)))
        left = folder.document.project
    with ProjectFolder.open(path) as folder:
        assert folder.document.project == left


@pytest.mark.parametrize("edit", [
    song.set_title("\ud800"),
    song.set_key(Key("C")),  # type: ignore[arg-type]
    markers.add_marker(Marker("m", "Between", 17.5)),  # type: ignore[arg-type]
    song.add_recipes({"r": Recipe("composer", parameters={"what": object()})}),
])  # fmt: skip
def test_what_could_not_be_read_back_is_refused_as_an_edit(path: Path, edit: Edit) -> None:
    with ProjectFolder.create(path, small_song()) as folder:
        with pytest.raises(EditError, match="cannot be saved"):
            folder.document.transact("Odd", edit)
        assert folder.document.project == small_song()
        folder.document.transact("Title", song.set_title("fine"))
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "fine"


def test_a_song_open_elsewhere_can_be_looked_at_and_not_changed(path: Path) -> None:
    with ProjectFolder.create(path, small_song()) as first, ProjectFolder.open(path) as second:
        assert second.is_read_only
        assert "another window" in second.notices[0]
        with pytest.raises(StorageError, match="another window"):
            second.document.transact("Title", song.set_title("Other"))
        assert second.document.project == small_song()
        first.document.transact("Title", song.set_title("Mine"))
    with ProjectFolder.open(path) as third:
        assert not third.is_read_only
        assert third.document.project.title == "Mine"


def test_nothing_is_made_over_something_else(path: Path) -> None:
    path.mkdir()
    (path / "precious.txt").write_text("mine")
    with pytest.raises(StorageError, match="already"):
        ProjectFolder.create(path, small_song())
    assert [each.name for each in path.iterdir()] == ["precious.txt"]


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.mkdir(), lambda p: p.write_text("no folder")])
def test_what_is_no_song_is_not_opened(path: Path, make: object) -> None:
    make(path)  # type: ignore[operator]
    with pytest.raises(StorageError):
        ProjectFolder.open(path)


def test_closing_twice_is_harmless_and_leaves_only_the_songs_files(path: Path) -> None:
    folder = ProjectFolder.create(path, small_song())
    folder.close()
    folder.close()
    assert sorted(each.name for each in path.iterdir()) == ["journal.jsonl", "lock", "project.json"]


def test_a_closed_song_takes_no_edits(path: Path) -> None:
    folder = ProjectFolder.create(path, small_song())
    folder.close()
    with (path.parent / "other.txt").open("w+") as other:
        with pytest.raises(StorageError):
            folder.document.transact("Title", song.set_title("Late"))
        assert other.read() == ""


def test_files_that_a_crash_left_half_written_are_cleared(path: Path) -> None:
    ProjectFolder.create(path, small_song()).close()
    (path / "media").mkdir()
    for leftover in (path / ".project.abcd.json.part", path / "media" / ".incoming-1.part"):
        leftover.write_bytes(b"half")
    ProjectFolder.open(path).close()
    assert not list(path.glob(".*")) + list((path / "media").glob(".*"))
