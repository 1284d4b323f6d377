# SPDX-License-Identifier: GPL-3.0-or-later
"""Closing a song lets go of it, whatever is under way and whatever fails."""

import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from musicstudio.app.headless.session import HeadlessSession
from musicstudio.core.progress import Progress
from musicstudio.project.edits.notes import transpose_notes
from musicstudio.storage.folder import ProjectFolder
from tests.project.songs import small_song


def is_free(path: Path) -> bool:
    """Whether another window can have the song."""
    with ProjectFolder.open(path) as folder:
        return not folder.is_read_only


def test_closing_while_an_engine_and_notes_wait_for_other_jobs(tmp_path: Path) -> None:
    """Cancelling the engine asks for its notes to be played, which is a job of its own."""
    path = tmp_path / "Song.mstudio"
    rows = tuple(replace(track, instrument="grand-piano") for track in small_song().tracks)
    ProjectFolder.create(path, replace(small_song(), tracks=rows)).close()
    headless, go_on = HeadlessSession.open(path), threading.Event()
    session = headless.session

    def slow():
        yield Progress(0.1)
        go_on.wait(10)
        yield Progress(0.2)

    for _ in range(3):
        session.jobs.submit("busy", slow)
    clip = next(clip for _, clip in session.project.clips() if clip.take and clip.take.notes)
    session.document.transact("Transpose", transpose_notes(clip.id, [0], 1))
    session.note_rendering.expect({clip.active_take_id})

    def stop() -> None:
        go_on.set()
        session.note_rendering.release({clip.active_take_id})

    session.jobs.submit("engine", slow, on_cancelled=stop)
    session.close()
    assert is_free(path)


@pytest.mark.logs("could not be closed")
@pytest.mark.parametrize("part", ["note_rendering", "drag_export", "jobs", "player_sync"])
def test_a_part_that_fails_to_close_does_not_keep_the_song(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    headless = HeadlessSession.create(tmp_path / "Song.mstudio")
    really_close = getattr(headless.session, part).close

    def refuse() -> None:
        really_close()
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(getattr(headless.session, part), "close", refuse)
    headless.close()
    assert is_free(tmp_path / "Song.mstudio")


def test_a_session_that_cannot_be_made_lets_go_of_the_song(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "Song.mstudio"
    ProjectFolder.create(path, small_song()).close()

    def refuse() -> None:
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patch:
        patch.setattr("musicstudio.app.session.session.all_engines", refuse)
        with pytest.raises(RuntimeError):
            HeadlessSession.open(path)
    assert is_free(path)
