# SPDX-License-Identifier: GPL-3.0-or-later
"""Around the song: the overview strip, the tour of the first start, notices that are kept."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget

from musicstudio.app.session.settings import SettingsFile
from musicstudio.ui.notices_dialog import NoticesDialog
from musicstudio.ui.tour import Tour

from .asking import answer, form
from .controls import control, shown, wait_until
from .mouse import click, drag

SIZES = [(1366, 768), (1920, 1080)]


@pytest.fixture
def strip(timeline):
    """The overview, with a quarter of the song in sight."""
    length_s = timeline.bridge.project.length_s
    timeline.view.viewport.show_span(length_s / 4, length_s / 2)
    QApplication.processEvents()
    return timeline.overview


def span_s(strip):
    return strip.view.viewport.span_s


def middle(strip, share):
    return QPointF(strip.width() * share, strip.height() / 2)


def test_the_frame_stands_where_the_window_looks(strip):
    length_s = strip.view.bridge.project.length_s
    start_s, end_s = span_s(strip)
    assert strip.frame.left() == pytest.approx(start_s / length_s * strip.width(), abs=1)
    assert strip.frame.right() == pytest.approx(end_s / length_s * strip.width(), abs=1)


def test_dragging_the_frame_scrolls_without_zooming(strip):
    before = strip.view.viewport.px_per_s
    start = strip.frame.center()
    drag(strip, start, start + QPointF(120, 0))
    moved_s = 120 / strip.width() * strip.view.bridge.project.length_s
    assert span_s(strip)[0] == pytest.approx(strip.view.bridge.project.length_s / 4 + moved_s, abs=1.0)
    assert strip.view.viewport.px_per_s == before


def test_dragging_an_edge_of_the_frame_zooms(strip):
    before_s = span_s(strip)
    edge = QPointF(strip.frame.right(), strip.height() / 2)
    drag(strip, edge, middle(strip, 0.95))
    assert span_s(strip)[1] - span_s(strip)[0] > 1.5 * (before_s[1] - before_s[0])


def test_a_click_goes_there_and_a_double_click_shows_the_song(strip):
    click(strip, middle(strip, 0.9))
    start_s, end_s = span_s(strip)
    assert start_s < 0.9 * strip.view.bridge.project.length_s < end_s
    QTest.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    start_s, end_s = span_s(strip)
    assert start_s == 0 and end_s >= strip.view.bridge.project.length_s


def test_arrows_scroll_and_the_description_says_what_is_in_sight(strip):
    strip.setFocus()
    before = strip.accessibleDescription()
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert span_s(strip)[0] > strip.view.bridge.project.length_s / 4 + 1
    assert strip.accessibleDescription() != before


def bubbles(window):
    return [each for each in window.findChildren(Tour) if each.isVisible()]


def test_the_first_start_shows_the_tour_and_never_again_once_it_was_left(song_window):
    song_window.open_first(None)
    wait_until(lambda: bubbles(song_window.window))
    QTest.keyClick(bubbles(song_window.window)[0], Qt.Key.Key_Escape)
    assert not bubbles(song_window.window) and SettingsFile().values.has_seen_tour
    song_window.new_song()
    wait_until(lambda: song_window.session.settings.values.recent)
    QApplication.processEvents()
    assert not bubbles(song_window.window)


@pytest.mark.parametrize("size", SIZES)
def test_no_bubble_lies_over_what_it_speaks_of(window, size):
    window.resize(*size)
    window.bridge.run("help.tour")
    for number in range(4):
        (bubble,) = bubbles(window)
        assert bubble.accessibleName().startswith(f"{number + 1} of 4")
        target = bubble.steps[number].target()
        around = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        assert not around.intersects(bubble.geometry()) and window.rect().contains(bubble.geometry())
        control(bubble, "Next").click()
    assert not bubbles(window)


def test_notices_are_kept_and_can_be_read_again(window, session):
    session.notify("The first.")
    session.notify("The second.", "warning")
    session.notify("The second.", "warning")
    window.bridge.run("help.notices")
    (dialog,) = [each for each in window.findChildren(NoticesDialog) if each.isVisible()]
    (rows,) = shown(dialog, QListWidget)
    assert [rows.item(row).text().split("   ")[1] for row in range(rows.count())] == ["The second.", "The first."]
    session.notify("The third.")
    assert rows.count() == 3
    control(dialog, "Copy all").click()
    assert QGuiApplication.clipboard().text().splitlines()[0].endswith("The third.")
    dialog.close()


def test_an_empty_song_waits_for_words(song_window):
    song_window.open_first(None)
    song_window.window.activateWindow()
    wait_until(lambda: bubbles(song_window.window))
    bubbles(song_window.window)[0].end()
    assert song_window.window.focusWidget() is song_window.window.create_panel.prompt


def test_a_version_is_kept_and_gone_back_to_in_the_window(window, session):
    window.bridge.run("song.keep_version")
    answer(window, "Before the cut")
    title = session.project.title
    window.bridge.run("file.rename")
    answer(window, "After the cut")
    window.bridge.run("song.restore_version")
    (row,) = [each.text() for each in (form(window).findChild(QListWidget).item(0),)]
    assert row.startswith("Before the cut   ")
    answer(window, row)
    assert session.project.title == title
    window.bridge.run("edit.undo")
    assert session.project.title == "After the cut"
