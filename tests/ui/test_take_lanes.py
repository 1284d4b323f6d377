# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes side by side below their track: swiped together, heard without being chosen, starred, kept and deleted."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from musicstudio.project.edits.comping import seams_of
from musicstudio.ui.theme import apply_theme
from musicstudio.ui.timeline.take_header import TakeHeader

from .mouse import click, drag, drag_without_release, key

CELLO, CHORUS = "track-cello", "clip-cello-section-2"
BAR_S = 3 * 60 / 84


class Takes:
    """The take lanes of the cello."""

    def __init__(self, timeline):
        self.timeline, self.canvas, self.view, self.bridge = timeline, timeline.canvas, timeline.view, timeline.bridge
        self.bridge.session.selection.set(track_ids={CELLO})
        self.bridge.run("take.lanes")
        QApplication.processEvents()
        self.view.viewport.reveal_rows(self.lanes[0].top - 100, self.lanes[-1].bottom)

    @property
    def lanes(self):
        return [lane for lane in self.view.layout.lanes if lane.kind == "take"]

    @property
    def clips(self):
        return self.bridge.project.track(CELLO).clips

    @property
    def chorus(self):
        return self.bridge.project.find_clip(CHORUS)[1]

    def at(self, number, bar, dx=0.0):
        lane = self.lanes[number]
        y = lane.top + lane.height / 2 + self.view.layout.bands_height - self.view.viewport.scroll_y
        return QPointF(self.view.viewport.x_of(bar * BAR_S) + dx, y)

    def heard_at(self, bar):
        at_s = bar * BAR_S
        clip = next(c for c in self.clips if c.start_s <= at_s < c.end_s)
        return [take.id for take in clip.takes].index(clip.active_take_id)


@pytest.fixture
def takes(timeline):
    return Takes(timeline)


def test_lanes_that_open_below_the_window_come_into_sight(timeline):
    view, track_id = timeline.view, timeline.view.layout.rows[-1].track_id
    timeline.resize(timeline.width(), 300)
    view.viewport.scroll_to(y=0)
    timeline.bridge.session.selection.set(track_ids={track_id})
    timeline.bridge.run("automation.lanes")
    QApplication.processEvents()
    lane = view.layout.lanes[-1]
    assert lane.owner_id == track_id
    assert view.viewport.scroll_y <= lane.top < lane.bottom <= view.viewport.scroll_y + view.viewport.height


def test_the_buttons_of_a_lane_are_whole(takes):
    apply_theme(QApplication.instance())
    headers = [each for each in takes.timeline.findChildren(TakeHeader) if each.isVisible()]
    takes.timeline.grab()
    assert headers
    for header in headers:
        for button in header.findChildren(QToolButton):
            assert header.rect().contains(button.geometry()), button.accessibleName()


def test_each_take_has_a_lane_that_the_key_shows_and_hides(takes):
    assert [lane.key for lane in takes.lanes] == [str(n) for n in range(len(takes.chorus.takes))]
    takes.bridge.run("take.lanes")
    assert not takes.lanes


def test_a_swipe_lets_a_take_play_there_in_one_step(takes):
    before, clips = len(takes.bridge.session.document.history), len(takes.clips)
    other = 0 if takes.heard_at(28) else 1
    drag(takes.canvas, takes.at(other, 28), takes.at(other, 32))
    assert takes.heard_at(30) == other
    assert takes.heard_at(26) == takes.heard_at(34) != other
    assert len(takes.clips) == clips + 2
    assert len(takes.bridge.session.document.history) == before + 1
    takes.bridge.run("edit.undo")
    assert len(takes.clips) == clips


def test_a_swipe_says_what_it_does_and_escape_takes_it_back(takes):
    before = takes.bridge.project
    drag_without_release(takes.canvas, takes.at(0, 28), takes.at(0, 32))
    (bubble,) = [each for each in takes.canvas.findChildren(QLabel) if each.objectName() == "bubble"]
    assert bubble.text() == "take 1 · bars 29.1–33.1"
    key(takes.canvas, Qt.Key.Key_Escape)
    assert takes.bridge.project is before
    assert not bubble.isVisible()


def test_a_seam_is_dragged(takes):
    drag(takes.canvas, takes.at(0, 28), takes.at(0, 38))
    track = takes.bridge.project.track(CELLO)
    at_s = seams_of(track)[0][2]
    row = takes.view.layout.row_of(CELLO)
    y = row.top + 60 + takes.view.layout.bands_height - takes.view.viewport.scroll_y
    start = QPointF(takes.view.viewport.x_of(at_s), y)
    drag(takes.canvas, start, start + QPointF(2 * BAR_S * takes.view.viewport.px_per_s, 0))
    moved_s = seams_of(takes.bridge.project.track(CELLO))[0][2]
    assert moved_s == pytest.approx(30 * BAR_S, abs=0.01)
    assert len(takes.clips) == len(track.clips)


def test_a_double_click_chooses_the_take_of_the_piece(takes):
    other = 0 if takes.heard_at(28) else 1
    QTest.mouseDClick(takes.canvas, Qt.MouseButton.LeftButton, pos=takes.at(other, 28).toPoint())
    assert takes.heard_at(28) == other
    click(takes.canvas, takes.at(other, 28))
    assert takes.bridge.session.selection.clip_ids == {CHORUS}


def send_h(canvas, kind):
    QApplication.sendEvent(canvas, QKeyEvent(kind, Qt.Key.Key_H, Qt.KeyboardModifier.NoModifier))


def test_a_take_is_heard_while_h_is_held_and_nothing_is_chosen(takes):
    before, steps = takes.bridge.project, len(takes.bridge.session.document.history)
    other = 0 if takes.heard_at(28) else 1
    QTest.mouseMove(takes.canvas, takes.at(other, 28).toPoint())
    send_h(takes.canvas, QEvent.Type.KeyPress)
    assert takes.heard_at(28) == other
    assert takes.bridge.player.is_playing
    send_h(takes.canvas, QEvent.Type.KeyRelease)
    assert takes.bridge.project is before
    assert not takes.bridge.player.is_playing
    assert len(takes.bridge.session.document.history) == steps


def test_the_header_stars_a_take_and_lets_it_be_heard(takes):
    takes.bridge.session.selection.set(clip_ids={CHORUS})
    header = next(each for each in takes.timeline.headers.findChildren(QLabel) if each.text().startswith("Take 1"))
    header = header.parentWidget()
    was = takes.chorus.takes[0].is_favourite
    star = next(each for each in header.children() if getattr(each, "accessibleName", str)().startswith("Favourite"))
    star.click()
    assert takes.chorus.takes[0].is_favourite is not was
    hear = next(each for each in header.children() if getattr(each, "accessibleName", str)().startswith("Hear"))
    hear.pressed.emit()
    assert takes.heard_at(28) == 0
    hear.released.emit()


def test_a_range_plays_another_take_by_keyboard_alone(takes):
    other = 0 if takes.heard_at(28) else 1
    takes.bridge.session.selection.set(range_s=(28 * BAR_S, 30 * BAR_S), track_ids={CELLO})
    assert takes.bridge.answer("take.comp", str(other + 1)) == ""
    assert takes.heard_at(29) == other
