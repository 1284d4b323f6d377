# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips under the hand: curves of fades, gain, crossfades, loops, stretching, the grid, and what a drop cuts away."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from musicstudio.app.results.storing import store_audio
from musicstudio.project.edits.clips import move_clips, set_fades, split_clips, trim_clip_end
from musicstudio.project.edits.overlap import crossfade_clips, is_crossfade
from musicstudio.project.edits.takes import add_take
from musicstudio.project.model import Take
from musicstudio.ui.timeline.hit import PILL_GAP_PX, bend_places_px
from musicstudio.ui.timeline.rows import CLIP_HEADER_PX

from .controls import wait_until
from .mouse import drag, drag_without_release, hover, key, release
from .test_gestures import ALT, BODY, CTRL, HEADER, SHIFT, clip_of, point, steps

CELLO, PIANO = "clip-cello-section-3", "clip-piano-section-3"


@pytest.fixture
def canvas(timeline):
    timeline.view.viewport.show_span(60.0, 140.0)
    timeline.canvas.repaint()
    return timeline.canvas


def end_of(canvas, clip, track_id):
    return point(canvas, clip.end_s, track_id, 80, -2)


def pill_of(canvas, clip, track_id):
    return point(canvas, (clip.start_s + clip.end_s) / 2, track_id, CLIP_HEADER_PX + PILL_GAP_PX + 4)


def test_the_dot_on_a_fade_bends_its_curve_and_one_step_takes_it_back(canvas):
    canvas.bridge.edit("Fade", set_fades({CELLO}, fade_in_s=8.0))
    clip, before = clip_of(canvas, CELLO), steps(canvas)
    row = canvas.view.layout.row_of("track-cello")
    x, y = bend_places_px(clip, canvas.view.viewport, row.height)["bend_in"]
    start = QPointF(x, row.top + canvas.view.layout.bands_height - canvas.view.viewport.scroll_y + y)
    drag(canvas, start, start - QPointF(0, 30))
    assert clip_of(canvas, CELLO).fade_in_bend == pytest.approx(0.5, abs=0.02)
    assert steps(canvas) == before + 1
    canvas.bridge.session.document.undo()
    assert clip_of(canvas, CELLO).fade_in_bend == 0.0


def test_handles_are_seen_on_the_clip_under_the_pointer_only(canvas):
    clip = clip_of(canvas, CELLO)
    place = pill_of(canvas, clip, "track-cello").toPoint() + QPointF(-10, 0).toPoint()
    hover(canvas, point(canvas, clip.start_s + 2, "track-piano", BODY))
    plain = canvas.grab().toImage().pixelColor(place)
    hover(canvas, point(canvas, clip.start_s + 2, "track-cello", BODY))
    assert canvas.grab().toImage().pixelColor(place) != plain


def test_the_gain_handle_makes_a_clip_louder_at_0_db_too(canvas):
    clip = clip_of(canvas, CELLO)
    assert clip.gain_db == 0.0
    start = pill_of(canvas, clip, "track-cello")
    drag(canvas, start, start - QPointF(0, 30))
    assert clip_of(canvas, CELLO).gain_db == pytest.approx(3.0, abs=0.2)


def test_ctrl_and_the_right_edge_repeat_a_clip_as_far_as_the_pointer_goes(canvas):
    canvas.bridge.edit("Trim", trim_clip_end(CELLO, clip_of(canvas, CELLO).start_s + 6 * 60 / 84))
    clip, before = clip_of(canvas, CELLO), steps(canvas)
    start = end_of(canvas, clip, "track-cello")
    drag(canvas, start, point(canvas, clip.start_s + 2.5 * clip.length_s, "track-cello", 80), CTRL)
    last_s = clip.start_s + 2.5 * clip.length_s
    clips = canvas.bridge.project.track("track-cello").clips
    rounds = [c for c in clips if clip.start_s - 0.01 <= c.start_s and c.end_s <= last_s + 0.01]
    assert [round(c.length_s / clip.length_s, 2) for c in rounds] == [1.0, 1.0, 0.5]
    assert steps(canvas) == before + 1


def test_alt_and_the_right_edge_stretch_notes_with_their_clip(canvas):
    clip = clip_of(canvas, PIANO)
    notes = clip.take.notes
    start = end_of(canvas, clip, "track-piano")
    drag(canvas, start, point(canvas, clip.start_s + clip.length_s / 2, "track-piano", 80), ALT)
    halved = clip_of(canvas, PIANO)
    assert halved.length_s == pytest.approx(clip.length_s / 2, rel=0.02)
    assert halved.take.notes[-1].start_ticks == pytest.approx(notes[-1].start_ticks / 2, rel=0.03)
    assert len(halved.take.notes) == len(notes)


@pytest.fixture
def sounding(canvas):
    """The canvas, with real audio under a clip of the demo song."""
    session, clip = canvas.bridge.session, clip_of(canvas, CELLO)
    tone = 0.3 * np.sin(2 * np.pi * 220 * np.arange(round(clip.length_s * 8000)) / 8000)
    source = store_audio(session.media, np.tile(tone.astype(np.float32), (2, 1)), 8000)
    take = Take("tone", "Tone", source.hash)
    session.document.transact("Sound", add_take(CELLO, take, (source,)))
    return canvas


def test_alt_and_the_right_edge_stretch_sound_into_a_new_take(sounding):
    canvas, clip = sounding, clip_of(sounding, CELLO)
    start = end_of(canvas, clip, "track-cello")
    drag_without_release(canvas, start, point(canvas, clip.start_s + clip.length_s / 2, "track-cello", 80), ALT)
    assert canvas.ghost is not None and canvas.ghost.title == "50%"
    release(canvas, point(canvas, clip.start_s + clip.length_s / 2, "track-cello", 80), ALT)
    assert canvas.ghost is None
    wait_until(lambda: not canvas.bridge.session.jobs.is_busy)
    halved = clip_of(canvas, CELLO)
    assert halved.length_s == pytest.approx(clip.length_s / 2, rel=0.02)
    assert len(halved.takes) == len(clip.takes) + 1 and halved.take.name == "50% long"


def test_alt_and_the_gain_handle_change_the_pitch(sounding):
    canvas, clip = sounding, clip_of(sounding, CELLO)
    start = pill_of(canvas, clip, "track-cello")
    drag(canvas, start, start - QPointF(0, 24), ALT)
    wait_until(lambda: not canvas.bridge.session.jobs.is_busy)
    assert clip_of(canvas, CELLO).take.name == "+3 st" and clip_of(canvas, CELLO).gain_db == 0.0
    notes = clip_of(canvas, PIANO).take.notes
    start = pill_of(canvas, clip_of(canvas, PIANO), "track-piano")
    drag(canvas, start, start + QPointF(0, 16), ALT)
    assert [n.pitch for n in clip_of(canvas, PIANO).take.notes] == [n.pitch - 2 for n in notes]


def test_shift_leaves_the_grid_while_it_is_held(canvas):
    clip, beat_s = clip_of(canvas, CELLO), 60 / 84
    start = point(canvas, clip.start_s, "track-cello", HEADER, 60)
    for held, is_free in ((SHIFT, True), (Qt.KeyboardModifier.NoModifier, False)):
        drag_without_release(canvas, start, start + QPointF(37, 0), held)
        beats = clip_of(canvas, CELLO).start_s / beat_s
        assert (abs(beats - round(beats)) > 1e-3) == is_free
        key(canvas, Qt.Key.Key_Escape)


def test_relative_snap_keeps_the_distance_from_the_grid(canvas):
    beat_s = 60 / 84
    canvas.bridge.edit("Off the grid", move_clips({CELLO}, 0.1))
    off_s = clip_of(canvas, CELLO).start_s % beat_s
    canvas.view.toggle_relative()
    start = point(canvas, clip_of(canvas, CELLO).start_s, "track-cello", HEADER, 60)
    drag(canvas, start, start + QPointF(40, 0))
    moved = clip_of(canvas, CELLO)
    assert moved.start_s % beat_s == pytest.approx(off_s, abs=2e-3)
    canvas.view.toggle_relative()


def test_what_a_drop_would_cut_is_hatched_and_told_in_bars(canvas):
    clip = clip_of(canvas, CELLO)
    start = point(canvas, clip.start_s, "track-cello", HEADER, 60)
    drag_without_release(canvas, start, start + QPointF(200, 0))
    ((track_id, first_s, last_s),) = canvas.view.cut_spans
    moved = clip_of(canvas, CELLO)
    later = canvas.bridge.session.document.committed.find_clip("clip-cello-section-4")[1]
    assert track_id == "track-cello" and first_s == later.start_s and last_s == pytest.approx(moved.end_s)
    assert "bars" in canvas.findChild(QLabel, "bubble").text()
    release(canvas, start + QPointF(200, 0))
    assert canvas.view.cut_spans == () and clip_of(canvas, later.id).start_s == pytest.approx(moved.end_s)


def test_a_crossfade_is_opened_by_a_double_click_and_made_longer(canvas):
    at_s = clip_of(canvas, CELLO).start_s + 8.0
    canvas.bridge.edit("Split", split_clips({CELLO}, at_s))
    right = next(c for c in canvas.bridge.project.track("track-cello").clips if abs(c.start_s - at_s) < 1e-6)
    ids = frozenset({CELLO, right.id})
    canvas.bridge.edit("Cross", crossfade_clips(ids, 2.0))
    asked = []
    canvas.bridge.asked.connect(lambda action_id, place: asked.append(action_id))
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=point(canvas, at_s, "track-cello", 80).toPoint())
    assert asked == ["clip.crossfade"] and canvas.bridge.session.selection.clip_ids == ids
    question = canvas.bridge.actions["clip.crossfade"].question
    assert question.start(canvas.bridge.session) == pytest.approx(2000, abs=2)
    assert canvas.bridge.answer("clip.crossfade", 3000) == ""
    left, right = (clip_of(canvas, each) for each in (CELLO, right.id))
    assert is_crossfade(left, right) and left.end_s - right.start_s == pytest.approx(3.0)
    assert (left.end_s + right.start_s) / 2 == pytest.approx(at_s)


def test_clips_get_a_colour_of_their_own_and_their_tracks_again(canvas):
    session = canvas.bridge.session
    session.selection.set(clip_ids={CELLO})
    place = point(canvas, clip_of(canvas, CELLO).start_s + 5, "track-cello", 8).toPoint()
    before = canvas.grab().toImage().pixelColor(place)
    assert canvas.bridge.answer("clip.color", "Green") == ""
    canvas.rows.queue.finish()
    canvas.repaint()
    canvas.rows.queue.finish()
    after = canvas.grab().toImage().pixelColor(place)
    assert clip_of(canvas, CELLO).color == "guitar" and after != before
    assert canvas.bridge.answer("clip.color", "As its track") == ""
    assert clip_of(canvas, CELLO).color == ""
