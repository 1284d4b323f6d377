# SPDX-License-Identifier: GPL-3.0-or-later
"""Automation written by hand: what a control does while the song plays becomes points of a lane that may be written.

A drag of any control is seen as previews of the document; its end is one undo step, and the points are part of it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from musicstudio.mixing.automatable import Automatable, automatable
from musicstudio.playback.silent import SongPlayer
from musicstudio.project.automation_lines import thinned
from musicstudio.project.diff import ChangeSet
from musicstudio.project.document import Document
from musicstudio.project.edits.automation import points_of, set_points, write_span
from musicstudio.project.edits.helpers import compose_edits
from musicstudio.project.model import AutomationLane, AutomationPoint, Project

from .shown_lanes import LaneId, ShownLanes

_TOLERANCE = 0.004
Points = tuple[AutomationPoint, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """A latched lane: what it was, what was written, what the lane looked like then and which step it belongs to."""

    lane: LaneId
    before: Points
    written: Points
    after: Points
    own: float
    step: int


class AutomationWriting:
    """Watches the document. To be made before the player's follower, which asks `heard` at every change."""

    def __init__(self, document: Document, player: Callable[[], SongPlayer], lanes: ShownLanes) -> None:
        self._document, self._player, self._lanes = document, player, lanes
        self._passes: dict[LaneId, list[list[AutomationPoint]]] = {}
        self._ended: dict[LaneId, list[list[AutomationPoint]]] = {}
        self._held: dict[LaneId, _Held] = {}
        self._tick = 0
        self.close = document.observe(self._heed)

    def heard(self, project: Project) -> Project:
        """The song without the lanes under a hand, so that the hand is heard and not what it writes over."""
        if not self._passes:
            return project
        tracks = tuple(
            replace(track, strip=replace(track.strip, automation=self._free_lanes(track.id, track.strip.automation)))
            if any(owner == track.id for owner, _ in self._passes)
            else track
            for track in project.tracks
        )
        master = replace(project.master, automation=self._free_lanes("", project.master.automation))
        return replace(project, tracks=tracks, master=master)

    def follow_player(self) -> None:
        """Called while the song plays and when it has stopped: then what was latched goes back to what it was."""
        if self._player().is_playing:
            self._tick = self._now()
        else:
            for held in self._held.values():
                self._let_go(held)
            self._held.clear()

    def _free_lanes(self, owner_id: str, lanes: tuple[AutomationLane, ...]) -> tuple[AutomationLane, ...]:
        return tuple(lane for lane in lanes if (owner_id, lane.target) not in self._passes)

    def _heed(self, change: ChangeSet) -> None:
        if not change.is_preview:
            passes, self._ended, self._passes = self._ended, {}, {}
            self._write(passes)
        elif change.after is self._document.committed:
            self._ended, self._passes = self._passes, {}
        elif self._player().is_playing:
            if change.before is self._document.committed:
                self._ended = {}
            self._note(change)

    def _note(self, change: ChangeSet) -> None:
        now = self._lanes.now
        for lane in (*now.touched, *now.latched):
            before, after = automatable(change.before, *lane), automatable(change.after, *lane)
            if before is not None and after is not None and before.own != after.own:
                self._add(lane, AutomationPoint(self._now(), after.held(after.own)))

    def _add(self, lane: LaneId, point: AutomationPoint) -> None:
        passes = self._passes.setdefault(lane, [[]])
        if passes[-1] and point.tick < passes[-1][-1].tick:  # the loop came round
            passes.append([])
        if passes[-1] and passes[-1][-1].tick == point.tick:
            passes[-1].pop()
        passes[-1].append(point)

    def _write(self, passes: dict[LaneId, list[list[AutomationPoint]]]) -> None:
        """The drag was kept: its points belong to the same step."""
        for lane, rounds in passes.items():
            target = automatable(self._document.committed, *lane)
            if target is None or target.held(target.own) != rounds[-1][-1].value:
                continue
            if self._now() > rounds[-1][-1].tick:
                rounds[-1].append(AutomationPoint(self._now(), rounds[-1][-1].value))
            self._write_rounds(lane, target, rounds)

    def _write_rounds(self, lane: LaneId, target: Automatable, rounds: list[list[AutomationPoint]]) -> None:
        before, is_latched = points_of(self._document.committed, *lane), lane in self._lanes.now.latched
        tolerance = _TOLERANCE * (target.high - target.low)
        written = [thinned(points, tolerance) for points in rounds]
        edits = [write_span(*lane, points, target.own) for points in written[:-1]]
        edits.append(write_span(*lane, written[-1], target.own, returns=not is_latched))
        self._document.amend(f"Write {target.title}", compose_edits(*edits))
        if is_latched:
            after = points_of(self._document.committed, *lane)
            step = self._document.history_index
            self._held[lane] = _Held(lane, before, written[-1], after, target.own, step)

    def _let_go(self, held: _Held) -> None:
        """Hold the last value until where the song stopped, and go on from there as before; unless it was changed."""
        if points_of(self._document.committed, *held.lane) != held.after:
            return
        last = held.written[-1]
        written = (*held.written, AutomationPoint(self._tick, last.value)) if self._tick > last.tick else held.written
        edit = compose_edits(set_points(*held.lane, held.before), write_span(*held.lane, written, held.own))
        if self._document.history_index == held.step:
            self._document.amend("Write automation", edit)
        else:
            self._document.transact("Write automation", edit)

    def _now(self) -> int:
        tempo_map = self._document.committed.tempo_map
        return max(0, tempo_map.ticks_at(self._player().position_s))
