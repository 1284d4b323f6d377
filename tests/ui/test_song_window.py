# SPDX-License-Identifier: GPL-3.0-or-later
"""The window on a real session: a song is opened, edited, left for another, and found again."""

import sys

import pytest
from PySide6.QtWidgets import QApplication

from musicstudio.app.files.song_folder import free_song_path
from musicstudio.app.session.session import Session
from musicstudio.project.edits.song import set_title
from musicstudio.project.model import Project, Section, Track
from musicstudio.ui import song_window as song_window_module
from musicstudio.ui.app import tell_failure
from musicstudio.ui.song_window import SongWindow


def test_without_a_song_a_new_one_is_begun(song_window, tmp_path):
    song_window.open_first(None)
    assert song_window.window.isVisible()
    assert (tmp_path / "Untitled.mstudio").is_dir()
    song_window.new_song()
    assert song_window.session.path.name == "Untitled 2.mstudio"


def test_the_last_song_is_opened_again_with_its_history(song_window):
    song_window.open_first(None)
    QApplication.processEvents()
    song_window.window.bridge.edit("Rename song", set_title("Rain"))
    path = song_window.session.path
    song_window.close()
    again = SongWindow()
    again.open_first(None)
    assert again.session.path == path
    assert "Rain" in again.window.windowTitle()
    again.window.bridge.run("edit.undo")
    assert again.session.project.title == "Untitled"
    again.close()


def test_a_song_that_is_not_there_is_told_and_nothing_is_lost(song_window, tmp_path):
    song_window.open_first(None)
    session, said = song_window.session, []
    song_window.window.bridge.noticed.connect(lambda text, level: said.append(level))
    song_window.open_song(str(tmp_path / "nothing.mstudio"))
    assert song_window.session is session
    assert said == ["error"]


def test_another_theme_builds_the_window_anew_where_it_was(song_window, tmp_path):
    song = Project("p", "Rain", sections=(Section("s", "Verse", "verse", 0, 38400),), tracks=(Track("t", "Piano"),))
    song_window.show(Session.create(tmp_path / "Rain.mstudio", song, song_window.main_thread.post))
    song_window.window.timeline.view.set_row_size("small")
    song_window.window.show_tab(2)
    before = song_window.window
    before.set_theme("light")
    QApplication.processEvents()
    assert song_window.window is not before
    assert song_window.window.timeline.view.row_size == "small"
    assert song_window.window.bottom.currentIndex() == 2
    song_window.window.set_theme("dark")
    QApplication.processEvents()


@pytest.mark.logs("Unexpected failure")
def test_a_fault_of_ours_is_told_and_does_not_end_the_session(song_window):
    song_window.open_first(None)
    said = []
    song_window.window.bridge.noticed.connect(lambda text, level: said.append(text))
    try:
        raise ZeroDivisionError("oops")
    except ZeroDivisionError:
        tell_failure(song_window, *sys.exc_info())
    assert "Your song is safe" in said[0]
    assert song_window.window.isVisible()


def test_names_of_new_songs_are_free(tmp_path):
    first = free_song_path(tmp_path)
    first.mkdir()
    assert free_song_path(tmp_path) == tmp_path / "Untitled 2.mstudio"


def test_a_song_that_is_moved_away_is_told_at_once_and_only_once(song_window, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(song_window_module, "WATCH_MS", 10)
    watching = SongWindow()
    watching.open_first(None)
    said = []
    watching.window.bridge.noticed.connect(lambda text, level: said.append(text))
    watching.session.path.rename(tmp_path / "moved.mstudio")
    qtbot.waitUntil(lambda: bool(said))
    qtbot.wait(100)
    assert len(said) == 1 and "moved, renamed or deleted" in said[0]
    assert not watching.window.bridge.edit("Rename song", set_title("Rain"))
    watching.close()
    assert not (tmp_path / "Untitled.mstudio").exists()
