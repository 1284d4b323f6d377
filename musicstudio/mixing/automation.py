# SPDX-License-Identifier: GPL-3.0-or-later
"""Automation lanes as curves over frames."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.units import frames_from_seconds
from musicstudio.project.automation_lines import straight_points
from musicstudio.project.model import AutomationLane, TempoMap


class Curve(Struct, frozen=True):
    """A lane in frames of 48 kHz: straight lines between points, constant before the first and after the last.

    A bent line of the lane is many short ones here.
    """

    target: str
    frames: tuple[int, ...]
    values: tuple[float, ...]

    def over(self, start: int, frames: int) -> NDArray[np.float64]:
        """The value at each of ``frames`` frames from ``start`` on."""
        return np.interp(np.arange(start, start + frames), self.frames, self.values)

    def at(self, frame: int) -> float:
        """The value at one frame."""
        return float(np.interp(frame, self.frames, self.values))

    @property
    def device_id(self) -> str:
        """The device that the target names, or empty for the strip's own gain and pan."""
        return self.target.rpartition(".")[0]

    @property
    def param(self) -> str:
        """The parameter that the target names."""
        return self.target.rpartition(".")[2]


def curve_of(lane: AutomationLane, tempo_map: TempoMap) -> Curve | None:
    """The lane's curve, or None without points. Lines that are straight in ticks bend where the tempo changes between
    them.
    """
    if not lane.points:
        return None
    points = [(point.tick, point.value) for point in straight_points(lane.points)]
    ticks, values = [tick for tick, _ in points], [value for _, value in points]
    bends = [tempo.tick for tempo in tempo_map.tempos if ticks[0] < tempo.tick < ticks[-1] and tempo.tick not in ticks]
    points += [(tick, float(np.interp(tick, ticks, values))) for tick in bends]
    points.sort(key=lambda point: point[0])
    frames = tuple(frames_from_seconds(tempo_map.seconds_at(tick)) for tick, _ in points)
    return Curve(lane.target, frames, tuple(value for _, value in points))


def curves_of(lanes: tuple[AutomationLane, ...], tempo_map: TempoMap) -> tuple[Curve, ...]:
    """The lanes that have points."""
    return tuple(curve for lane in lanes if (curve := curve_of(lane, tempo_map)))
