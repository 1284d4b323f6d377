# SPDX-License-Identifier: GPL-3.0-or-later
"""A song that cannot be read for a while is no damaged song: nothing of it is touched, and it is whole afterwards."""

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from musicstudio.core.errors import StorageError
from musicstudio.project.edits import song
from musicstudio.project.model import Project
from musicstudio.storage import keeping
from musicstudio.storage.folder import ProjectFolder
from tests.project.songs import small_song

CODES = (errno.EIO, errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE, errno.ESTALE, errno.ETIMEDOUT, errno.EBUSY)
FILES = (("journal.jsonl",), ("project.json",), ("journal.jsonl", "project.json"))
ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A song with twenty steps since it was saved last, left as a crash leaves it."""
    path = tmp_path / "Song.mstudio"
    folder = ProjectFolder.create(path, small_song())
    for number in range(20):
        folder.document.transact(f"Step {number}", song.set_title(f"Title {number}"))
    assert folder._journal and folder._lock
    folder._journal.close()
    folder._lock.release()
    return path


def contents(path: Path) -> dict[str, bytes]:
    """Every file of the song but the lock."""
    return {file.name: file.read_bytes() for file in path.iterdir() if file.name != "lock"}


def assert_whole(path: Path) -> None:
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "Title 19"
        assert len(folder.document.history) == 21
        assert not folder.is_read_only
        folder.document.transact("More", song.set_lyrics("la"))


@pytest.fixture
def failing_reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """Names of files and the error that opening them for reading gives."""
    failing: dict[str, int] = {}
    really_open = os.open

    def open_(file: str, flags: int, *rest: object, **more: object) -> int:
        name = os.path.basename(file)  # noqa: PTH119
        if name in failing and not flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(failing[name], os.strerror(failing[name]))
        return really_open(file, flags, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", open_)
    yield failing
    failing.clear()


@pytest.mark.parametrize("code", CODES, ids=lambda code: errno.errorcode[code])
@pytest.mark.parametrize("names", FILES, ids="+".join)
def test_a_read_error_changes_nothing(
    path: Path, failing_reads: dict[str, int], names: tuple[str, ...], code: int
) -> None:
    before = contents(path)
    failing_reads.update(dict.fromkeys(names, code))
    if len(names) == 2:
        with pytest.raises(StorageError, match="could not be read"):
            ProjectFolder.open(path)
    else:
        with ProjectFolder.open(path) as folder:
            assert folder.is_read_only
            assert names[0] in folder.notices[0] and "could not be read" in folder.notices[0]
            assert len(folder.document.project.tracks) == len(small_song().tracks)
            with pytest.raises(StorageError):
                folder.document.transact("Title", song.set_title("Other"))
    failing_reads.clear()
    assert contents(path) == before
    assert_whole(path)


@pytest.mark.parametrize("missing", ["journal.jsonl", "project.json"])
def test_with_one_file_missing_and_the_other_unreadable_nothing_is_made_up(
    path: Path, failing_reads: dict[str, int], missing: str
) -> None:
    other = {"journal.jsonl": "project.json", "project.json": "journal.jsonl"}[missing]
    (path / missing).unlink()
    before = contents(path)
    failing_reads[other] = errno.EIO
    with pytest.raises(StorageError, match="could not be read"):
        ProjectFolder.open(path)
    failing_reads.clear()
    assert contents(path) == before


def test_refusing_to_open_lets_go_of_the_song(path: Path, failing_reads: dict[str, int]) -> None:
    failing_reads.update({"journal.jsonl": errno.EIO, "project.json": errno.EIO})
    with pytest.raises(StorageError):
        ProjectFolder.open(path)
    failing_reads.clear()
    assert_whole(path)


def test_what_cannot_be_copied_aside_is_not_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (path / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (path / "journal.jsonl").write_bytes(b"".join(lines[:5]) + b"damaged\n" + b"".join(lines[6:]))
    before = contents(path)

    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "no")

    with monkeypatch.context() as patch:
        patch.setattr(keeping.shutil, "copyfileobj", refuse)
        with ProjectFolder.open(path) as folder:
            assert folder.is_read_only
    assert contents(path) == before
    with ProjectFolder.open(path) as folder:
        assert not folder.is_read_only
    assert [file.read_bytes() for file in path.glob("journal.damaged-*")] == [before["journal.jsonl"]]


def test_two_damages_within_a_second_are_both_kept(path: Path) -> None:
    for damage in (b"first", b"second"):
        (path / "journal.jsonl").write_bytes(damage)
        ProjectFolder.open(path).close()
    assert {file.read_bytes() for file in path.glob("journal.damaged-*")} == {b"first", b"second"}


AS_NOBODY = """
import os, sys
from pathlib import Path
from musicstudio.core.errors import StorageError
from musicstudio.storage.folder import ProjectFolder
path = Path(sys.argv[1])
for name in sys.argv[2:]:
    (path / name).chmod(0)
try:
    with ProjectFolder.open(path) as folder:
        print("read only" if folder.is_read_only else "writable", len(folder.document.project.tracks))
except StorageError as error:
    print("refused", error)
for name in sys.argv[2:]:
    (path / name).chmod(0o755 if name in (".", "media") else 0o644)
with ProjectFolder.open(path) as folder:
    print(folder.document.project.title, len(folder.document.history), folder.is_read_only)
"""


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="becomes another user")
@pytest.mark.parametrize("names", [*FILES, (".",)], ids="+".join)
def test_as_an_ordinary_user_without_the_right_to_read(path: Path, names: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory(prefix="musicstudio-nobody-") as folder:  # pytest's own are closed to others
        Path(folder).chmod(0o777)
        opened_as_nobody(path.rename(Path(folder) / path.name), names)


def opened_as_nobody(path: Path, names: tuple[str, ...]) -> None:
    for file in (path, *path.iterdir()):
        os.chown(file, 65534, 65534)
    as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-P", "-c"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(path.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    if subprocess.run([*as_nobody, "import musicstudio"], env=environment, cwd="/", capture_output=True).returncode:
        pytest.skip("another user cannot read this checkout")
    command = [*as_nobody, AS_NOBODY, str(path), *names]
    run = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True)
    assert len(run.stdout.splitlines()) == 2, run.stderr
    first, second = run.stdout.splitlines()
    assert first == f"read only {len(small_song().tracks)}" if names in FILES[:2] else "refused" in first, run.stderr
    assert second == "Title 19 21 False"


def test_a_song_without_tracks_is_not_made_of_a_file_that_cannot_be_read(
    tmp_path: Path, failing_reads: dict[str, int]
) -> None:
    path = tmp_path / "Empty.mstudio"
    ProjectFolder.create(path, Project("p")).close()
    failing_reads["project.json"] = errno.EIO
    (path / "journal.jsonl").write_bytes(b"damaged")
    with pytest.raises(StorageError, match="Nothing of the song was changed"):
        ProjectFolder.open(path)


def test_refusing_to_open_what_is_open_elsewhere_takes_nothing_from_it(
    path: Path, failing_reads: dict[str, int]
) -> None:
    with ProjectFolder.open(path) as first:
        failing_reads.update({"journal.jsonl": errno.EIO, "project.json": errno.EIO})
        with pytest.raises(StorageError):
            ProjectFolder.open(path)
        failing_reads.clear()
        first.document.transact("Title", song.set_title("Mine"))
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "Mine" and not folder.is_read_only
