# SPDX-License-Identifier: GPL-3.0-or-later
"""What is regenerated is seen on its clips, can be stopped there, and is asked for in every menu."""

import threading

import pytest
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from musicstudio.app.session.making import Place
from musicstudio.core.progress import Progress
from musicstudio.ui.timeline.making_card import MakingCard

from .asking import form
from .controls import control, wait_until


class Slow:
    """A job that stands where it was told to."""

    def __init__(self):
        self.may_end = threading.Event()

    def job(self):
        yield Progress(0.4)
        while not self.may_end.wait(0.01):
            yield Progress(0.4)


@pytest.fixture
def slow(session):
    made = Slow()
    yield made
    made.may_end.set()
    wait_until(lambda: not session.jobs.is_busy)


def begin(session, slow, place):
    job_id = session.making.begin(session.jobs.submit("Regenerate Chorus 1", slow.job), place)
    wait_until(lambda: session.jobs.view(job_id).fraction > 0.3)
    return job_id


def cards(window):
    return [each for each in window.findChildren(MakingCard) if each.isVisible()]


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_progress_and_words_stand_on_the_clip_itself(window, session, slow, size):
    window.resize(*size)
    begin(session, slow, Place(("section-2",), None, ("track-vocals",), "softer"))
    (card,) = cards(window)
    assert card.accessibleName().startswith("Regenerate Chorus 1 · “softer” · 40 %")
    canvas = window.timeline.canvas
    start_s, end_s = session.project.section_span_s(session.project.section("section-2"))
    rect = canvas.scene().row_rect("track-vocals", start_s, end_s)
    assert rect.left() - 1 <= card.x() <= rect.right() and rect.top() - 1 <= card.y() <= rect.bottom()
    picture = canvas.grab().toImage()
    done, to_do = (
        picture.pixelColor(round(rect.left() + rect.width() * at), round(rect.bottom() - 2)) for at in (0.2, 0.8)
    )
    assert done != to_do


def test_the_cross_on_the_clip_stops_it(window, session, slow):
    job_id = begin(session, slow, Place(("section-2",)))
    control(cards(window)[0], "Stop this").click()
    wait_until(lambda: session.jobs.view(job_id).state.is_final)
    assert not cards(window)


def test_a_clip_out_of_sight_has_no_card(window, session, slow):
    begin(session, slow, Place(("section-7",)))
    window.timeline.view.viewport.show_span(0.0, 10.0)
    QApplication.processEvents()
    assert not cards(window)
    window.timeline.view.zoom_to_fit()
    QApplication.processEvents()
    assert cards(window)


def menu_at(canvas, point):
    """What a right click there offers."""
    found = []

    def look():
        menu = QApplication.activePopupWidget()
        found.extend(each.objectName() for each in menu.actions())
        menu.close()

    QTimer.singleShot(0, look)
    place = point.toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, canvas.mapToGlobal(place))
    QApplication.sendEvent(canvas, event)
    return found


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_every_menu_of_the_timeline_regenerates(window, session, size):
    window.resize(*size)
    QApplication.processEvents()
    window.timeline.view.zoom_to_fit()
    canvas, view = window.timeline.canvas, window.timeline.view
    x = view.viewport.x_of(session.project.section_span_s(session.project.section("section-2"))[0]) + 20
    bands = [band for band in view.layout.bands if band.name != "markers"]
    points = [QPointF(x, band.top + band.height / 2) for band in bands]
    points.append(QPointF(x, view.layout.bands_height + view.layout.rows[0].height / 2))
    for point in points:
        assert {"song.regenerate_selection", "song.regenerate_by_words"} <= set(menu_at(canvas, point)), point


def test_words_are_asked_for_with_what_they_would_do(window, session):
    session.selection.set(section_ids={"section-2"}, track_ids={"track-piano"})
    window.bridge.run("song.regenerate_by_words")
    field = form(window).findChild(QLineEdit)
    QTest.keyClicks(field, "softer")
    wait_until(
        lambda: any(
            label.text().startswith("30% softer") or "softer" in label.text()
            for label in form(window).findChildren(QLabel)
        )
    )
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [place.words for _, place in session.making.now] == ["softer"]
    wait_until(lambda: not session.jobs.is_busy)
    assert not session.making.now and not cards(window)
