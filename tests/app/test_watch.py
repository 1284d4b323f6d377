# SPDX-License-Identifier: GPL-3.0-or-later
"""An open song is watched: what happens to its folder or its disk is told, once."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from musicstudio.app.headless.session import HeadlessSession
from musicstudio.project.edits import song

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def told(tmp_path: Path):
    with HeadlessSession.create(tmp_path / "Song.mstudio") as headless:
        said: list[tuple[str, str]] = []
        headless.session.notices.observe(lambda notice: said.append((notice.level, notice.text)))
        yield headless.session, said


def test_a_quiet_song_says_nothing(told) -> None:
    session, said = told
    session.watch.look()
    assert said == []


def test_a_journal_that_another_program_replaced_is_told_as_a_warning(told) -> None:
    session, said = told
    (session.path / "journal.jsonl").unlink()
    session.document.transact("Title", song.set_title("Rain"))
    session.watch.look()
    assert [level for level, _ in said] == ["warning"]


def test_a_full_disk_is_told_once_until_there_is_room_again(told, monkeypatch: pytest.MonkeyPatch) -> None:
    session, said = told
    free = [10_000_000]
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(1, 1, free[0]))
    for free[0] in (10_000_000, 9_000_000, 600_000_000, 9_000_000, 5_000_000_000, 8_000_000):
        session.watch.look()
    assert [text for _, text in said] == [
        "The disk of this song has only 10 MB of room left.",
        "The disk of this song has only 8 MB of room left.",
    ]
