# SPDX-License-Identifier: GPL-3.0-or-later
"""Values as a DAWproject writes them."""

from collections.abc import Iterator, Sequence
from math import ceil
from xml.etree import ElementTree as xml

from musicstudio.core.text import clean_text
from musicstudio.core.units import TICKS_PER_QUARTER, gain_from_db
from musicstudio.project.automation_lines import straight_points
from musicstudio.project.model import AutomationPoint, Meter, TempoMap

_STEP_DB = 1.0
_MAX_STEPS = 90


def number(value: float) -> str:
    """A decimal number."""
    return f"{value:.12g}"


def gain(level_db: float) -> str:
    """A linear gain."""
    return number(gain_from_db(level_db))


def flag(value: bool) -> str:
    """A truth value."""
    return "true" if value else "false"


def beats(ticks: float) -> str:
    """Quarter notes."""
    return number(ticks / TICKS_PER_QUARTER)


def beats_at(tempo_map: TempoMap, seconds: float) -> float:
    """Quarter notes at a time, between ticks as well: audio does not move to the nearest one."""
    tick = tempo_map.ticks_at(seconds)
    rest_s = seconds - tempo_map.seconds_at(tick)
    return tick / TICKS_PER_QUARTER + rest_s * tempo_map.bpm_at(tick) / 60.0


def signature(meter: Meter) -> dict[str, str]:
    """The attributes of a metre."""
    return {"numerator": str(meter.numerator), "denominator": str(meter.denominator)}


def real(parent: xml.Element, name: str, value: float, unit: str, **attributes: str) -> xml.Element:
    """A real parameter below ``parent``."""
    return xml.SubElement(parent, name, {"unit": unit, "value": number(value), **attributes})


def as_linear(points: Sequence[AutomationPoint]) -> Iterator[tuple[float, float]]:
    """(tick, linear gain) of points in dB, close enough together that straight lines between them stay within 0.1 dB
    of lines that are straight in dB."""
    points = straight_points(points)
    for point, following in zip(points, [*points[1:], None], strict=True):
        steps = 1
        if following is not None and following.tick > point.tick:
            steps = min(_MAX_STEPS, max(1, ceil(abs(following.value - point.value) / _STEP_DB)))
        for step in range(steps):
            share = step / steps
            end = following or point
            level_db = point.value + share * (end.value - point.value)
            yield point.tick + share * (end.tick - point.tick), 0.0 if level_db <= -60 else gain_from_db(level_db)


def xml_bytes(root: xml.Element) -> bytes:
    """A document that every XML parser takes, whatever characters its names hold."""
    for element in root.iter():
        element.attrib = {name: clean_text(value) for name, value in element.attrib.items()}
        element.text = clean_text(element.text) if element.text else element.text
    return bytes(xml.tostring(root, encoding="UTF-8", xml_declaration=True))
