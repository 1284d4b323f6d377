# SPDX-License-Identifier: GPL-3.0-or-later
"""The reverb and delay buses of a song; where it must end to the second, they fall silent with it."""

from msgspec.structs import replace

from musicstudio.engines.composer.arrangement import buses
from musicstudio.engines.composer.plan import SongPlan
from musicstudio.engines.composer.styles import StyleBlend
from musicstudio.project.model import AutomationLane, AutomationPoint, Track

_FADE_S = 1.2
_FAINT_S = 0.06
_FAINT_DB = -48.0
_SILENT_DB = -120.0


def effect_buses_of(plan: SongPlan, styles: StyleBlend, end_s: float | None) -> tuple[Track, ...]:
    """The buses that the parts' sends name. end_s: when the last echo has to be gone."""
    effect_buses = buses(styles, plan.conditioning.bpm)
    return effect_buses if end_s is None else tuple(_silence_bus(bus, plan, end_s) for bus in effect_buses)


def _silence_bus(bus: Track, plan: SongPlan, end_s: float) -> Track:
    """A fade that is straight in decibels, as a room dies away, and then nothing."""
    places = (max(0.0, end_s - min(_FADE_S, end_s / 4)), end_s - _FAINT_S, end_s)
    levels = (bus.strip.gain_db, _FAINT_DB, _SILENT_DB)
    points = [
        AutomationPoint(plan.tempo_map.ticks_at(place), level) for place, level in zip(places, levels, strict=True)
    ]
    lane = AutomationLane("gain_db", tuple(points))
    return replace(bus, strip=replace(bus.strip, automation=(lane,)))
