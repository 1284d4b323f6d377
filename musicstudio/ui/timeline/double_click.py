# SPDX-License-Identifier: GPL-3.0-or-later
"""What a double click on the timeline opens or changes, by what lies there."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QMouseEvent

from musicstudio.project.model import Clip

from .gestures.automation import put_point_under
from .gestures.comping import choose_piece
from .gestures.host import TimelineHost
from .hit import Hit, crossfade_at
from .lane_curve import point_under
from .lane_edits import pick_in_lane
from .tempo_edits import edit_tempo


def handle_double_click(host: TimelineHost, hit: Hit, event: QMouseEvent) -> None:
    """Open a clip or a crossfade, choose a take, put a point, change what stands in a lane."""
    place = event.globalPosition().toPoint()
    if hit.kind == "clip" and (pair := _crossfade_under(host, hit)):
        host.bridge.session.selection.set(clip_ids={clip.id for clip in pair})
        host.bridge.run("clip.crossfade", place)
    elif hit.kind == "clip":
        host.bridge.opened_clip.emit(hit.clip_id)
    elif hit.kind == "ruler":
        host.view.zoom_to_selection()
    elif hit.lane is not None and hit.lane.kind == "take":
        choose_piece(host.bridge, hit)
    elif hit.lane is not None:
        _edit_point(host, hit, event)
    elif hit.kind in ("tempo", "meter"):
        edit_tempo(host.view, hit, place)
    else:
        _edit_lane(host, hit, place)


def _crossfade_under(host: TimelineHost, hit: Hit) -> tuple[Clip, Clip] | None:
    track = host.bridge.project.track(hit.track_id)
    return crossfade_at(track, hit.seconds) if track and hit.zone not in ("fade_in", "fade_out") else None


def _edit_point(host: TimelineHost, hit: Hit, event: QMouseEvent) -> None:
    """Put a point, or ask for the value of the one there, unless the first of the clicks has put it."""
    view, at = host.view, event.position()
    point_id = point_under(host.bridge.project, view.layout, view.viewport, hit.lane, at.x(), at.y())
    if point_id is None:
        put_point_under(host, hit, event)
    elif point_id != view.fresh_point:
        host.bridge.session.selection.set(point_ids={point_id})
        host.bridge.run("automation.value", event.globalPosition().toPoint())


def _edit_lane(host: TimelineHost, hit: Hit, place: QPoint) -> None:
    """Change what was double clicked where it stands."""
    if action_id := pick_in_lane(host.bridge.session.selection, host.bridge.project, hit):
        host.bridge.run(action_id, place)
