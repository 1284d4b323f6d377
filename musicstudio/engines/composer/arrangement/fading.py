# SPDX-License-Identifier: GPL-3.0-or-later
"""Fades of the whole piece: the master's fader moves, parts stay as they were written."""

from collections.abc import Sequence

from msgspec.structs import replace

from musicstudio.project.model import AutomationLane, AutomationPoint, Master, TempoMap
from musicstudio.project.model.sheet import SongSheet

from ..form.moments import Laid, tick_of

_CURVE = ((0.0, 0.0), (0.35, -5.0), (0.65, -14.0), (0.85, -28.0), (1.0, -60.0))
"""Share of a fade-out, and the fader in dB: even to the ear, silent at its end."""


def with_fades(master: Master, sheet: SongSheet, sections: Sequence[Laid], tempo_map: TempoMap) -> Master:
    """The master with its fader drawn where the sheet asks for a fade-in or a fade-out."""
    end = sections[-1].end if sections else 0
    points: dict[int, float] = {}
    for event in sheet.events:
        tick = tick_of(event.at, sections, tempo_map)
        if event.kind == "fade_in" and tick > 0:
            points |= {round((1 - share) * min(tick, end)): db for share, db in _CURVE}
        elif event.kind == "fade_out" and tick < end:
            points |= {round(tick + share * (end - tick)): db for share, db in _CURVE}
    if not points:
        return master
    lane = AutomationLane("fader_db", tuple(AutomationPoint(tick, points[tick]) for tick in sorted(points)))
    return replace(master, automation=(*master.automation, lane))
