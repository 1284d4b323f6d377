# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows in the window: their colour and height, whether they are frozen, and what a solo leaves in the dark."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from musicstudio.project.edits.strips import set_solo
from musicstudio.project.edits.tracks import freeze_track
from musicstudio.project.freezing import mark_of
from musicstudio.project.model import Source
from musicstudio.ui.theme import current
from musicstudio.ui.timeline.row_grip import RowGrip
from musicstudio.ui.timeline.track_header import TrackHeader

from .asking import answer
from .conftest import settle
from .controls import control, names_of


def header(window, name):
    return control(window, f"Track {name}", TrackHeader)


def pixel(window, track_id, x=40):
    """A pixel in the middle of a row."""
    canvas = window.timeline.canvas
    settle(window.timeline)
    row = window.timeline.view.layout.row_of(track_id)
    y = row.top + row.height // 2 + window.timeline.view.layout.bands_height - window.timeline.view.viewport.scroll_y
    return canvas.grab().toImage().pixelColor(x, y)


def test_a_track_takes_another_colour_and_undo_takes_it_back(window, session):
    session.selection.set(track_ids={"track-piano"})
    before = current().track(session.project.track("track-piano"))
    window.bridge.run("track.color")
    answer(window, "Green")
    assert current().track(session.project.track("track-piano")) == current().role("guitar") != before
    window.bridge.run("edit.undo")
    assert current().track(session.project.track("track-piano")) == before


def grip_of(window, name):
    return header(window, name).findChild(RowGrip)


def drag_down(grip, by_px, modifier=Qt.KeyboardModifier.NoModifier):
    """By the pixels of the screen: the grip itself moves along."""
    start = grip.mapToGlobal(QPoint(60, 3))
    for kind, offset, buttons in (
        (QEvent.Type.MouseButtonPress, 0, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseMove, by_px // 2, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseMove, by_px, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseButtonRelease, by_px, Qt.MouseButton.NoButton),
    ):
        place = QPointF(start + QPoint(0, offset))
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
        QApplication.sendEvent(grip, QMouseEvent(kind, QPointF(60, 3), place, button, buttons, modifier))


def test_the_lower_edge_of_a_header_makes_its_row_higher_in_one_step(window, session):
    layout = window.timeline.view.layout
    before, steps = layout.row_of("track-piano").height, len(session.document.history)
    drag_down(grip_of(window, "Piano"), 60)
    after = window.timeline.view.layout
    assert after.row_of("track-piano").height == before + 60 == session.project.track("track-piano").height_px
    assert len(session.document.history) == steps + 1
    QTest.mouseDClick(grip_of(window, "Piano"), Qt.MouseButton.LeftButton)
    assert window.timeline.view.layout.row_of("track-piano").height == before


def test_with_shift_all_rows_and_never_too_low(window, session):
    drag_down(grip_of(window, "Piano"), -900, Qt.KeyboardModifier.ShiftModifier)
    assert {row.height for row in window.timeline.view.layout.rows} == {36}
    window.bridge.run("edit.undo")
    assert {track.height_px for track in session.project.tracks} == {0}


def test_a_height_is_chosen_in_the_menu(window, session):
    session.selection.set(track_ids={"track-piano"})
    window.bridge.run("track.height")
    answer(window, "Very high")
    assert window.timeline.view.layout.row_of("track-piano").height == 280


def test_a_frozen_track_has_a_lock_that_thaws_it(window, session):
    track = session.project.track("track-piano")
    edit = freeze_track(track.id, Source("f" * 64, 48_000, 48_000, 2), mark_of(session.project, track))
    window.bridge.edit("Freeze Piano", edit)
    piano = header(window, "Piano")
    assert "Frozen: play live again" in names_of(piano)
    control(piano, "Frozen: play live again").click()
    assert session.project.track("track-piano").frozen is None
    assert "Frozen: play live again" not in names_of(piano)


def test_what_a_solo_silences_lies_in_the_dark_and_says_so(window, session):
    x = round(window.timeline.view.viewport.x_of(session.project.find_clip("clip-cello-section-2")[1].start_s)) + 20
    before = pixel(window, "track-cello", x).lightness()
    window.bridge.edit("Solo", set_solo({"track-piano"}, True))
    assert pixel(window, "track-cello", x).lightness() < before
    assert header(window, "Cello").accessibleDescription() == "not heard now"
    assert header(window, "Piano").accessibleDescription() == ""
    window.bridge.run("edit.undo")
    assert pixel(window, "track-cello", x).lightness() == before
