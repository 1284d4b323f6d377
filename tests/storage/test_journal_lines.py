# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole lines of a journal lost, doubled or in another order, by a bad merge or a sync: noticed by their numbers."""

from pathlib import Path

import pytest

from musicstudio.project.edits import song, strips
from musicstudio.storage.folder import ProjectFolder
from musicstudio.storage.recovery import recover
from tests.project.songs import small_song

STEPS = 24


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[bytes]]:
    """A closed song, and the lines of its journal."""
    path = tmp_path_factory.mktemp("lines") / "Song.mstudio"
    with ProjectFolder.create(path, small_song()) as folder:
        for number in range(STEPS):
            edit = song.set_title(f"T{number}") if number % 2 else strips.set_pan(["bass"], (number + 1) / 50)
            folder.document.transact(f"Step {number}", edit)
    return path, (path / "journal.jsonl").read_bytes().splitlines(keepends=True)


def recovered(path: Path, lines: list[bytes]):
    (path / "journal.jsonl").write_bytes(b"".join(lines))
    return recover(path)


@pytest.mark.parametrize("at", range(1, STEPS + 1))
def test_a_lost_line_is_told_and_the_song_is_that_of_the_last_save(lines: tuple[Path, list[bytes]], at: int) -> None:
    path, whole = lines
    before = recovered(path, whole).history.project
    found = recovered(path, [*whole[:at], *whole[at + 1 :]])
    assert found.notices and found.history.project == before


@pytest.mark.parametrize("at", range(1, STEPS + 1))
def test_a_doubled_line_loses_nothing_and_is_told(lines: tuple[Path, list[bytes]], at: int) -> None:
    path, whole = lines
    before = recovered(path, whole)
    assert before.notices == ()
    found = recovered(path, [*whole[: at + 1], *whole[at:]])
    assert "mixed up" in found.notices[0] and found.history == before.history and found.journal_bytes == 0


@pytest.mark.parametrize("at", range(1, STEPS))
def test_lines_in_another_order_lose_nothing_and_are_told(lines: tuple[Path, list[bytes]], at: int) -> None:
    path, whole = lines
    before = recovered(path, whole)
    found = recovered(path, [*whole[:at], whole[at + 1], whole[at], *whole[at + 2 :]])
    assert "mixed up" in found.notices[0] and found.history == before.history


def test_all_lines_backwards_lose_nothing(lines: tuple[Path, list[bytes]]) -> None:
    path, whole = lines
    before = recovered(path, whole)
    assert recovered(path, [whole[0], *reversed(whole[1:])]).history == before.history


def test_lines_of_two_windows_in_one_journal_are_followed_to_where_they_part(
    lines: tuple[Path, list[bytes]], tmp_path: Path
) -> None:
    path, whole = lines
    other = tmp_path / "Other.mstudio"
    other.mkdir()
    for name, content in (
        ("project.json", (path / "project.json").read_bytes()),
        ("journal.jsonl", b"".join(whole[:9])),
    ):
        (other / name).write_bytes(content)
    (other / "project.json").unlink()
    with ProjectFolder.open(other) as folder:
        folder.document.transact("Elsewhere", song.set_title("Elsewhere"))
    theirs = (other / "journal.jsonl").read_bytes().splitlines(keepends=True)[9:]
    found = recovered(path, [*whole, *theirs])
    assert found.notices and found.journal_bytes == 0
    assert found.history.project.title == f"T{STEPS - 1}"


def test_what_was_mixed_up_is_written_in_order_and_kept_aside(lines: tuple[Path, list[bytes]], tmp_path: Path) -> None:
    path, whole = lines
    song_ = tmp_path / "Song.mstudio"
    song_.mkdir()
    (song_ / "project.json").write_bytes((path / "project.json").read_bytes())
    mixed = b"".join([whole[0], *reversed(whole[1:])])
    (song_ / "journal.jsonl").write_bytes(mixed)
    with ProjectFolder.open(song_) as folder:
        assert len(folder.document.history) == STEPS + 1
        folder.document.transact("More", song.set_lyrics("la"))
    assert [file.read_bytes() for file in song_.glob("journal.damaged-*")] == [mixed]
    with ProjectFolder.open(song_) as folder:
        assert len(folder.document.history) == STEPS + 2
        assert not any("mixed up" in notice for notice in folder.notices)
