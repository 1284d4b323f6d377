# SPDX-License-Identifier: GPL-3.0-or-later
"""What is selected on the timeline: the unit of work."""

from dataclasses import dataclass, replace
from typing import Any

from musicstudio.core.signal import Watched
from musicstudio.project.clip_index import ids_of
from musicstudio.project.edits.automation import points_of
from musicstudio.project.model import Project

PointId = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Selected:
    """A time range; clips, tracks, sections and markers by id; chords, tempo and metre changes by where they begin.

    point_ids: automation points as (track id or empty for the master, target, tick).

    Empty track_ids with a range or section: every track.
    """

    range_s: tuple[float, float] | None = None
    clip_ids: frozenset[str] = frozenset()
    track_ids: frozenset[str] = frozenset()
    section_ids: frozenset[str] = frozenset()
    marker_ids: frozenset[str] = frozenset()
    chord_ticks: frozenset[int] = frozenset()
    tempo_ticks: frozenset[int] = frozenset()
    meter_ticks: frozenset[int] = frozenset()
    point_ids: frozenset[PointId] = frozenset()


class Selection(Watched[Selected]):
    """The current `Selected`, watched by the window. Main thread only."""

    def __init__(self) -> None:
        super().__init__(Selected())

    @property
    def now(self) -> Selected:
        """What is selected."""
        return self._value

    @property
    def range_s(self) -> tuple[float, float] | None:
        """(start, end) in seconds."""
        return self._value.range_s

    @property
    def clip_ids(self) -> frozenset[str]:
        """Selected clips."""
        return self._value.clip_ids

    @property
    def track_ids(self) -> frozenset[str]:
        """Selected tracks."""
        return self._value.track_ids

    @property
    def section_ids(self) -> frozenset[str]:
        """Selected sections."""
        return self._value.section_ids

    @property
    def marker_ids(self) -> frozenset[str]:
        """Selected markers."""
        return self._value.marker_ids

    @property
    def chord_ticks(self) -> frozenset[int]:
        """Where selected chords begin."""
        return self._value.chord_ticks

    @property
    def point_ids(self) -> frozenset[PointId]:
        """Selected automation points."""
        return self._value.point_ids

    @property
    def is_empty(self) -> bool:
        """Whether nothing is selected."""
        return self._value == Selected()

    def set(self, **changes: Any) -> None:
        """Replace the selection: what is not named becomes empty. Collections of ids of any kind are taken."""
        self._become(Selected(**_freeze_ids(changes)))

    def update(self, **changes: Any) -> None:
        """Change what is named and keep the rest."""
        self._become(replace(self._value, **_freeze_ids(changes)))

    def restore(self, selected: Selected) -> None:
        """Select what was selected before."""
        self._become(selected)

    def clear(self) -> None:
        """Select nothing."""
        self._become(Selected())

    def drop_missing(self, project: Project) -> None:
        """Forget ids that the document no longer holds."""
        held = [ids_of(track.clips) for track in project.tracks] if self._value.clip_ids else []
        self._become(
            replace(
                self._value,
                clip_ids=frozenset(each for each in self._value.clip_ids if any(each in ids for ids in held)),
                track_ids=self._value.track_ids & {track.id for track in project.tracks},
                section_ids=self._value.section_ids & {section.id for section in project.sections},
                marker_ids=self._value.marker_ids & {marker.id for marker in project.markers},
                chord_ticks=self._value.chord_ticks & {chord.start_ticks for chord in project.chords},
                tempo_ticks=self._value.tempo_ticks & {tempo.tick for tempo in project.tempo_map.tempos},
                meter_ticks=self._value.meter_ticks & {meter.tick for meter in project.tempo_map.meters},
                point_ids=frozenset(each for each in self._value.point_ids if _is_point(project, each)),
            )
        )


def _is_point(project: Project, point_id: PointId) -> bool:
    owner_id, target, tick = point_id
    is_owner_there = not owner_id or project.track(owner_id) is not None
    return is_owner_there and any(point.tick == tick for point in points_of(project, owner_id, target))


def _freeze_ids(changes: dict[str, Any]) -> dict[str, Any]:
    return {name: frozenset(value) if name.endswith(("_ids", "_ticks")) else value for name, value in changes.items()}
