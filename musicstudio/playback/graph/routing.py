# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is heard and who sums into whom: mute, solo, groups and buses, as pure functions of the plan."""

from msgspec import Struct

from .plan import Lane


class Route(Struct, frozen=True):
    """Where a lane's signal goes. is_direct: into its parent (a group, or the master for ``None``); bus_ids: sends
    that are open.
    """

    parent_id: str | None
    is_direct: bool
    bus_ids: frozenset[str]

    @property
    def is_heard(self) -> bool:
        """Whether the lane is heard in any way."""
        return self.is_direct or bool(self.bus_ids)


def routes_of(lanes: tuple[Lane, ...]) -> dict[str, Route]:
    """The route of every lane.

    Mute silences a lane, its sends, and the children of a muted group. With any solo, only soloed lanes sound, with
    the groups above and the lanes below them, and those that are safe from solo; buses stay open, so a soloed voice
    keeps its reverb; a soloed bus is heard alone, fed by everyone.
    """
    by_id = {lane.id: lane for lane in lanes}
    soloed = {lane.id for lane in lanes if lane.strip.is_soloed}
    if soloed:
        soloed |= {lane.id for lane in lanes if lane.strip.is_solo_safe and lane.kind != "bus"}
    above_soloed = {ancestor for lane_id in soloed for ancestor in ancestors(lane_id, by_id)}
    return {lane.id: _route(lane, by_id, soloed, above_soloed) for lane in lanes}


def ancestors(lane_id: str, by_id: dict[str, Lane]) -> list[str]:
    """Ids of the groups above a lane, nearest first. A ring of groups is cut where it closes."""
    found: list[str] = []
    parent = parent_of(by_id[lane_id], by_id)
    while parent and parent not in found and parent != lane_id:
        found.append(parent)
        parent = parent_of(by_id[parent], by_id)
    return found


def parent_of(lane: Lane, by_id: dict[str, Lane]) -> str | None:
    """The group that a lane sums into, or None for the master."""
    group = by_id.get(lane.group_id)
    return group.id if group and group.kind == "group" and group.id != lane.id else None


def groups_first_to_last(lanes: tuple[Lane, ...]) -> list[Lane]:
    """The groups, deepest first, so that each is complete when its turn comes."""
    by_id = {lane.id: lane for lane in lanes}
    groups = [lane for lane in lanes if lane.kind == "group"]
    return sorted(groups, key=lambda group: -len(ancestors(group.id, by_id)))


def _route(lane: Lane, by_id: dict[str, Lane], soloed: set[str], above_soloed: set[str]) -> Route:
    above = ancestors(lane.id, by_id)
    buses = {send.bus_id for send in lane.strip.sends if _is_bus(by_id, send.bus_id) and send.bus_id != lane.id}
    is_muted = any(by_id[lane_id].strip.is_muted for lane_id in (lane.id, *above))
    parent = above[0] if above else None
    if is_muted:
        return Route(parent, False, frozenset())
    is_chosen = not soloed or lane.id in soloed or lane.id in above_soloed or any(a in soloed for a in above)
    if is_chosen:
        return Route(parent, True, frozenset(buses))
    if lane.kind == "bus":
        # Heard for the sake of the soloed lanes, unless another bus is soloed instead.
        is_other_bus_soloed = any(by_id[lane_id].kind == "bus" for lane_id in soloed)
        return Route(parent, lane.strip.is_solo_safe or not is_other_bus_soloed, frozenset(buses))
    return Route(parent, False, frozenset(buses & soloed))


def _is_bus(by_id: dict[str, Lane], lane_id: str) -> bool:
    return lane_id in by_id and by_id[lane_id].kind == "bus"
