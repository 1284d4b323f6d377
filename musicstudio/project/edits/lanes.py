# SPDX-License-Identifier: GPL-3.0-or-later
"""Automation lanes of a strip or of the master."""

from collections.abc import Collection

from ..model import AutomationLane, AutomationPoint

Lanes = tuple[AutomationLane, ...]


def with_lane(lanes: Lanes, target: str, points: Collection[AutomationPoint]) -> Lanes:
    """The lanes with the points of one, put in order of time; without points that lane goes."""
    fixed = tuple(sorted(points, key=lambda point: point.tick))
    others = [lane for lane in lanes if lane.target != target]
    if fixed:
        others.append(AutomationLane(target, fixed))
    return tuple(sorted(others, key=lambda lane: lane.target))
