# SPDX-License-Identifier: GPL-3.0-or-later
"""Links, pipes and devices inside a song from anybody: nothing outside the song is read, written, locked or deleted."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from musicstudio.core.errors import MediaError, StorageError
from musicstudio.core.progress import run_to_end
from musicstudio.media.peaks import PeakStore
from musicstudio.media.store import MediaStore
from musicstudio.project.edits import clips, song
from musicstudio.project.model import Source
from musicstudio.storage.folder import ProjectFolder
from tests.project.songs import small_song

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="making a link needs rights there")
SOUND = np.full((2, 4800), 0.1, np.float32)
FIXED_FILES = ("lock", "project.json", "journal.jsonl")
FOLDERS = ("media", "peaks", "cache")


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    """Opening a pipe waits for ever; then the test fails instead."""

    def late(*_: object) -> None:
        raise TimeoutError("waited for a pipe")

    previous = signal.signal(signal.SIGALRM, late)
    signal.alarm(30)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, previous)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A song with one recording."""
    path = tmp_path / "Song.mstudio"
    with ProjectFolder.create(path, small_song()) as folder:
        source = Source(*folder.media.add(SOUND), 48_000, 2)
        folder.document.transact("Add", clips.add_clip("vocal", clips.audio_clip(source, 9.0), (source,)))
    return path


def use(path: Path) -> None:
    """What a user does with a song: look, edit, record, draw, close."""
    try:
        with ProjectFolder.open(path) as folder:
            for work in (
                lambda: folder.document.transact("Title", song.set_title("Hijacked")),
                lambda: folder.media.add(SOUND * 0.5),
                lambda: record(folder.media),
                lambda: [run_to_end(draw(folder, key)) for key in folder.document.project.sources],
                folder.checkpoint,
            ):
                try:
                    work()
                except (StorageError, MediaError):
                    continue
    except StorageError:
        return


def record(media: MediaStore) -> None:
    with media.adding(2) as audio:
        audio.write(SOUND * 0.25)


def draw(folder: ProjectFolder, content_hash: str) -> object:
    return PeakStore(folder.path / "peaks", folder.media).waveform(content_hash, 48_000)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("name", FIXED_FILES)
def test_a_link_in_place_of_a_file_leads_nowhere(path: Path, tmp_path: Path, name: str) -> None:
    precious = tmp_path / "thesis.txt"
    precious.write_text("mine\n" * 2000)
    before = precious.stat()
    (path / name).unlink()
    (path / name).symlink_to(precious)
    use(path)
    assert precious.read_text() == "mine\n" * 2000
    assert precious.stat().st_mtime_ns == before.st_mtime_ns
    assert (path / name).is_symlink()


@pytest.mark.parametrize("name", ["project.json", "journal.jsonl"])
def test_a_link_to_the_same_file_of_another_song_shows_and_changes_nothing_of_it(
    path: Path, tmp_path: Path, name: str
) -> None:
    other = tmp_path / "Other.mstudio"
    with ProjectFolder.create(other, small_song()) as folder:
        folder.document.transact("Title", song.set_title("Secret"))
    before = tree(other)
    (path / name).unlink()
    (path / name).symlink_to(other / name)
    with ProjectFolder.open(path) as folder:
        assert folder.is_read_only and "link" in folder.notices[0]
        assert folder.document.project.title == "Small song"
    use(path)
    assert tree(other) == before


@pytest.mark.parametrize("name", FIXED_FILES)
def test_a_link_to_nowhere_makes_nothing_there(path: Path, tmp_path: Path, name: str) -> None:
    (path / name).unlink()
    (path / name).symlink_to(tmp_path / "new.txt")
    use(path)
    assert not (tmp_path / "new.txt").exists()


@pytest.mark.parametrize("name", FOLDERS)
def test_a_link_in_place_of_a_folder_is_not_followed(path: Path, tmp_path: Path, name: str) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / ".mine.part").write_text("keep")
    if (path / name).exists():
        (path / name).rename(tmp_path / "away")
    (path / name).symlink_to(foreign)
    use(path)
    assert tree(foreign) == {".mine.part": b"keep"}
    with ProjectFolder.open(path) as folder:
        assert folder.is_read_only and f"“{name}”" in folder.read_only_reason


@pytest.mark.parametrize("name", FIXED_FILES)
@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir], ids=["pipe", "folder"])
def test_a_pipe_or_a_folder_in_place_of_a_file_is_told_at_once(path: Path, name: str, make: object) -> None:
    (path / name).unlink()
    make(path / name)  # type: ignore[operator]
    with ProjectFolder.open(path) as folder:
        assert folder.is_read_only and f"“{name}” could not be" in folder.notices[0]


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="only root makes devices")
def test_a_device_in_place_of_a_file_is_not_read(path: Path) -> None:
    (path / "project.json").unlink()
    try:
        os.mknod(path / "project.json", 0o20666, os.makedev(1, 5))  # /dev/zero, which never ends
    except PermissionError:
        pytest.skip("no devices can be made here")
    with ProjectFolder.open(path) as folder:
        assert folder.is_read_only


def test_recordings_that_are_links_or_pipes_are_silent_and_told(path: Path, tmp_path: Path) -> None:
    content_hash = MediaStore(tmp_path / "outside").add(SOUND)[0]
    file = path / "media" / f"{content_hash}.wav"
    for make in (lambda: file.symlink_to(tmp_path / "outside" / file.name), lambda: os.mkfifo(file)):
        file.unlink()
        make()
        with ProjectFolder.open(path) as folder:
            assert not folder.media.has(content_hash)
            with pytest.raises(MediaError):
                folder.media.read_all(content_hash)


def test_recording_what_a_link_stands_for_puts_a_file_of_its_own_there(path: Path, tmp_path: Path) -> None:
    content_hash = MediaStore(tmp_path / "outside").add(SOUND)[0]
    file = path / "media" / f"{content_hash}.wav"
    outside = tree(tmp_path / "outside")
    file.unlink()
    file.symlink_to(tmp_path / "outside" / file.name)
    with ProjectFolder.open(path) as folder:
        folder.media.add(SOUND)
        assert folder.media.has(content_hash)
    assert not file.is_symlink()
    assert tree(tmp_path / "outside") == outside


def test_a_copy_made_of_hard_links_does_not_get_the_edits(path: Path, tmp_path: Path) -> None:
    """As backup programs make them: ``cp -al``."""
    copy = tmp_path / "Backup.mstudio"
    copy.mkdir()
    for file in path.iterdir():
        if file.is_file():
            os.link(file, copy / file.name)
    before = tree(copy)
    with ProjectFolder.open(path) as folder:
        folder.document.transact("Title", song.set_title("Newer"))
    assert tree(copy) == before
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "Newer"


def test_a_song_that_is_itself_behind_a_link_is_opened_as_ever(path: Path, tmp_path: Path) -> None:
    (tmp_path / "Link.mstudio").symlink_to(path)
    with ProjectFolder.open(tmp_path / "Link.mstudio") as folder:
        assert not folder.is_read_only
        folder.document.transact("Title", song.set_title("Through"))
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "Through"
