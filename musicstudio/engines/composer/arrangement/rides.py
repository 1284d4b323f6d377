# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter rides of electronic styles: sounds open through intros and builds, and thin out in breaks.

They are automation of a low-pass filter on the strips of pads, synths and arpeggios, so the user sees and can redraw
them.
"""

from msgspec.structs import replace

from musicstudio.project.model import AutomationLane, AutomationPoint, Device, Strip

from ..plan import PartPlan, SectionPlan, SongPlan
from ..styles import Style

FILTER_ID = "sweep"
_OPEN_HZ = 20_000.0
_ROLES = frozenset({"pad", "synth", "arp"})
_RIDES = {"intro": (700.0, 9000.0), "build": (500.0, _OPEN_HZ), "break": (2200.0, 5000.0), "outro": (9000.0, 900.0)}
_STEPS = 4


def with_rides(plan: SongPlan, part: PartPlan, style: Style) -> PartPlan:
    """The part with its filter ride, where its style builds and its role is swept; else as it is."""
    rides = any(section.section.kind in _RIDES for section in plan.sections)
    if not (style.song.build and style.family == "electronic" and part.role in _ROLES and rides):
        return part
    points = [point for section in plan.sections for point in _points(section)]
    lane = AutomationLane(f"{FILTER_ID}.cutoff_hz", tuple(points))
    strip: Strip = part.strip
    devices = (*strip.devices, Device(FILTER_ID, "filter", {"cutoff_hz": _OPEN_HZ}))
    return replace(part, strip=replace(strip, devices=devices, automation=(*strip.automation, lane)))


def _points(section: SectionPlan) -> list[AutomationPoint]:
    """The cutoff over a section in equal ratios of frequency; wide open where nothing is ridden."""
    start, length = section.section.start_ticks, section.section.length_ticks
    low, high = _RIDES.get(section.section.kind, (_OPEN_HZ, _OPEN_HZ))
    if section.section.kind == "outro" and not section.is_last:
        low = high = _OPEN_HZ
    return [
        AutomationPoint(start + (length - 1) * step // _STEPS, round(low * (high / low) ** (step / _STEPS), 1))
        for step in range(_STEPS + 1)
    ]
