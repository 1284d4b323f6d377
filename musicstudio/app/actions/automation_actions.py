# SPDX-License-Identifier: GPL-3.0-or-later
"""Automation of volume and pan at the playhead; points that are selected, in a range or at the playhead go."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from musicstudio.project.edits.automation import delete_points
from musicstudio.project.edits.helpers import compose_edits
from musicstudio.project.edits.strips import delete_automation_point, set_automation, set_automation_point
from musicstudio.project.model import AutomationLane, AutomationPoint, Track

from .action import Action
from .chosen import chosen_tracks, playhead_tick, span_ticks, why_no_tracks
from .lane_actions import points_by_lane
from .question import Question

if TYPE_CHECKING:
    from ..session.session import Session

TITLES = {"gain_db": "volume", "pan": "pan"}


def _put(target: str) -> Callable[["Session", float], None]:
    def run(session: "Session", value: float) -> None:
        point = AutomationPoint(playhead_tick(session), value)
        edits = [set_automation_point(track.id, target, point) for track in chosen_tracks(session)]
        session.document.transact(f"Automate {TITLES[target]}", compose_edits(*edits))

    return run


def _now(target: str) -> Callable[["Session"], float]:
    def value(session: "Session") -> float:
        tracks = chosen_tracks(session)
        return float(getattr(tracks[0].strip, target)) if tracks else 0.0

    return value


def _points(session: "Session") -> list[tuple[Track, AutomationLane, int]]:
    """The points in the selected range, or else the last ones at or before the playhead, of the chosen tracks."""
    span = span_ticks(session) if session.selection.range_s else None
    found = []
    for track in chosen_tracks(session):
        for lane in track.strip.automation:
            ticks = [point.tick for point in lane.points]
            inside = [t for t in ticks if span[0] <= t < span[1]] if span else []
            last = [t for t in ticks if t <= playhead_tick(session)][-1:]
            found += [(track, lane, tick) for tick in (inside if span else last)]
    return found


def _why_no_points(session: "Session") -> str:
    if session.selection.point_ids:
        return ""
    return why_no_tracks(session) or ("" if _points(session) else "There is no automation here on the selected tracks.")


def _delete(session: "Session") -> None:
    if session.selection.point_ids:
        chosen = [delete_points(*lane, ticks) for lane, ticks in points_by_lane(session).items()]
        session.document.transact("Delete automation points", compose_edits(*chosen))
        return
    edits = [delete_automation_point(track.id, lane.target, tick) for track, lane, tick in _points(session)]
    session.document.transact("Delete automation points", compose_edits(*edits))


def _why_no_lanes(session: "Session") -> str:
    has_any = any(track.strip.automation for track in chosen_tracks(session))
    return why_no_tracks(session) or ("" if has_any else "The selected tracks have no automation.")


def _clear(session: "Session") -> None:
    lanes = [(track.id, lane.target) for track in chosen_tracks(session) for lane in track.strip.automation]
    session.document.transact("Clear automation", compose_edits(*(set_automation(*lane, ()) for lane in lanes)))


ACTIONS = (
    Action(
        "automation.volume",
        "Volume from here on…",
        "Automation",
        _put("gain_db"),
        why_no_tracks,
        question=Question("Volume", "number", _now("gain_db"), -60, 24, 1, "dB"),
    ),
    Action(
        "automation.pan",
        "Pan from here on…",
        "Automation",
        _put("pan"),
        why_no_tracks,
        question=Question("Pan, -1 left to +1 right", "number", _now("pan"), -1, 1, 2),
    ),
    Action("automation.delete", "Delete the points here", "Automation", _delete, _why_no_points),
    Action("automation.clear", "Clear all automation of the track", "Automation", _clear, _why_no_lanes),
)
