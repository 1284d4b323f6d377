# SPDX-License-Identifier: GPL-3.0-or-later
"""The render graph: lanes into groups, sends into buses, all into the mix. The player and the export run this same
code.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, Protocol

from musicstudio.dsp.audio import Audio, silence
from musicstudio.mixing.fader import Fader, Input, SendLevel, Width
from musicstudio.mixing.strip import DeviceChain, key_of

from .clips import ClipPlayer
from .latency import MASTER, DelayLine, find_waits
from .plan import Lane, Plan
from .routing import Route, ancestors, groups_first_to_last, routes_of
from .sources import Sources


class Pool(Protocol):
    """Something with a ``map`` that may run calls at once, such as a ThreadPoolExecutor."""

    def map(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Iterable[Any]:
        """Results in the order of the items."""


class Rendered:
    """One block of everything. mix: before the master chain; lanes: each heard lane's signal after its fader; taps:
    what `Graph` was asked to tap, before the fader and after it, whoever is muted or soloed.
    """

    def __init__(
        self,
        mix: Audio,
        lanes: dict[str, Audio],
        stems: dict[str, Audio],
        taps: dict[str, tuple[Audio, Audio]] | None = None,
    ) -> None:
        self.mix = mix
        self.lanes = lanes
        self.stems = stems
        self.taps = taps or {}

    def cut(self, frames: int) -> "Rendered":
        """Its first frames."""
        lanes, stems = ({name: audio[:, :frames] for name, audio in part.items()} for part in (self.lanes, self.stems))
        taps = {name: (pre[:, :frames], post[:, :frames]) for name, (pre, post) in self.taps.items()}
        return Rendered(self.mix[:, :frames], lanes, stems, taps)


class Graph:
    """A plan made runnable, with fresh effects. Blocks must follow each other; a jump needs ``came_from``.

    The concatenated output is the same for any sequence of block sizes (bit for bit: every effect is). One thread at
    a time.
    """

    def __init__(
        self,
        plan: Plan,
        sources: Sources,
        pool: Pool | None = None,
        wants_stems: bool = False,
        tapped: Collection[str] = (),
        watched: tuple[str, str] = ("", ""),
    ) -> None:
        """pool: renders the lanes of a block side by side. wants_stems: fill ``Rendered.stems``. tapped: ids of lanes
        for ``Rendered.taps``. watched: a lane and its device, for `chain`.
        """
        routes = routes_of(plan.lanes)
        self._wanted_keys = {key for lane in plan.lanes for key in _keys_of(lane)}
        by_id = {lane.id: lane for lane in plan.lanes}
        nodes = [
            _Node(
                lane, routes[lane.id], sources, ancestors(lane.id, by_id), watched[1] if lane.id == watched[0] else ""
            )
            for lane in plan.lanes
        ]
        self._nodes = {node.lane.id: node for node in nodes}
        wanted = {node.lane.id for node in nodes if node.route.is_heard or node.key_names & self._wanted_keys}
        used = [node for node in nodes if node.lane.has_clips and node.lane.id in wanted.union(tapped)]
        self._waves = _waves(used)
        waits = find_waits(plan.lanes, routes, {node.lane.id: node.latency_frames for node in nodes})
        self._waits = {edge: DelayLine(frames) for edge, frames in waits.edges.items()}
        self._latency_frames, self._next = waits.total, -1
        self._taps = {
            lane_id: [DelayLine(max(0, waits.total - waits.out.get(lane_id, waits.total))) for _ in range(2)]
            for lane_id in tapped
            if lane_id in self._nodes
        }
        self._groups = [self._nodes[lane.id] for lane in groups_first_to_last(plan.lanes)]
        self._buses = [node for node in nodes if node.lane.kind == "bus"]
        self._map: Callable[..., Iterable[Any]] = pool.map if pool else map
        self._wants_stems = wants_stems

    def render(self, start: int, frames: int, came_from: int | None = None) -> Rendered:
        """The block of ``frames`` frames at timeline frame ``start``.

        came_from: where the last block ended, if not at ``start``: clips cross over in 5 ms, effects keep ringing.
        """
        if not self._latency_frames:
            return self._render(start, frames, came_from)
        if start != self._next or came_from is not None:
            # What late effects answer to the frames before belongs to the place that was left.
            self._render(start, self._latency_frames, came_from)
        self._next = start + frames
        return self._render(start + self._latency_frames, frames, None)

    def _render(self, start: int, frames: int, came_from: int | None) -> Rendered:
        """The block as the effects give it, `_latency_frames` late."""
        window = _Window(start, frames, came_from)
        for nodes in self._waves:
            list(self._map(lambda node: node.play(window), nodes))
            self._add_keys(nodes, window)
        flow = _Flow(window, self._waits)
        for node in (node for nodes in self._waves for node in nodes):
            flow.pass_on(node)
        for node in self._groups:
            node.mix(flow.take(node.lane.id), window)
            flow.pass_on(node)
        # All buses are filled by now, but for sends from bus to bus, which go to later buses only.
        for node in self._buses:
            node.mix(flow.take(node.lane.id), window)
            flow.pass_on(node)
        taps = {lane_id: self._tap(lane_id, lines, window) for lane_id, lines in self._taps.items()}
        return Rendered(flow.master, flow.lanes, self._stems(flow) if self._wants_stems else {}, taps)

    def _tap(self, lane_id: str, lines: list[DelayLine], window: "_Window") -> tuple[Audio, Audio]:
        """A lane before its fader and after it, waited for as the mix is."""
        node = self._nodes[lane_id]
        return lines[0].process(node.dry), lines[1].process(node.dry * node.gains(window))

    def chain(self, lane_id: str) -> DeviceChain | None:
        """The running effects of a lane."""
        node = self._nodes.get(lane_id)
        return node.devices if node else None

    def reductions_db(self) -> dict[str, float]:
        """By how much the dynamics of each lane turned the last block down."""
        return {lane_id: node.devices.reduction_db for lane_id, node in self._nodes.items()}

    def close(self) -> None:
        """Let others take the processes of plug-ins over; nothing is rendered any more."""
        for node in self._nodes.values():
            node.close()

    @property
    def failures(self) -> list[str]:
        """Sentences on plug-ins that are bypassed."""
        return [sentence for node in self._nodes.values() for sentence in node.failures]

    def _add_keys(self, nodes: list["_Node"], window: "_Window") -> None:
        for node in nodes:
            for name in node.key_names & self._wanted_keys:
                key = window.keys.get(name)
                window.keys[name] = node.dry if key is None else key + node.dry

    def _stems(self, flow: "_Flow") -> dict[str, Audio]:
        """What each stem adds to the mix. A group with effects of its own is one stem; else its children are."""
        return {lane_id: self._in_mix(lane_id, flow) for lane_id in self.stem_ids() if lane_id in flow.lanes}

    def stem_ids(self) -> list[str]:
        """Ids of the lanes that are stems: they sum to the mix before the master."""
        return [lane_id for lane_id, node in self._nodes.items() if self._is_stem(node)]

    def _is_stem(self, node: "_Node") -> bool:
        if not node.route.is_direct or any(not group.is_transparent for group in self._above(node)):
            return False
        return node.lane.kind != "group" or not node.is_transparent

    def _above(self, node: "_Node") -> list["_Node"]:
        found: list[_Node] = []
        while node.route.parent_id and len(found) < len(self._groups):
            node = self._nodes[node.route.parent_id]
            found.append(node)
        return found

    def _in_mix(self, lane_id: str, flow: "_Flow") -> Audio:
        audio = flow.lanes[lane_id]
        for group in self._above(self._nodes[lane_id]):
            audio = audio * group.gains(flow.window)
        return audio


class _Window:
    def __init__(self, start: int, frames: int, came_from: int | None) -> None:
        self.start, self.frames, self.came_from = start, frames, came_from
        self.keys: dict[str, Audio] = {}


class _Flow:
    """The sums that one block fills on its way through the graph."""

    def __init__(self, window: _Window, waits: dict[tuple[str, str], DelayLine]) -> None:
        self.window, self._waits = window, waits
        self.master = silence(window.frames)
        self.lanes: dict[str, Audio] = {}
        self._waiting: dict[str, Audio] = {}

    def take(self, lane_id: str) -> Audio:
        """What was summed into a group or a bus."""
        found = self._waiting.pop(lane_id, None)
        return silence(self.window.frames) if found is None else found

    def pass_on(self, node: "_Node") -> None:
        """Send a finished lane to its parent and its buses."""
        if not node.route.is_heard:
            return
        audio = node.dry * node.gains(self.window)
        for send in node.sends:
            sent = node.dry if send.is_pre_fader else audio
            sent = sent * send.gains(self.window.start, self.window.frames)
            self._add(send.bus_id, self._delay_audio(node, send.bus_id, sent))
        if node.route.is_direct:
            aligned = self._delay_audio(node, MASTER, audio)
            self.lanes[node.lane.id] = aligned
            if node.route.parent_id is None:
                self.master += aligned
            else:
                self._add(node.route.parent_id, self._delay_audio(node, node.route.parent_id, audio))

    def _delay_audio(self, node: "_Node", target: str, audio: Audio) -> Audio:
        line = self._waits.get((node.lane.id, target))
        return line.process(audio) if line else audio

    def _add(self, lane_id: str, audio: Audio) -> None:
        found = self._waiting.get(lane_id)
        if found is None:
            self._waiting[lane_id] = audio.copy()
        else:
            found += audio


class _Node:
    """One lane with its running effects."""

    def __init__(self, lane: Lane, route: Route, sources: Sources, groups: list[str], watched_id: str = "") -> None:
        """groups: the ids of those above the lane. watched_id: see `DeviceChain`."""
        self.lane, self.route = lane, route
        # By what a side-chain may name it; what is muted is not listened to.
        self.key_names = frozenset[str]() if lane.strip.is_muted else frozenset({lane.id, lane.role, *groups})
        self.dry: Audio = silence(0)
        self._clips = ClipPlayer(lane.spans, sources)
        self._input, self._width = Input(lane.strip, lane.curves), Width(lane.strip, lane.curves)
        self.devices = DeviceChain(lane.strip.devices, lane.curves, watched_id)
        self._fader = Fader(lane.strip, lane.curves)
        levels = (SendLevel(send, lane.curves) for send in lane.strip.sends if send.bus_id in route.bus_ids)
        self.sends = [level for level in levels if level.is_open]

    def close(self) -> None:
        """Let go of plug-ins."""
        self.devices.close()

    @property
    def failures(self) -> list[str]:
        """Sentences on the lane's plug-ins that are bypassed."""
        return self.devices.failures

    @property
    def latency_frames(self) -> int:
        """By how much the lane's effects are late."""
        return self.devices.latency_frames

    @property
    def is_transparent(self) -> bool:
        """Whether a group only scales its sum, so that its children's shares can be told apart."""
        return self.devices.is_empty and self._input.is_open and self._width.is_open

    def play(self, window: _Window) -> None:
        """Render the clips of a block through the devices."""
        self._process(self._clips.read(window.start, window.frames, window.came_from), window)

    def mix(self, audio: Audio, window: _Window) -> None:
        """Put what was summed into a group or bus through the devices."""
        self._process(audio, window)

    def gains(self, window: _Window) -> Audio:
        """Fader and pan over the block."""
        return self._fader.gains(window.start, window.frames)

    def _process(self, audio: Audio, window: _Window) -> None:
        audio = self.devices.process(self._input.process(audio, window.start), window.start, window.keys.get)
        self.dry = self._width.process(audio, window.start)


def _keys_of(lane: Lane) -> set[str]:
    """Tracks and roles that a lane's side-chains listen to."""
    return {key for device in lane.strip.devices if device.is_on and (key := key_of(device))}


def _waves(nodes: list[_Node]) -> list[list[_Node]]:
    """Nodes in waves that can be rendered side by side: each after the tracks that its side-chains name.

    Roles are those of the first wave, and tracks that wait for each other do not hear each other.
    """
    first = [node for node in nodes if not _keys_of(node.lane)]
    waves, waiting = [first], [node for node in nodes if _keys_of(node.lane)]
    while waiting:
        missing = {node.lane.id for node in waiting}
        ready = [node for node in waiting if not (_keys_of(node.lane) & missing) - {node.lane.id}] or waiting
        waves.append(ready)
        waiting = [node for node in waiting if node not in ready]
    return waves
