# SPDX-License-Identifier: GPL-3.0-or-later
"""Effects that answer late: by how much each lane is late, and how long the others wait for it."""

from collections.abc import Mapping

import numpy as np
from msgspec import Struct

from musicstudio.dsp.audio import Audio, silence

from .plan import Lane
from .routing import Route, groups_first_to_last

MASTER = ""


class Waits(Struct, frozen=True):
    """edges: frames by which the signal of a lane waits on its way to another (or to `MASTER`), where it does.

    total: by how much the mix is late in all; out: and each lane's own signal.
    """

    edges: dict[tuple[str, str], int]
    total: int
    out: dict[str, int] = {}


def find_waits(lanes: tuple[Lane, ...], routes: Mapping[str, Route], own: Mapping[str, int]) -> Waits:
    """own: the latency of each lane's effects. Every sum gets its parts at one time, to the sample."""
    if not any(own.values()):
        return Waits({}, 0)
    late, targets = _Lateness(routes, own), _in_order(lanes)
    for lane in targets:
        late.settle(lane)
    total = max((late.out[lane.id] for lane in lanes if _feeds_master(routes[lane.id])), default=0)
    late.inputs[MASTER] = total
    edges = {
        (lane.id, target): late.inputs.get(target, 0) - late.out[lane.id]
        for lane in lanes
        for target in (*_targets(routes[lane.id]), MASTER)
    }
    return Waits({edge: frames for edge, frames in edges.items() if frames > 0}, total, late.out)


class DelayLine:
    """Holds sound back by a number of frames. One thread at a time."""

    def __init__(self, frames: int) -> None:
        self._waiting = silence(frames)

    def process(self, audio: Audio) -> Audio:
        """The next block: as many frames as came in."""
        joined = np.concatenate([self._waiting, audio], axis=1)
        self._waiting = joined[:, audio.shape[1] :]
        return joined[:, : audio.shape[1]]


class _Lateness:
    def __init__(self, routes: Mapping[str, Route], own: Mapping[str, int]) -> None:
        self._routes, self._own = routes, own
        self.inputs: dict[str, int] = {}
        self.out: dict[str, int] = {}

    def settle(self, lane: Lane) -> None:
        """How late a lane's output is, and with it what it feeds; all that feeds it is settled."""
        self.out[lane.id] = self.inputs.get(lane.id, 0) + self._own.get(lane.id, 0)
        for target in _targets(self._routes[lane.id]):
            self.inputs[target] = max(self.inputs.get(target, 0), self.out[lane.id])


def _in_order(lanes: tuple[Lane, ...]) -> list[Lane]:
    players = [lane for lane in lanes if lane.has_clips]
    return [*players, *groups_first_to_last(lanes), *(lane for lane in lanes if lane.kind == "bus")]


def _targets(route: Route) -> list[str]:
    parents = [route.parent_id] if route.is_direct and route.parent_id else []
    return [*parents, *route.bus_ids]


def _feeds_master(route: Route) -> bool:
    return route.is_direct and route.parent_id is None
