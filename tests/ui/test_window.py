# SPDX-License-Identifier: GPL-3.0-or-later
"""The window as a whole: sizes, empty states, notices, themes."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QPushButton

from musicstudio.project.model import Project
from musicstudio.ui.main_thread import MainThreadQueue
from musicstudio.ui.make_window import make_window
from musicstudio.ui.session_bridge import SessionBridge
from musicstudio.ui.theme import current
from tests.ui.controls import control, notices

from .conftest import settle
from .demo_session import demo_session


def test_at_1366_the_sides_shrink_and_nothing_is_clipped(window):
    window.resize(1366, 768)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1366, 768)
    assert (window.create_panel.width(), window.inspector.width()) == (264, 240)
    for panel in (window.create_panel, window.inspector):
        for label in panel.findChildren(QLabel):
            if label.isVisible() and label.text():
                right = label.mapTo(panel, label.rect().topRight()).x()
                assert right <= panel.width(), label.text()


def test_at_1920_the_sides_are_as_drawn(window):
    window.resize(1920, 1080)
    QApplication.processEvents()
    assert (window.create_panel.width(), window.inspector.width()) == (320, 288)


@pytest.mark.parametrize("tab", range(6))
def test_every_tab_opens(window, tab):
    window.show_tab(tab)
    QApplication.processEvents()
    assert window.bottom.currentWidget().isVisible()


def test_an_empty_song_says_what_to_do(qapp, qtbot, tmp_path):
    session = demo_session(tmp_path, MainThreadQueue(qapp).post, Project("empty"))
    window = make_window(SessionBridge(session))
    window.show()
    texts = " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())
    assert "What should it sound like?" in texts
    assert "No tracks yet" in texts
    window.close()
    window.deleteLater()
    session.close()


def test_notices_appear_and_can_be_dismissed(window):
    window.bridge.session.notify("The disk is full.", "error")
    assert [notice.accessibleName() for notice in notices(window)] == ["The disk is full."]
    window.bridge.session.notify("The disk is full.", "error")
    (notice,) = notices(window)
    control(notice, "Dismiss").click()
    assert notices(window) == [] and not window.toasts.isVisible()


@pytest.mark.parametrize("name", ["light", "contrast", "dark"])
def test_themes_can_be_changed_while_open(window, name):
    window.set_theme(name)
    assert current().name == name
    assert window.bridge.session.settings.values.theme == name
    window.set_theme("dark")


def test_double_click_on_a_clip_opens_its_notes(window):
    window.bridge.opened_clip.emit("clip-piano-section-1")
    assert window.bottom.currentWidget() is window.piano_roll
    assert window.piano_roll.canvas.clip_id == "clip-piano-section-1"


@pytest.mark.parametrize("action_id", ["export.audio", "help.keys", "app.preferences"])
def test_a_dialog_that_was_closed_is_kept_no_longer(window, action_id):
    before = set(window.findChildren(QDialog))
    seen = []

    def close():
        opened = set(window.findChildren(QDialog)) - before
        seen.extend(dialog.windowTitle() for dialog in opened)
        for dialog in opened:
            dialog.reject()

    QTimer.singleShot(0, close)
    window.bridge.run(action_id)
    QApplication.processEvents()
    assert len(seen) == 1
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert set(window.findChildren(QDialog)) == before


def test_panels_can_be_hidden(window):
    window.bridge.run("view.create")
    assert not window.create_panel.isVisible()
    window.bridge.run("view.create")
    assert window.create_panel.isVisible()


@pytest.mark.parametrize("width", [960, 1366, 1920])
def test_the_top_bar_shows_every_text_whole_down_to_a_full_hd_screen_at_200_percent(window, width):
    window.resize(width, 540)
    settle(window.timeline)
    assert window.width() == width
    bar = window.transport
    for button in [each for each in bar.findChildren(QPushButton) if each.isVisible()]:
        assert button.width() >= button.fontMetrics().horizontalAdvance(button.text()) + 12, button.text()
    places = [
        QRect(each.mapTo(bar, QPoint(0, 0)), each.size())
        for each in bar.findChildren(QAbstractButton)
        if each.isVisible()
    ]
    assert all(bar.rect().contains(place) for place in places)
    assert [(a, b) for number, a in enumerate(places) for b in places[:number] if a.intersects(b)] == []
