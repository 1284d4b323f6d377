# SPDX-License-Identifier: GPL-3.0-or-later
"""Each write, fsync and rename of a session fails: a clear error, the song as before, nothing lost."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from musicstudio.core.errors import StorageError, StudioError
from musicstudio.core.files import new_file, write_file
from musicstudio.project.edits import clips, song, strips
from musicstudio.project.model import Project, Source
from musicstudio.storage.folder import ProjectFolder
from tests.faults.failing_disk import CODES, FailingDisk
from tests.project.songs import small_song

ROOT = Path(__file__).parents[2]
SOUND = np.random.default_rng(1).standard_normal((2, 2000)).astype(np.float32)


def session(folder: ProjectFolder) -> list[Callable[[], object]]:
    """The steps of a short session, each of which may fail by itself."""
    document = folder.document

    def record() -> None:
        content_hash, frames = folder.media.add(SOUND)
        source = Source(content_hash, frames, 48_000, 2)
        document.transact("Add", clips.add_clip("vocal", clips.audio_clip(source, 9.0), (source,)))

    return [
        lambda: document.transact("Title", song.set_title("Other")),
        record,
        lambda: document.transact("Mute", strips.set_mute(["bass"], True)),
        document.undo,
        folder.checkpoint,
        document.redo,
        lambda: document.transact("Move", clips.move_clips(["vocal-1"], 1.0)),
    ]


@pytest.mark.parametrize(("code", "is_lasting"), [(errno.ENOSPC, True), (errno.EIO, False), (errno.EROFS, True)])
def test_a_session_on_a_failing_disk_loses_nothing(tmp_path: Path, code: int, is_lasting: bool) -> None:
    fail_at, has_failed = 1, True
    while has_failed:
        has_failed = run_session(tmp_path / f"{fail_at}.mstudio", fail_at, code, is_lasting)
        fail_at += 1
    assert fail_at > 15


def run_session(path: Path, fail_at: int, code: int, is_lasting: bool) -> bool:
    """One session whose ``fail_at``-th write fails. False when it has fewer writes than that."""
    folder = ProjectFolder.create(path, small_song())
    with pytest.MonkeyPatch.context() as patch:
        disk = FailingDisk(patch, fail_at, code, is_lasting)
        for step in session(folder):
            before = folder.document.project
            try:
                step()
            except StorageError as error:
                assert_clear(error)
                assert folder.document.project is before
        was_reached = disk.has_failed
        disk.repair()
        folder.document.transact("Go on", song.set_lyrics("la"))
        left, steps = folder.document.project, [entry.label for entry in folder.document.history]
        disk.is_broken = is_lasting
        folder.close()
    check_opened(path, left, steps)
    return was_reached


def assert_clear(error: StudioError) -> None:
    """One sentence for a person, without a traceback, a number or a path of the inside."""
    text = str(error)
    assert text.endswith(".") and "Errno" not in text and "\n" not in text and len(text) < 200


def check_opened(path: Path, left: Project, steps: list[str]) -> None:
    with ProjectFolder.open(path) as folder:
        assert folder.document.project == left
        assert [entry.label for entry in folder.document.history] == steps
        assert not list(path.glob(".*.part"))
        while folder.document.undo() is not None:
            pass
        assert folder.document.project == small_song()


@pytest.mark.parametrize("code", CODES)
def test_a_song_is_made_whole_or_not_at_all(tmp_path: Path, code: int) -> None:
    fail_at, has_failed = 1, True
    while has_failed:
        path = tmp_path / f"{fail_at}.mstudio"
        with pytest.MonkeyPatch.context() as patch:
            disk = FailingDisk(patch, fail_at, code, is_lasting=False)
            try:
                ProjectFolder.create(path, small_song()).close()
            except StorageError as error:
                assert_clear(error)
                assert not path.exists() or not list(path.iterdir())
            has_failed = disk.has_failed
        fail_at += 1
    with ProjectFolder.open(path) as folder:
        assert folder.document.project == small_song()


@pytest.mark.parametrize("code", CODES)
def test_opening_on_a_disk_that_cannot_be_written_shows_the_song_read_only(tmp_path: Path, code: int) -> None:
    path = tmp_path / "Song.mstudio"
    ProjectFolder.create(path, small_song()).close()
    (path / "project.json").unlink()
    with pytest.MonkeyPatch.context() as patch:
        FailingDisk(patch, 1, code, is_lasting=True)
        with ProjectFolder.open(path) as folder:
            assert folder.is_read_only
            assert folder.document.project == small_song()
            with pytest.raises(StorageError):
                folder.document.transact("Title", song.set_title("Other"))
    with ProjectFolder.open(path) as folder:
        assert not folder.is_read_only


@pytest.mark.parametrize("code", CODES)
def test_a_file_is_the_old_one_or_the_new_one_and_never_a_part(tmp_path: Path, code: int) -> None:
    file = tmp_path / "file.bin"
    fail_at, has_failed = 1, True
    while has_failed:
        file.write_bytes(b"old")
        with pytest.MonkeyPatch.context() as patch:
            disk = FailingDisk(patch, fail_at, code, is_lasting=False)
            try:
                write_file(file, b"new" * 1000)
                assert file.read_bytes() == b"new" * 1000
            except StorageError as error:
                assert_clear(error)
                assert file.read_bytes() in (b"old", b"new" * 1000)
            has_failed = disk.has_failed
        assert [each.name for each in tmp_path.iterdir()] == ["file.bin"]
        fail_at += 1


def test_a_file_whose_making_is_interrupted_never_appears(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), new_file(tmp_path / "x.wav") as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", CODES)
def test_audio_is_in_the_store_whole_or_not_at_all(tmp_path: Path, code: int) -> None:
    folder = ProjectFolder.create(tmp_path / "Song.mstudio", small_song())
    fail_at, has_failed = 1, True
    while has_failed:
        sound = SOUND * (1.0 / fail_at)
        with pytest.MonkeyPatch.context() as patch:
            disk = FailingDisk(patch, fail_at, code, is_lasting=False)
            try:
                with folder.media.adding(2) as audio:
                    for first in range(0, 2000, 500):
                        audio.write(sound[:, first : first + 500])
                assert (folder.media.read_all(audio.content_hash) == sound).all()
            except StorageError as error:
                assert_clear(error)
            has_failed = disk.has_failed
        for file in folder.media.folder.glob("*"):
            folder.media.verify(file.stem)
        fail_at += 1
    folder.close()


FULL_DISK = """
import resource, sys
from pathlib import Path
from musicstudio.core.errors import StorageError
from musicstudio.project.edits import song
from musicstudio.storage.folder import ProjectFolder
folder = ProjectFolder.open(Path(sys.argv[1]))
limit = (Path(sys.argv[1]) / "journal.jsonl").stat().st_size + 3000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
done = 0
try:
    while done < 1000:
        folder.document.transact("Rename", song.set_title(f"Title {done}"))
        done += 1
except StorageError as error:
    print(done, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no limit on the size of files")
def test_the_system_itself_refusing_to_write_stops_the_edit_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "Song.mstudio"
    ProjectFolder.create(path, Project("p")).close()
    command = [sys.executable, "-c", FULL_DISK, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ, check=True)
    done, message = run.stdout.split(maxsplit=1)
    assert int(done) > 3
    assert "too large" in message
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == f"Title {int(done) - 1}"
        assert len(folder.document.history) == int(done) + 1
