# SPDX-License-Identifier: GPL-3.0-or-later
"""Values as a DAWproject writes them."""

from xml.etree import ElementTree as xml

from musicstudio.core.text import clean_text
from musicstudio.core.units import TICKS_PER_QUARTER, gain_from_db
from musicstudio.project.model import Meter, TempoMap, Track


def number(value: float) -> str:
    """A decimal number."""
    return f"{value:.9g}"


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
    """Quarter notes at a time."""
    return tempo_map.ticks_at(seconds) / TICKS_PER_QUARTER


def signature(meter: Meter) -> dict[str, str]:
    """The attributes of a metre."""
    return {"numerator": str(meter.numerator), "denominator": str(meter.denominator)}


def has_notes(track: Track) -> bool:
    """Whether a row gets a track of notes."""
    return any(clip.take and clip.take.notes for clip in track.clips)


def xml_bytes(root: xml.Element) -> bytes:
    """A document that every XML parser takes, whatever characters its names hold."""
    for element in root.iter():
        element.attrib = {name: clean_text(value) for name, value in element.attrib.items()}
        element.text = clean_text(element.text) if element.text else element.text
    return bytes(xml.tostring(root, encoding="UTF-8", xml_declaration=True))
