# SPDX-License-Identifier: GPL-3.0-or-later
"""What hardly ever happens to the files of a song: no locks on the disk, odd journals, fields nested without end."""

import errno
import json
import os
import sys
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from musicstudio.core.errors import StorageError
from musicstudio.media.store import MediaStore
from musicstudio.project.edits import song
from musicstudio.project.model import Project
from musicstudio.storage import lock, unused_media
from musicstudio.storage.folder import ProjectFolder
from musicstudio.storage.media_check import damage_notice
from musicstudio.storage.records import Jump, Record, decode_record, encode_record
from tests.project.songs import small_song


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A song with one step."""
    path = tmp_path / "Song.mstudio"
    with ProjectFolder.create(path, Project("p", "Before")) as folder:
        folder.document.transact("Rename", song.set_title("After"))
    return path


def failing(number: int):
    """A call that the system refuses."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.skipif(sys.platform == "win32", reason="locks are others there")
def test_on_a_disk_that_knows_no_locks_songs_can_be_edited(path, monkeypatch) -> None:
    monkeypatch.setattr(lock.fcntl, "flock", failing(errno.ENOLCK))
    with ProjectFolder.open(path) as folder:
        assert not folder.is_read_only
        folder.document.transact("Rename", song.set_title("Unlocked"))
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "Unlocked"


def test_a_folder_that_cannot_be_asked_opens_no_song(path, monkeypatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Path, "is_dir", failing(errno.EIO))
        patched.setattr(Path, "exists", failing(errno.EIO))
        patched.setattr(os, "lstat", failing(errno.EIO))
        with pytest.raises(StorageError) as refused:
            ProjectFolder.open(path)
    assert str(refused.value).endswith(".")


def test_a_folder_that_can_no_longer_be_asked_takes_no_edits(path, monkeypatch) -> None:
    with ProjectFolder.open(path) as folder:
        with monkeypatch.context() as patched:
            patched.setattr(os, "stat", failing(errno.EIO))
            patched.setattr(os, "lstat", failing(errno.EIO))
            with pytest.raises(StorageError):
                folder.document.transact("Rename", song.set_title("Lost"))
        assert folder.document.project.title == "After"
        folder.document.transact("Rename", song.set_title("Kept"))
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "Kept"


def test_a_song_that_can_only_be_looked_at_cannot_be_undone(path) -> None:
    with ProjectFolder.open(path), ProjectFolder.open(path) as second:
        assert second.is_read_only
        with pytest.raises(StorageError):
            second.document.undo()
        assert second.document.project.title == "After"
        second.tell_with(print)


def test_fields_of_a_newer_version_may_be_nested_without_end(path) -> None:
    whole = msgspec.json.decode((path / "project.json").read_bytes())
    nested = '{"a":' * 5_000 + "1" + "}" * 5_000
    raw = json.dumps(whole).replace('"title":', '"from_the_future": ' + nested + ', "title":', 1)
    (path / "project.json").write_text(raw)
    with ProjectFolder.open(path) as folder:
        folder.document.transact("Rename", song.set_title("Still here"))
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "Still here"


def records_of(path: Path) -> list[Record]:
    return [decode_record(line) for line in (path / "journal.jsonl").read_bytes().splitlines(keepends=True)]


ODD = {
    "a base of no song": lambda base, rest: [replace(base, project=msgspec.Raw(b"7")), *rest],
    "a base of an older kind": lambda base, rest: [replace(base, schema_version=0), *rest],
    "a base of an older kind that is none": lambda base, rest: [
        replace(base, schema_version=0, project=msgspec.Raw(b"[]")),
        *rest,
    ],
    "two bases": lambda base, rest: [base, *rest, replace(base, n=base.n + len(rest) + 1)],
    "a jump to nowhere": lambda base, rest: [base, *rest, Jump(base.n + len(rest) + 1, 4711)],
    "no base": lambda base, rest: rest,
}


@pytest.mark.parametrize("damage", ODD.values(), ids=ODD)
def test_a_journal_that_makes_no_sense_costs_history_and_not_the_song(path, damage) -> None:
    base, *rest = records_of(path)
    (path / "journal.jsonl").write_bytes(b"".join(encode_record(record) for record in damage(base, rest)))
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "After"
        folder.document.transact("Rename", song.set_title("Going on"))
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "Going on" and folder.notices == ()


def test_sound_media_is_no_news(tmp_path) -> None:
    assert damage_notice(small_song(), MediaStore(tmp_path / "media")) == ""


def test_a_picture_that_cannot_be_removed_is_told(path, monkeypatch) -> None:
    with ProjectFolder.open(path) as folder:
        (path / "peaks").mkdir(exist_ok=True)
        (path / "peaks" / ("a" * 64 + ".peaks")).write_bytes(b"old")
        unused = unused_media.find_unused(folder)
        assert unused.pictures
        monkeypatch.setattr(Path, "unlink", failing(errno.EACCES))
        with pytest.raises(StorageError):
            unused_media.remove_unused(folder, unused)
