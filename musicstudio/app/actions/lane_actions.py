# SPDX-License-Identifier: GPL-3.0-or-later
"""Automation lanes: show and hide them, say whether a hand writes them; their selected points by keys and number."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from musicstudio.mixing.automatable import automatable, automatables
from musicstudio.project.edits.automation import bend_line, lanes_of, move_points, points_of
from musicstudio.project.edits.helpers import compose_edits

from ..session.selection import PointId
from ..session.shown_lanes import LaneId
from .action import Action
from .chosen import chosen_tracks, playhead_tick, why_no_one_track, why_no_tracks
from .question import Choices, Question

if TYPE_CHECKING:
    from ..session.session import Session

MASTER = ""
FIRST = {MASTER: "fader_db"}
_WIDEST = 20_000.0


def lanes_to_show(session: "Session", owner_id: str) -> list[LaneId]:
    """The lanes that move something; else the fader's."""
    known = {each.target for each in automatables(session.project, owner_id)}
    moved = [lane.target for lane in lanes_of(session.project, owner_id) if lane.points and lane.target in known]
    return [(owner_id, target) for target in moved or [FIRST.get(owner_id, "gain_db")]]


def toggle_lanes(session: "Session", owner_ids: list[str]) -> None:
    """Show the automation of tracks (or of the master); hide it when it is shown of them all."""
    if all(session.lanes.now.targets_of(owner) for owner in owner_ids):
        session.lanes.close(*((o, target) for o in owner_ids for target in session.lanes.now.targets_of(o)))
    else:
        session.lanes.open(*(lane for owner in owner_ids for lane in lanes_to_show(session, owner)))


def _owners(session: "Session") -> list[str]:
    return [track.id for track in chosen_tracks(session)]


def _toggle(session: "Session") -> None:
    toggle_lanes(session, _owners(session))


def _are_shown(session: "Session") -> bool:
    owners = _owners(session)
    return bool(owners) and all(session.lanes.now.targets_of(owner) for owner in owners)


def _targets(session: "Session") -> Choices:
    owners = _owners(session)
    return tuple((each.target, each.title) for each in automatables(session.project, owners[0])) if owners else ()


def _show_lane(session: "Session", target: str) -> None:
    lane = (_owners(session)[0], target)
    if lane in session.lanes.now.automation:
        session.lanes.close(lane)
    else:
        session.lanes.open(lane)


def _shown(session: "Session") -> list[LaneId]:
    """The open lanes of the chosen tracks; of everything when no track is chosen."""
    owners = _owners(session)
    return [lane for lane in session.lanes.now.automation if not owners or lane[0] in owners]


def _why_not_mode(mode: str) -> Callable[["Session"], str]:
    def why(session: "Session") -> str:
        if not _shown(session):
            return "Show an automation lane first."
        return "The lanes that are shown do that already." if _is_mode(mode)(session) else ""

    return why


def _set_mode(mode: str) -> Callable[["Session"], None]:
    return lambda session: session.lanes.set_mode(mode, *_shown(session))


def _is_mode(mode: str) -> Callable[["Session"], bool]:
    def value(session: "Session") -> bool:
        lanes = _shown(session)
        return bool(lanes) and all(session.lanes.now.mode_of(lane) == mode for lane in lanes)

    return value


def points_by_lane(session: "Session") -> dict[LaneId, list[int]]:
    """The ticks of the selected points, lane by lane."""
    found: dict[LaneId, list[int]] = {}
    for owner_id, target, tick in sorted(session.selection.point_ids):
        found.setdefault((owner_id, target), []).append(tick)
    return found


def _why_no_points(session: "Session") -> str:
    return "" if session.selection.point_ids else "Select a point of an automation lane first."


def _value(session: "Session") -> float:
    for lane, ticks in points_by_lane(session).items():
        return next(p.value for p in points_of(session.project, *lane) if p.tick == ticks[0])
    return 0.0


def _set_value(session: "Session", value: float) -> None:
    edits = []
    for lane, ticks in points_by_lane(session).items():
        spec = automatable(session.project, *lane)
        held = spec.held(value) if spec else value
        edits.append(move_points(*lane, ticks, 0, _always(held)))
    session.document.transact(f"Automation {value:g}", compose_edits(*edits))


def _always(value: float) -> Callable[[float], float]:
    return lambda _: value


def _bend(session: "Session") -> float:
    for lane, ticks in points_by_lane(session).items():
        return 100 * next(p.bend for p in points_of(session.project, *lane) if p.tick == ticks[0])
    return 0.0


def _set_bend(session: "Session", percent: float) -> None:
    edits = [bend_line(*lane, tick, percent / 100) for lane, ticks in points_by_lane(session).items() for tick in ticks]
    session.document.transact("Bend automation", compose_edits(*edits))


def _beside(session: "Session", direction: int) -> PointId | None:
    """The next point in the lane of the chosen one; the first at or after the playhead when none is chosen."""
    chosen = points_by_lane(session)
    lane, ticks = next(iter(chosen.items()), (None, [playhead_tick(session) - (direction > 0)]))
    lane = lane or next((each for each in _shown(session) if points_of(session.project, *each)), None)
    if lane is None:
        return None
    places = [point.tick for point in points_of(session.project, *lane)]
    ahead = [t for t in places if t > ticks[-1]] if direction > 0 else [t for t in places if t < ticks[0]][::-1]
    found = ahead or ([] if chosen else places)
    return (*lane, found[0]) if found else None


def _step(direction: int) -> Callable[["Session"], None]:
    def run(session: "Session") -> None:
        if point_id := _beside(session, direction):
            session.selection.set(point_ids={point_id})

    return run


def _why_no_step(direction: int) -> Callable[["Session"], str]:
    return lambda session: "" if _beside(session, direction) else "There is no further point in a lane that is shown."


_MODES = (
    ("read", "Lanes are only read"),
    ("touch", "Write lanes while a control is held (touch)"),
    ("latch", "Write lanes until the song stops (latch)"),
)
ACTIONS = (
    Action("automation.lanes", "Show automation", "Automation", _toggle, why_no_tracks, ("A",), is_on=_are_shown),
    Action(
        "automation.lane",
        "Show or hide a lane for…",
        "Automation",
        _show_lane,
        why_no_one_track,
        question=Question("Lane", "choice", choices=_targets),
    ),
    Action(
        "automation.master",
        "Show the master's automation",
        "Automation",
        lambda session: toggle_lanes(session, [MASTER]),
        shortcuts=("Shift+A",),
        is_on=lambda session: bool(session.lanes.now.targets_of(MASTER)),
    ),
    *(
        Action(f"automation.{mode}", title, "Automation", _set_mode(mode), _why_not_mode(mode), is_on=_is_mode(mode))
        for mode, title in _MODES
    ),
    Action(
        "automation.value",
        "Value of the points…",
        "Automation",
        _set_value,
        _why_no_points,
        question=Question("Value", "number", _value, -_WIDEST, _WIDEST, 2),
    ),
    Action(
        "automation.bend",
        "Bend the line after the points…",
        "Automation",
        _set_bend,
        _why_no_points,
        question=Question("Bend, -100 early to +100 late", "number", _bend, -100, 100, unit="%"),
    ),
    Action("automation.next_point", "Next point", "Automation", _step(+1), _why_no_step(+1), ("Ctrl+Shift+Right",)),
    Action(
        "automation.previous_point", "Previous point", "Automation", _step(-1), _why_no_step(-1), ("Ctrl+Shift+Left",)
    ),
)
