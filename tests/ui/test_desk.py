# SPDX-License-Identifier: GPL-3.0-or-later
"""The window on a real session: a song is opened, edited, left for another, and found again."""

import sys

import pytest
from PySide6.QtWidgets import QApplication

from musicstudio.app.session.session import Session
from musicstudio.project.edits.song import set_title
from musicstudio.project.model import Project, Section, Track
from musicstudio.ui import desk as desk_module
from musicstudio.ui.app import _tell_failure
from musicstudio.ui.desk import Desk
from musicstudio.ui.songs import free_song_path


def test_without_a_song_a_new_one_is_begun(desk, tmp_path):
    desk.open_first(None)
    assert desk.window.isVisible()
    assert (tmp_path / "Untitled.mstudio").is_dir()
    desk.new_song()
    assert desk.session.path.name == "Untitled 2.mstudio"


def test_the_last_song_is_opened_again_with_its_history(desk):
    desk.open_first(None)
    QApplication.processEvents()
    desk.window.studio.edit("Rename song", set_title("Rain"))
    path = desk.session.path
    desk.close()
    again = Desk()
    again.open_first(None)
    assert again.session.path == path
    assert "Rain" in again.window.windowTitle()
    again.window.studio.run("edit.undo")
    assert again.session.project.title == "Untitled"
    again.close()


def test_a_song_that_is_not_there_is_told_and_nothing_is_lost(desk, tmp_path):
    desk.open_first(None)
    session, said = desk.session, []
    desk.window.studio.noticed.connect(lambda text, level: said.append(level))
    desk.open_song(str(tmp_path / "nothing.mstudio"))
    assert desk.session is session
    assert said == ["error"]


def test_another_theme_builds_the_window_anew_where_it_was(desk, tmp_path):
    song = Project("p", "Rain", sections=(Section("s", "Verse", "verse", 0, 38400),), tracks=(Track("t", "Piano"),))
    desk.show(Session.create(tmp_path / "Rain.mstudio", song, desk.main_thread.post))
    desk.window.timeline.view.set_row_size("small")
    desk.window.show_tab(2)
    before = desk.window
    before.set_theme("light")
    QApplication.processEvents()
    assert desk.window is not before
    assert desk.window.timeline.view.row_size == "small"
    assert desk.window.bottom.currentIndex() == 2
    desk.window.set_theme("dark")
    QApplication.processEvents()


@pytest.mark.logs("Unexpected failure")
def test_a_fault_of_ours_is_told_and_does_not_end_the_session(desk):
    desk.open_first(None)
    said = []
    desk.window.studio.noticed.connect(lambda text, level: said.append(text))
    try:
        raise ZeroDivisionError("oops")
    except ZeroDivisionError:
        _tell_failure(desk, *sys.exc_info())
    assert "Your song is safe" in said[0]
    assert desk.window.isVisible()


def test_names_of_new_songs_are_free(tmp_path):
    first = free_song_path(tmp_path)
    first.mkdir()
    assert free_song_path(tmp_path) == tmp_path / "Untitled 2.mstudio"


def test_a_song_that_is_moved_away_is_told_at_once_and_only_once(desk, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(desk_module, "WATCH_MS", 10)
    watching = Desk()
    watching.open_first(None)
    said = []
    watching.window.studio.noticed.connect(lambda text, level: said.append(text))
    watching.session.path.rename(tmp_path / "moved.mstudio")
    qtbot.waitUntil(lambda: bool(said))
    qtbot.wait(100)
    assert len(said) == 1 and "moved, renamed or deleted" in said[0]
    assert not watching.window.studio.edit("Rename song", set_title("Rain"))
    watching.close()
    assert not (tmp_path / "Untitled.mstudio").exists()
