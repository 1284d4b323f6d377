# SPDX-License-Identifier: GPL-3.0-or-later
"""Drags on the timeline: each previews, commits one undo step, and vanishes with Escape."""

import pytest
from PySide6.QtCore import QPointF, Qt

from musicstudio.project.edits.clips import set_clip_gain
from musicstudio.ui.timeline.hit import FADE_HANDLE_PX, GAIN_PX
from musicstudio.ui.timeline.rows import CLIP_HEADER_PX

from .mouse import click, drag, drag_without_release, key, wheel

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
HEADER, BODY = 6, 55


@pytest.fixture
def canvas(timeline):
    return timeline.canvas


def clip_of(canvas, clip_id):
    return canvas.bridge.project.find_clip(clip_id)[1]


def point(canvas, seconds, track_id, inside, dx=0.0) -> QPointF:
    layout, viewport = canvas.view.layout, canvas.view.viewport
    y = layout.row_of(track_id).top + layout.bands_height + inside - viewport.scroll_y
    return QPointF(viewport.x_of(seconds) + dx, y)


def band_point(canvas, seconds, name) -> QPointF:
    band = canvas.view.layout.band(name)
    return QPointF(canvas.view.viewport.x_of(seconds), band.top + band.height / 2)


def steps(canvas) -> int:
    return len(canvas.bridge.session.document.history)


def test_dragging_a_header_moves_the_clip_on_the_grid(canvas):
    clip, before = clip_of(canvas, "clip-cello-section-1"), steps(canvas)
    start = point(canvas, clip.start_s, "track-cello", HEADER, 40)
    drag(canvas, start, start + QPointF(33, 0))
    moved = clip_of(canvas, clip.id)
    beat_s = 60 / 84
    assert moved.start_s > clip.start_s
    assert (moved.start_s / beat_s) == pytest.approx(round(moved.start_s / beat_s), abs=1e-6)
    assert steps(canvas) == before + 1


def test_dragging_to_another_row_of_its_kind(canvas):
    clip = clip_of(canvas, "clip-cello-section-0")
    start = point(canvas, clip.start_s, "track-cello", HEADER, 20)
    drag(canvas, start, point(canvas, clip.start_s, "track-strings", HEADER, 20))
    assert canvas.bridge.project.find_clip(clip.id)[0].id == "track-strings"


def test_notes_do_not_go_to_an_audio_row(canvas):
    clip = clip_of(canvas, "clip-piano-section-0")
    start = point(canvas, clip.start_s, "track-piano", HEADER, 20)
    drag(canvas, start, point(canvas, clip.start_s, "track-cello", HEADER, 20))
    assert canvas.bridge.project.find_clip(clip.id)[0].id == "track-piano"


def test_escape_leaves_everything_as_it_was(canvas):
    project, before = canvas.bridge.project, steps(canvas)
    start = point(canvas, clip_of(canvas, "clip-cello-section-1").start_s, "track-cello", HEADER, 40)
    drag_without_release(canvas, start, start + QPointF(60, 0))
    assert canvas.bridge.project is not project
    key(canvas, Qt.Key.Key_Escape)
    assert canvas.bridge.project is project
    assert steps(canvas) == before


def test_ctrl_drag_copies(canvas):
    track = canvas.bridge.project.track("track-cello")
    clip = clip_of(canvas, "clip-cello-section-7")
    start = point(canvas, clip.start_s, "track-cello", HEADER, 20)
    drag(canvas, start, start + QPointF(90, 0), CTRL)
    assert len(canvas.bridge.project.track("track-cello").clips) == len(track.clips) + 1
    assert clip_of(canvas, clip.id) == clip


def test_dragging_the_end_trims(canvas):
    clip = clip_of(canvas, "clip-cello-section-3")
    start = point(canvas, clip.end_s, "track-cello", 70, -3)
    drag(canvas, start, start - QPointF(60, 0))
    trimmed = clip_of(canvas, clip.id)
    assert trimmed.start_s == clip.start_s
    assert trimmed.length_s < clip.length_s


def test_dragging_the_start_keeps_what_is_heard_in_place(canvas):
    clip = clip_of(canvas, "clip-cello-section-3")
    start = point(canvas, clip.start_s, "track-cello", 70, 3)
    drag(canvas, start, start + QPointF(60, 0))
    trimmed = clip_of(canvas, clip.id)
    assert trimmed.origin_s == pytest.approx(clip.origin_s)
    assert trimmed.end_s == pytest.approx(clip.end_s)
    assert trimmed.start_s > clip.start_s


def test_the_gain_in_a_header_is_dragged_up_and_down(canvas):
    clip = clip_of(canvas, "clip-piano-section-2")
    canvas.bridge.edit("Gain", set_clip_gain({clip.id}, -3.0))
    canvas.view.viewport.show_span(clip.start_s - 2, clip.end_s + 2)
    place = point(canvas, clip.end_s, "track-piano", HEADER, -FADE_HANDLE_PX - GAIN_PX / 2)
    drag(canvas, place, QPointF(place.x() + 4, place.y() - 25))
    louder = clip_of(canvas, clip.id)
    assert louder.gain_db == pytest.approx(-0.5) and louder.start_s == clip.start_s


def test_dragging_the_upper_corner_fades(canvas):
    clip = clip_of(canvas, "clip-cello-section-3")
    start = point(canvas, clip.start_s, "track-cello", CLIP_HEADER_PX + 4, 2)
    drag(canvas, start, start + QPointF(50, 0))
    fade_s = clip_of(canvas, clip.id).fade_in_s
    assert fade_s == pytest.approx(52 / canvas.view.viewport.px_per_s, rel=0.1)


def test_dragging_over_bodies_selects_a_range_on_the_rows_crossed(canvas):
    start, end = point(canvas, 40.0, "track-piano", BODY), point(canvas, 70.0, "track-cello", BODY)
    drag(canvas, start, end)
    selected = canvas.bridge.session.selection.now
    assert selected.track_ids == {"track-piano", "track-cello"}
    assert selected.range_s[0] == pytest.approx(40.0, abs=0.5)
    assert selected.range_s[1] == pytest.approx(70.0, abs=0.5)


def test_dragging_over_the_chords_selects_every_row(canvas):
    drag(canvas, band_point(canvas, 40.0, "chords"), band_point(canvas, 60.0, "chords"))
    assert canvas.bridge.session.selection.track_ids == frozenset()
    assert canvas.bridge.session.selection.range_s is not None


def test_clicks_pick_cells_columns_and_blocks(canvas):
    selection, project = canvas.bridge.session.selection, canvas.bridge.project
    first = project.find_clip("clip-piano-section-1")[1]
    click(canvas, point(canvas, first.start_s, "track-piano", BODY, 30))
    assert selection.clip_ids == {first.id}
    click(canvas, point(canvas, first.start_s, "track-cello", BODY, 30), CTRL)
    assert selection.clip_ids == {first.id, "clip-cello-section-1"}
    later = project.find_clip("clip-cello-section-3")[1]
    click(canvas, point(canvas, later.start_s, "track-cello", BODY, 30), SHIFT)
    assert len(selection.clip_ids) == 6
    click(canvas, band_point(canvas, first.start_s + 3, "sections"))
    assert selection.section_ids == {"section-1"}
    click(canvas, band_point(canvas, later.start_s + 3, "sections"), SHIFT)
    assert selection.section_ids == {"section-1", "section-2", "section-3"}


def test_pressing_a_sections_button_asks_for_new_takes(canvas):
    asked = []
    canvas.bridge.run = lambda action_id: asked.append((action_id, canvas.bridge.session.selection.section_ids))
    end_s = canvas.bridge.project.section_span_s(canvas.bridge.project.sections[2])[1]
    click(canvas, band_point(canvas, end_s, "sections") - QPointF(10, 0))
    assert asked == [("song.regenerate_selection", {"section-2"})]


def test_the_ruler_seeks_and_its_edge_loops(canvas):
    click(canvas, band_point(canvas, 30.0, "ruler") + QPointF(0, 4))
    assert canvas.bridge.player.position_s == pytest.approx(30.0, abs=0.5)
    top = QPointF(0, 3 - canvas.view.layout.bands[0].height / 2)
    drag(canvas, band_point(canvas, 20.0, "ruler") + top, band_point(canvas, 40.0, "ruler") + top)
    assert canvas.bridge.loop_s == pytest.approx((20.0, 40.0), abs=0.6)
    click(canvas, band_point(canvas, 30.0, "ruler") + top)
    assert canvas.bridge.loop_s is None


def test_alt_ignores_the_grid(canvas):
    clip = clip_of(canvas, "clip-cello-section-3")
    start = point(canvas, clip.end_s, "track-cello", 70, -3)
    drag(canvas, start, start - QPointF(41, 0), ALT)
    moved_px = (clip.end_s - clip_of(canvas, clip.id).end_s) * canvas.view.viewport.px_per_s
    assert moved_px == pytest.approx(44, abs=1.5)


def test_wheels(canvas):
    viewport = canvas.view.viewport
    rung = viewport.rung
    wheel(canvas, QPointF(300, 200), 2, CTRL)
    assert viewport.rung == rung + 2
    scroll = viewport.scroll_x
    wheel(canvas, QPointF(300, 200), -1, SHIFT)
    assert viewport.scroll_x > scroll
    wheel(canvas, QPointF(300, 200), -1)
    assert viewport.scroll_y == min(90, viewport.largest_scroll_y)


def test_arrows_walk_from_clip_to_clip(canvas):
    selection = canvas.bridge.session.selection
    key(canvas, Qt.Key.Key_Right)
    first = next(iter(selection.clip_ids))
    key(canvas, Qt.Key.Key_Right)
    key(canvas, Qt.Key.Key_Down)
    second = next(iter(selection.clip_ids))
    assert first == "clip-vocals-section-1"
    assert second == "clip-piano-section-2"
    opened = []
    canvas.bridge.opened_clip.connect(opened.append)
    key(canvas, Qt.Key.Key_Return)
    assert opened == [second]
