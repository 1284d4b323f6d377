# SPDX-License-Identifier: GPL-3.0-or-later
"""Points of automation lanes, of tracks and of the master: put, move, delete, bend, and write over a stretch of time.

An owner is a track's id, or empty for the master.
"""

from collections.abc import Callable, Collection, Sequence

from msgspec.structs import replace

from musicstudio.core.errors import EditError

from ..automation_lines import value_at
from ..model import AutomationLane, AutomationPoint, Project
from .helpers import Edit
from .song import set_master_automation
from .strips import set_automation

Points = tuple[AutomationPoint, ...]


def lanes_of(project: Project, owner_id: str) -> tuple[AutomationLane, ...]:
    """The lanes that have points. Raises `EditError` when the track is not there."""
    if not owner_id:
        return project.master.automation
    track = project.track(owner_id)
    if track is None:
        raise EditError("A track that was to be changed is no longer there.")
    return track.strip.automation


def points_of(project: Project, owner_id: str, target: str) -> Points:
    """The points of one lane; none where it is not automated."""
    return next((lane.points for lane in lanes_of(project, owner_id) if lane.target == target), ())


def set_points(owner_id: str, target: str, points: Collection[AutomationPoint]) -> Edit:
    """Give a lane other points; without any it goes."""
    return set_automation(owner_id, target, points) if owner_id else set_master_automation(target, points)


def put_point(owner_id: str, target: str, point: AutomationPoint) -> Edit:
    """Add a point, or replace the one at its tick."""
    return _edit_points(owner_id, target, lambda points: (*(p for p in points if p.tick != point.tick), point))


def delete_points(owner_id: str, target: str, ticks: Collection[int]) -> Edit:
    """Take the points at some ticks away."""
    return _edit_points(owner_id, target, lambda points: tuple(p for p in points if p.tick not in ticks))


def move_points(
    owner_id: str, target: str, ticks: Collection[int], by_ticks: int, moved: Callable[[float], float]
) -> Edit:
    """Move points in time, never before the song, and each value as ``moved`` says. What they land on gives way."""

    def change(points: Points) -> Points:
        step = max(by_ticks, -min((p.tick for p in points if p.tick in ticks), default=0))
        moving = [replace(p, tick=p.tick + step, value=moved(p.value)) for p in points if p.tick in ticks]
        taken = {point.tick for point in moving}
        return (*(p for p in points if p.tick not in ticks and p.tick not in taken), *moving)

    return _edit_points(owner_id, target, change)


def bend_line(owner_id: str, target: str, tick: int, bend: float) -> Edit:
    """Bend the line that begins at a point: -1 (early) to +1 (late), 0 straight."""
    return _edit_points(
        owner_id, target, lambda points: tuple(replace(p, bend=bend) if p.tick == tick else p for p in points)
    )


def write_span(
    owner_id: str, target: str, written: Sequence[AutomationPoint], own: float, *, returns: bool = True
) -> Edit:
    """Put what a hand did in the place of what a lane had between its first and its last tick.

    Before it the lane stays as it was; ``own`` is what the target was worth where there was no lane. After it, it goes
    back to what it was (returns) or stays where the hand left it.
    """

    def change(points: Points) -> Points:
        first, last = written[0].tick, written[-1].tick
        old = points or (AutomationPoint(first - 1, own),)
        before = [point for point in points if point.tick < first]
        after = [point for point in points if point.tick > last] if returns else []
        entry = [AutomationPoint(first - 1, value_at(old, first - 1))] if first > 0 else []
        leave = [AutomationPoint(last + 1, value_at(old, last + 1))] if returns else []
        edge = {point.tick for point in (*entry, *leave)}
        kept = [point for point in (*before, *after) if point.tick not in edge]
        return (*kept, *entry, *written, *leave)

    return _edit_points(owner_id, target, change)


def _edit_points(owner_id: str, target: str, change: Callable[[Points], Points]) -> Edit:
    return lambda project: set_points(owner_id, target, change(points_of(project, owner_id, target)))(project)
