# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows in the window: their colour, whether they are frozen, and what a solo leaves in the dark."""

from musicstudio.project.edits.strips import set_solo
from musicstudio.project.edits.tracks import freeze_track
from musicstudio.project.freezing import mark_of
from musicstudio.project.model import Source
from musicstudio.ui.theme import current
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
