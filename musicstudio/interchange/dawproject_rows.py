# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows and mixer strips of a DAWproject, and what moves in them."""

from collections.abc import Sequence
from xml.etree import ElementTree as xml

from musicstudio.project.automation_lines import straight_points
from musicstudio.project.model import AutomationLane, Master, Send, Strip, Track

from .dawproject_devices import add_devices, add_master_devices
from .dawproject_values import as_linear, beats, flag, gain, number, real

NOTES_FOLDER = "note-rows"
Places = dict[str, tuple[str, float]]
"""Where each automated target of a strip is in the file: its id, and the factor of its values."""


def add_track(structure: xml.Element, track: Track, color: str) -> Places:
    """A row with its mixer strip, inside its group."""
    parent = structure.find(f".//Track[@id='{track.group_id}']") if track.group_id else None
    owner = structure if parent is None else parent
    kind = "tracks" if track.kind == "group" else "audio"
    role = {"group": "submix", "bus": "effect"}.get(track.kind, "regular")
    channel = _add_channel(owner, track.id, track.name, kind, role, color, track.strip.is_soloed)
    channel.set("destination", f"{track.group_id}-channel" if parent is not None else "master-channel")
    places = add_devices(channel, track.id, track.strip)
    _add_faders(channel, track.id, track.strip)
    sends = {f"send.{send.bus_id}": (f"{track.id}-send-{n}", 1.0) for n, send in enumerate(track.strip.sends)}
    return places | sends | {"gain_db": (f"{track.id}-volume", 1.0), "pan": (f"{track.id}-pan", 1.0)}


def add_note_rows(structure: xml.Element, rows: Sequence[Track], chord_row_id: str, color: str) -> None:
    """One folded, muted group that holds the notes of all rows, so that they stand beside the audio and not in it."""
    if not rows and not chord_row_id:
        return
    folder = _add_muted(structure, NOTES_FOLDER, "Notes", "tracks", "submix", color, "master-channel")
    named = [(f"{row.id}-notes", f"{row.name} (notes)") for row in rows]
    named += [(chord_row_id, "Chords")] if chord_row_id else []
    for key, name in named:
        _add_muted(folder, key, name, "notes", "regular", color, f"{NOTES_FOLDER}-channel")


def add_master(structure: xml.Element, master: Master) -> Places:
    """The master, which all rows go to, with its chain and its fader."""
    channel = _add_channel(structure, "master", "Master", "audio", "master", "#9aa3b5", False)
    places = add_master_devices(channel, master) if master.is_on else {}
    _add_faders(channel, "master", Strip(gain_db=master.fader_db))
    return places | {"fader_db": ("master-volume", 1.0)}


def add_automation(lanes: xml.Element, track: Track, places: Places) -> None:
    """What moves on a row's strip."""
    add_lanes(lanes, track.id, track.strip.automation, places)


def add_lanes(lanes: xml.Element, row_id: str, automation: Sequence[AutomationLane], places: Places) -> None:
    """Automation lanes of a row or the master."""
    for index, lane in enumerate(automation):
        if lane.points and lane.target in places:
            _add_points(lanes, f"{row_id}-automation-{index}", row_id, lane, places[lane.target])


def _add_points(lanes: xml.Element, key: str, row_id: str, lane: AutomationLane, place: tuple[str, float]) -> None:
    target, factor = place
    is_level = lane.target in ("gain_db", "fader_db") or lane.target.startswith("send.")
    unit = "linear" if is_level else "normalized" if lane.target == "pan" else ""
    element = xml.SubElement(lanes, "Points", {"id": key, "track": row_id} | ({"unit": unit} if unit else {}))
    xml.SubElement(element, "Target", parameter=target)
    if is_level:
        points = list(as_linear(lane.points))
    elif lane.target == "pan":
        points = [(float(point.tick), (point.value + 1) / 2) for point in straight_points(lane.points)]
    else:
        points = [(float(point.tick), point.value * factor) for point in straight_points(lane.points)]
    for tick, value in points:
        xml.SubElement(element, "RealPoint", time=beats(tick), value=number(value), interpolation="linear")


def _add_channel(
    owner: xml.Element, key: str, name: str, kind: str, role: str, color: str, is_soloed: bool
) -> xml.Element:
    element = xml.SubElement(owner, "Track", id=key, name=name, color=color, contentType=kind, loaded="true")
    return xml.SubElement(element, "Channel", id=f"{key}-channel", role=role, audioChannels="2", solo=flag(is_soloed))


def _add_muted(
    owner: xml.Element, key: str, name: str, kind: str, role: str, color: str, destination: str
) -> xml.Element:
    channel = _add_channel(owner, key, name, kind, role, color, is_soloed=False)
    channel.set("destination", destination)
    _add_faders(channel, key, Strip(is_muted=True))
    found = owner.find(f"Track[@id='{key}']")
    assert found is not None
    return found


def _add_faders(channel: xml.Element, key: str, strip: Strip) -> None:
    """Mute, pan, sends and volume, in the order of the schema."""
    xml.SubElement(channel, "Mute", id=f"{key}-mute", value=flag(strip.is_muted))
    real(channel, "Pan", (strip.pan + 1) / 2, "normalized", id=f"{key}-pan", min="0", max="1")
    _add_sends(channel, key, strip.sends)
    level = gain(strip.gain_db) if strip.gain_db > -60 else "0"
    xml.SubElement(channel, "Volume", id=f"{key}-volume", unit="linear", value=level, min="0", max="16")


def _add_sends(channel: xml.Element, key: str, sends: Sequence[Send]) -> None:
    if not sends:
        return
    holder = xml.SubElement(channel, "Sends")
    for index, send in enumerate(sends):
        sent = xml.SubElement(holder, "Send", destination=f"{send.bus_id}-channel")
        sent.set("type", "pre" if send.is_pre_fader else "post")
        level = gain(send.gain_db) if send.gain_db > -60 else "0"
        xml.SubElement(sent, "Volume", id=f"{key}-send-{index}", unit="linear", value=level)
