# SPDX-License-Identifier: GPL-3.0-or-later
"""Other programs change an open song's files: sync clients, restores, file managers. What was done is never lost, what
cannot be kept is refused at once, and no half song appears where the song was.
"""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from musicstudio.core.errors import StorageError
from musicstudio.project.edits import song
from musicstudio.storage.folder import ProjectFolder
from tests.project.songs import small_song

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="open files cannot be moved or replaced there")
SOUND = np.full((2, 4800), 0.1, np.float32)


def replace_by_copy(path: Path) -> None:
    """As a sync client or a restore does."""
    (path / "x").write_bytes((path / "journal.jsonl").read_bytes())
    (path / "x").rename(path / "journal.jsonl")


def replace_by_link(path: Path) -> None:
    (path / "journal.jsonl").rename(path / "elsewhere")
    (path / "journal.jsonl").symlink_to(path / "elsewhere")


def append_garbage(path: Path) -> None:
    with (path / "journal.jsonl").open("ab") as file:
        file.write(b"another's line\n")


CHANGES: dict[str, Callable[[Path], object]] = {
    "replaced": replace_by_copy,
    "unlinked": lambda path: (path / "journal.jsonl").unlink(),
    "moved": lambda path: (path / "journal.jsonl").rename(path / "other.jsonl"),
    "cut to nothing": lambda path: os.truncate(path / "journal.jsonl", 0),
    "cut in the middle": lambda path: os.truncate(path / "journal.jsonl", 400),
    "longer": append_garbage,
    "project file too": lambda path: [(path / name).unlink() for name in ("journal.jsonl", "project.json")],
}


def rename(folder: ProjectFolder, number: int) -> None:
    folder.document.transact(f"Step {number}", song.set_title(f"Title {number}"))


@pytest.fixture
def folder(tmp_path: Path) -> ProjectFolder:
    folder = ProjectFolder.create(tmp_path / "Song.mstudio", small_song())
    for number in range(3):
        rename(folder, number)
    return folder


def crash(folder: ProjectFolder) -> None:
    assert folder._journal and folder._lock
    folder._journal.close()
    folder._lock.release()


def reopened(path: Path) -> tuple[str, int, bool]:
    with ProjectFolder.open(path) as folder:
        return folder.document.project.title, len(folder.document.history), folder.is_read_only


@pytest.mark.parametrize("ends", [crash, ProjectFolder.close], ids=["crash", "close"])
@pytest.mark.parametrize("change", CHANGES)
def test_edits_after_the_journal_was_changed_are_kept_and_it_is_told(
    folder: ProjectFolder, change: str, ends: Callable[[ProjectFolder], None]
) -> None:
    told: list[str] = []
    folder.tell_with(told.append)
    CHANGES[change](folder.path)
    for number in range(3, 6):
        rename(folder, number)
    assert len(told) == 1 and "Another program changed the journal" in told[0]
    ends(folder)
    assert reopened(folder.path) == ("Title 5", 7, False)


@pytest.mark.parametrize("change", CHANGES)
def test_undo_after_the_journal_was_changed_is_kept(folder: ProjectFolder, change: str) -> None:
    CHANGES[change](folder.path)
    folder.document.undo()
    crash(folder)
    assert reopened(folder.path) == ("Title 1", 4, False)


def test_what_another_program_left_is_kept_aside(folder: ProjectFolder) -> None:
    (folder.path / "x").write_bytes(b"from another machine")
    (folder.path / "x").rename(folder.path / "journal.jsonl")
    rename(folder, 3)
    assert [file.read_bytes() for file in folder.path.glob("journal.replaced-*")] == [b"from another machine"]
    folder.close()


def test_it_is_noticed_without_an_edit(folder: ProjectFolder) -> None:
    (folder.path / "journal.jsonl").unlink()
    folder.look_after()
    crash(folder)
    assert reopened(folder.path) == ("Title 2", 4, False)


@pytest.mark.parametrize("left", ["nothing", "a folder", "another song"])
def test_a_moved_song_takes_no_edits_and_grows_no_ghost(folder: ProjectFolder, tmp_path: Path, left: str) -> None:
    new = tmp_path / "New name.mstudio"
    folder.path.rename(new)
    if left == "a folder":
        folder.path.mkdir()
    if left == "another song":
        ProjectFolder.create(folder.path, small_song()).close()
    before = [file.read_bytes() for file in folder.path.rglob("*")] if folder.path.exists() else None
    for work in (lambda: rename(folder, 3), folder.document.undo, lambda: folder.media.add(SOUND), folder.look_after,
                 lambda: record(folder), folder.checkpoint):  # fmt: skip
        with pytest.raises(StorageError, match="moved, renamed or deleted"):
            work()
    folder.close()
    after = [file.read_bytes() for file in folder.path.rglob("*")] if folder.path.exists() else None
    assert after == before
    assert reopened(new) == ("Title 2", 4, False)


def record(folder: ProjectFolder) -> None:
    with folder.media.adding(2) as audio:
        audio.write(SOUND)


def test_a_song_moved_away_and_back_goes_on(folder: ProjectFolder, tmp_path: Path) -> None:
    folder.path.rename(tmp_path / "away")
    with pytest.raises(StorageError):
        rename(folder, 3)
    (tmp_path / "away").rename(folder.path)
    rename(folder, 3)
    folder.media.add(SOUND)
    folder.close()
    assert reopened(folder.path) == ("Title 3", 5, False)


def test_a_folder_above_the_song_is_moved(tmp_path: Path) -> None:
    folder = ProjectFolder.create(tmp_path / "Band" / "Song.mstudio", small_song())
    (tmp_path / "Band").rename(tmp_path / "Old band")
    with pytest.raises(StorageError, match="moved, renamed or deleted"):
        folder.media.add(SOUND)
    folder.close()
    assert not (tmp_path / "Band").exists()


def test_a_song_moved_while_audio_is_being_recorded_grows_no_ghost(folder: ProjectFolder, tmp_path: Path) -> None:
    with pytest.raises(StorageError), folder.media.adding(2) as audio:
        audio.write(SOUND)
        folder.path.rename(tmp_path / "away")
        audio.write(SOUND)
    folder.close()
    assert not folder.path.exists()
    assert reopened(tmp_path / "away") == ("Title 2", 4, False)


def test_a_deleted_song_takes_no_edits_and_stays_deleted(folder: ProjectFolder) -> None:
    shutil.rmtree(folder.path)
    for work in (lambda: rename(folder, 3), lambda: folder.media.add(SOUND), folder.checkpoint, folder.look_after):
        with pytest.raises(StorageError, match="moved, renamed or deleted"):
            work()
    folder.close()
    assert not folder.path.exists()


def test_with_its_lock_file_deleted_a_song_is_still_open_in_one_window_only(folder: ProjectFolder) -> None:
    (folder.path / "lock").unlink()
    rename(folder, 3)
    assert reopened(folder.path) == ("Title 3", 5, True)
    folder.close()
    assert reopened(folder.path) == ("Title 3", 5, False)


def test_who_opens_a_song_whose_lock_file_was_deleted_has_it(folder: ProjectFolder) -> None:
    (folder.path / "lock").unlink()
    with ProjectFolder.open(folder.path) as other:
        with pytest.raises(StorageError, match="another window meanwhile"):
            rename(folder, 3)
        rename(other, 9)
    rename(folder, 4)
    crash(folder)
    assert any("Title 9" in file.read_text() for file in folder.path.glob("journal.replaced-*"))
    assert reopened(folder.path)[0] == "Title 4"


@pytest.mark.parametrize("how", ["replaced", "written over"])
def test_a_project_file_from_another_machine_is_kept_aside(folder: ProjectFolder, how: str) -> None:
    content = (folder.path / "project.json").read_bytes().replace(b"Small song", b"From a sync")
    if how == "replaced":
        (folder.path / "x").write_bytes(content)
        (folder.path / "x").replace(folder.path / "project.json")
    else:
        (folder.path / "project.json").write_bytes(content)
    folder.close()
    assert [file.read_bytes() for file in folder.path.glob("project.replaced-*")] == [content]
    assert reopened(folder.path) == ("Title 2", 4, False)


def test_nothing_is_kept_aside_where_nobody_changed_anything(folder: ProjectFolder) -> None:
    for number in range(3, 6):
        folder.checkpoint()
        rename(folder, number)
    folder.close()
    with ProjectFolder.open(folder.path) as again:
        rename(again, 6)
    assert not list(folder.path.glob("*.replaced-*")) + list(folder.path.glob("*.damaged-*"))
