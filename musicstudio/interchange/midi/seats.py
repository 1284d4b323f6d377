# SPDX-License-Identifier: GPL-3.0-or-later
"""Where rows sit when they leave as MIDI: a port and channel for each, and never two programs on one channel."""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.automation_lines import straight_points
from musicstudio.project.model import AutomationLane, Track

from ..midi_programs import DRUM_CHANNEL, is_drums, program_of
from .mixing import pan_value_of, volume_of

_MELODIC = [channel for channel in range(16) if channel != DRUM_CHANNEL]
_STEP_TICKS = TICKS_PER_QUARTER // 4


class Seat(Struct, frozen=True):
    """port: 0 for the first sixteen channels. program, volume, pan: as MIDI numbers."""

    port: int
    channel: int
    program: int
    volume: int
    pan: int


def seats_for(rows: Sequence[Track]) -> list[Seat]:
    """A channel of its own for each row while there are any; then one with a row that sounds alike; then the next
    port. Drums sit on channel 10 of a port, kits that differ on different ports."""
    taken: dict[bool, list[Seat]] = {False: [], True: []}
    drawn = [bool(row.strip.automation) for row in rows]
    seats = []
    for row, is_drawn in zip(rows, drawn, strict=True):
        plays_drums = is_drums(row)
        channels = [DRUM_CHANNEL] if plays_drums else _MELODIC
        wanted = program_of(row), volume_of(row.strip.gain_db), pan_value_of(row.strip.pan)
        there = taken[plays_drums]
        seat = None if len(there) < len(channels) or is_drawn else _alike(there, wanted)
        if seat is None:
            port, index = divmod(len(there), len(channels))
            seat = Seat(port, channels[index], *wanted)
            there.append(seat if not is_drawn else Seat(port, channels[index], -1, -1, -1))
        seats.append(seat)
    return seats


def steps_of(lane: AutomationLane, span: tuple[int, int]) -> Iterator[tuple[int, float]]:
    """(tick from the span's start, value) along a lane: its points, and a sixteenth apart where a line runs."""
    points = straight_points(lane.points)
    ticks, values = [point.tick for point in points], [point.value for point in points]
    if not ticks:
        return
    first, last = max(span[0], ticks[0]), min(span[1], ticks[-1])
    wanted = {span[0], *(tick for tick in ticks if span[0] <= tick < span[1]), *range(first, last, _STEP_TICKS)}
    for tick in sorted(wanted):
        yield tick - span[0], float(np.interp(tick, ticks, values))


def _alike(seats: Sequence[Seat], wanted: tuple[int, int, int]) -> Seat | None:
    return next((seat for seat in seats if (seat.program, seat.volume, seat.pan) == wanted), None)
