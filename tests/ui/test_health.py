# SPDX-License-Identifier: GPL-3.0-or-later
"""*Help > Health of the studio* and what the next start says after a crash."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QTreeWidget

from musicstudio.app.health import doctor
from musicstudio.app.health.finding import Finding
from musicstudio.core.crashes import all_reports, new_reports, write_report
from musicstudio.ui.about_dialog import AboutDialog
from musicstudio.ui.health_dialog import HealthDialog
from musicstudio.ui.song_window import SongWindow

FOUND = (
    Finding("Sound output", "good", "“Maria's ears” plays.", "An output plays."),
    Finding("Instruments", "bad", "There is no SoundFont.", remedy="sudo apt-get install fluid-soundfont-gm"),
)


@pytest.fixture
def song_window(qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr("musicstudio.ui.song_window.songs_folder", lambda: tmp_path)
    monkeypatch.setattr(doctor, "CHECKS", (("all", lambda: iter(FOUND)),))
    opened = SongWindow()
    opened.open_first(None)
    yield opened
    opened.close()


def open_health(song_window, qtbot):
    song_window.window.bridge.run("help.health")
    dialog = song_window.window.findChild(HealthDialog)
    qtbot.waitUntil(lambda: any("no SoundFont" in each.text() for each in dialog.findChildren(QLabel)))
    return dialog


def test_findings_are_shown_with_what_helps_and_the_copy_names_nobody(song_window, qtbot):
    dialog = open_health(song_window, qtbot)
    shown = [each.text() for each in dialog.findChildren(QLabel)]
    assert "Sound output: “Maria's ears” plays." in shown and "sudo apt-get install fluid-soundfont-gm" in shown
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Copy report").click()
    copied = QGuiApplication.clipboard().text()
    assert "An output plays." in copied and "Maria" not in copied
    dialog.close()


def test_a_dialog_that_is_closed_early_harms_nothing(song_window, qtbot):
    song_window.window.bridge.run("help.health")
    song_window.window.findChild(HealthDialog).close()
    qtbot.waitUntil(lambda: not song_window.session.jobs.is_busy)
    QApplication.processEvents()
    assert song_window.window.isVisible()


def test_a_crash_is_told_at_the_next_start_once_and_its_report_can_be_read(song_window, qtbot):
    write_report(MemoryError("in a driver"))
    song_window.close()
    song_window.open_first(None)
    told = song_window.session.told
    qtbot.waitUntil(lambda: any("ended by a fault" in each.notice.text for each in told.all))
    assert new_reports() == [] and len(all_reports()) == 1
    dialog = open_health(song_window, qtbot)
    assert "in a driver" in dialog.findChild(QPlainTextEdit).toPlainText()
    dialog.close()


def test_about_lists_everything_with_its_licence(song_window):
    song_window.window.bridge.run("help.about")
    dialog = song_window.window.findChild(AboutDialog)
    rows = dialog.findChild(QTreeWidget)
    assert rows.topLevelItem(0).text(0) == "MusicStudio" and rows.topLevelItemCount() > 60
    soxr = rows.findItems("soxr", Qt.MatchFlag.MatchExactly)[0]
    rows.setCurrentItem(soxr)
    assert "GNU" in dialog.findChild(QPlainTextEdit).toPlainText()
    dialog.close()
