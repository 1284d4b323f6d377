# SPDX-License-Identifier: GPL-3.0-or-later
"""How much a drag paints: its own row, and everything where more than rows changes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtWidgets import QApplication

from musicstudio.app.session.selection import Selected
from musicstudio.project.diff import diff
from musicstudio.project.edits.automation import put_point
from musicstudio.project.edits.clips import move_clips
from musicstudio.project.edits.strips import set_gain, set_solo
from musicstudio.project.edits.tempo import set_tempo
from musicstudio.project.edits.tracks import remove_tracks
from musicstudio.project.model import AutomationPoint
from musicstudio.ui.timeline.dirty import changed_lanes, changed_rows, rect_of_rows

from .demo_song import demo_song
from .mouse import drag_without_release, key, move
from .test_gestures import HEADER, Qt, clip_of, point

CELLO = "clip-cello-section-1"


def rows_of(edit, *, is_preview=True):
    project = demo_song()[0]
    return changed_rows(diff(project, edit(project), is_preview=is_preview))


def test_a_preview_of_a_clip_or_a_fader_concerns_its_row():
    assert rows_of(move_clips({CELLO}, 1.0)) == {"track-cello"}
    assert rows_of(move_clips({CELLO}, 0.0, "track-strings")) == {"track-cello", "track-strings"}
    assert rows_of(set_gain({"track-piano"}, -9.0)) == {"track-piano"}
    assert rows_of(put_point("track-pad", "pan", AutomationPoint(0, 0.5))) == {"track-pad"}


WHOLE = {"tempo": set_tempo(99.0), "solo": set_solo({"track-piano"}, True), "row": remove_tracks(["track-pad"])}


@pytest.mark.parametrize("edit", WHOLE.values(), ids=WHOLE)
def test_what_shows_elsewhere_too_is_painted_whole(edit):
    assert rows_of(edit) is None


def test_an_edit_that_stands_is_painted_whole():
    assert rows_of(move_clips({CELLO}, 1.0), is_preview=False) is None


def test_points_that_are_chosen_concern_their_lanes_and_nothing_else():
    before = Selected(point_ids=frozenset({("a", "pan", 0)}))
    assert changed_lanes(before, Selected(point_ids=frozenset({("b", "pan", 9)}))) == {"a", "b"}
    assert changed_lanes(before, replace(before, clip_ids=frozenset({"c"}))) is None


def test_a_dragged_clip_paints_its_row_only(timeline):
    canvas = timeline.canvas
    clip = clip_of(canvas, CELLO)
    start = point(canvas, clip.start_s, "track-cello", HEADER, 40)
    drag_without_release(canvas, start, start + QPointF(20, 0))
    QApplication.processEvents()
    painted = []
    plain = canvas.update
    canvas.update = lambda *where: (painted.append(where), plain(*where))
    move(canvas, start + QPointF(60, 0))
    canvas.update = plain
    wanted = rect_of_rows({"track-cello"}, canvas.view.layout, canvas.view.viewport)
    assert painted and all(where and QRect(*where) == wanted for where in painted)
    assert wanted.height() < canvas.height() / 2
    key(canvas, Qt.Key.Key_Escape)
