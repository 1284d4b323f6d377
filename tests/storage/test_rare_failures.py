# SPDX-License-Identifier: GPL-3.0-or-later
"""What hardly ever happens to the files of a song: no locks on the disk, odd journals, fields nested without end."""

import errno
import json
import os
import sys
from pathlib import Path
from zlib import crc32

import msgspec
import pytest
from msgspec.structs import replace

from musicstudio.core.errors import EditError, StorageError
from musicstudio.media.store import MediaStore
from musicstudio.project.edits import song
from musicstudio.project.model import Project
from musicstudio.storage import journal, lock, unused_media
from musicstudio.storage.folder import ProjectFolder
from musicstudio.storage.keeping import keep_aside
from musicstudio.storage.media_check import damage_notice
from musicstudio.storage.project_file import ProjectFile, read_project_file, write_project
from musicstudio.storage.records import Jump, Record, decode_record, encode_record
from musicstudio.storage.salvage import salvage_project
from musicstudio.storage.unknown_fields import put_back, unknown_in
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


def test_of_two_windows_that_make_the_same_song_at_once_one_is_refused(tmp_path, monkeypatch) -> None:
    take = lock.FolderLock.take

    def taken_by_another(place: Path) -> None:
        other = take(place)
        assert take(place) is None
        other.release()

    monkeypatch.setattr(lock.FolderLock, "take", taken_by_another)
    with pytest.raises(StorageError, match="already"):
        ProjectFolder.create(tmp_path / "Song.mstudio", small_song())


def test_a_song_that_can_only_be_looked_at_keeps_its_steps_and_needs_no_looking_after(path) -> None:
    with ProjectFolder.open(path), ProjectFolder.open(path) as second:
        second.look_after()
        with pytest.raises(StorageError, match="another window"):
            second.forget_steps(1)
        assert len(second.document.history) == 2


def test_where_the_lock_can_no_longer_be_asked_nothing_is_written(path, monkeypatch) -> None:
    real = os.lstat

    def lstat(place, *rest, **more):
        if Path(place).name == "lock":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(place, *rest, **more)

    with ProjectFolder.open(path) as folder:
        with monkeypatch.context() as patched:
            patched.setattr(os, "lstat", lstat)
            with pytest.raises(StorageError):
                folder.document.transact("Rename", song.set_title("Lost"))
        folder.document.transact("Rename", song.set_title("Kept"))
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "Kept"


def test_a_journal_that_was_written_anew_and_cannot_be_opened_takes_no_edit_and_loses_none(path, monkeypatch) -> None:
    with ProjectFolder.open(path) as folder:
        (path / "journal.jsonl").unlink()
        with monkeypatch.context() as patched:
            patched.setattr(journal, "open_plain", failing(errno.EMFILE))
            with pytest.raises(StorageError):
                folder.document.transact("Rename", song.set_title("Lost"))
        folder.document.transact("Rename", song.set_title("Kept"))
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "Kept" and len(folder.document.history) == 3


def test_an_edit_that_was_refused_is_not_settled_until_the_disk_lets_it_be_cut_off(path, monkeypatch) -> None:
    with ProjectFolder.open(path) as folder:
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", failing(errno.EIO))
            patched.setattr(os, "ftruncate", failing(errno.EIO))
            with pytest.raises(StorageError):
                folder.document.transact("Rename", song.set_title("Refused"))
            assert not folder.is_settled
        assert folder.is_settled
    with ProjectFolder.open(path) as folder:
        assert folder.document.project.title == "After"


def test_a_step_that_would_not_be_read_back_is_refused_and_not_written(path, monkeypatch) -> None:
    with ProjectFolder.open(path) as folder:
        before = (path / "journal.jsonl").read_bytes()
        monkeypatch.setattr(journal, "decode_record", lambda line: None)
        with pytest.raises(EditError, match="cannot be saved"):
            folder.document.transact("Odd", song.set_title("Odd"))
        assert (path / "journal.jsonl").read_bytes() == before


def test_what_cannot_be_looked_at_is_not_put_aside(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(os, "lstat", failing(errno.EIO))
    with pytest.raises(StorageError):
        keep_aside([tmp_path / "journal.jsonl"], "damaged")


@pytest.mark.parametrize("content", [b"7", b'{"do": "dance"}', b"[" * 100_000, b"\xff"])
def test_a_line_that_is_whole_and_no_record_is_damaged(content) -> None:
    assert decode_record(b"%08x %s\n" % (crc32(content), content)) is None


@pytest.mark.parametrize("content", [b"7", b"[]", b'"song"', b"{" * 9, b'{"id": "\xff"}'])
def test_a_project_file_whose_song_is_none_gives_no_song(content) -> None:
    file = ProjectFile(1, msgspec.Raw(content))
    assert file.song() is None
    assert file.unknown == {}


def test_fields_that_nest_too_deep_to_be_written_cost_only_themselves(tmp_path) -> None:
    nested: dict[str, object] = {}
    for _ in range(100_000):
        nested = {"a": nested}
    raw = msgspec.to_builtins(small_song()) | {"from_the_future": 7}
    unknown = unknown_in(raw, Project)
    (place,) = unknown
    write_project(tmp_path / "project.json", small_song(), 1, {place: {"from_the_future": nested}})
    file = read_project_file((tmp_path / "project.json").read_bytes())
    assert file is not None and file.song() == (small_song(), [])
    while nested:
        nested = nested["a"]


def test_a_step_of_a_journal_that_breaks_the_rules_is_mended_and_told(path) -> None:
    *_, last = records_of(path)
    entry = replace(last.entry, number=last.entry.number + 1)
    broken = replace(last, n=last.n + 1, entry=entry, patch={"master": {"target_lufs": 1e9}})
    with (path / "journal.jsonl").open("ab") as file:
        file.write(encode_record(broken))
    with ProjectFolder.open(path) as folder:
        assert any("mended" in notice for notice in folder.notices)
        assert folder.document.project.title == "After"
        assert folder.document.project.master.target_lufs < 0


def test_what_is_left_of_a_song_without_an_id_gets_one() -> None:
    project, lost = salvage_project({"title": "Half", "tracks": [{"name": "Bass", "kind": "instrument"}, 7]})
    assert project.id and project.title == "Half"
    assert [track.name for track in project.tracks] == ["Bass"] and project.tracks[0].id
    assert len(lost) == 1


def test_fields_of_a_newer_version_go_with_what_held_them() -> None:
    raw = msgspec.to_builtins(small_song())
    raw["master"]["dither"] = "tpdf"
    unknown = unknown_in(raw, Project)
    without_master = {"id": "song"}
    put_back(without_master, Project, unknown)
    assert without_master == {"id": "song"}


@pytest.mark.parametrize("error", [StorageError("The disk is full."), OSError(errno.EIO, os.strerror(errno.EIO))])
def test_of_a_song_that_could_not_be_made_nothing_is_left(tmp_path, monkeypatch, error) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr("musicstudio.storage.folder.write_journal", refuse)
    with pytest.raises(StorageError):
        ProjectFolder.create(tmp_path / "Song.mstudio", small_song())
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    ProjectFolder.create(tmp_path / "Song.mstudio", small_song()).close()


def test_where_no_folder_can_be_made_no_song_is(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(Path, "mkdir", failing(errno.EROFS))
    with pytest.raises(StorageError):
        ProjectFolder.create(tmp_path / "Song.mstudio", small_song())
