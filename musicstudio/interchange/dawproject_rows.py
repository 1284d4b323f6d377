# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows and mixer strips of a DAWproject."""

from collections.abc import Sequence
from xml.etree import ElementTree as xml

from musicstudio.project.model import Project, Send, Track

from .dawproject_values import flag, gain, has_notes, number


def add_track(structure: xml.Element, track: Track, colour: str) -> None:
    """A row with its mixer strip, inside its group, and where it has notes a muted row for them."""
    parent = structure.find(f".//Track[@id='{track.group_id}']") if track.group_id else None
    owner = structure if parent is None else parent
    kind = "tracks" if track.kind == "group" else "audio"
    destination = f"{track.group_id}-channel" if track.group_id else "master-channel"
    _add_channel_track(owner, track.id, track.name, kind, colour, destination, track)
    if has_notes(track):
        notes = _add_channel_track(owner, f"{track.id}-notes", f"{track.name} (notes)", "notes", colour, destination)
        notes.find("Channel/Mute").set("value", "true")  # type: ignore[union-attr]


def _add_channel_track(
    owner: xml.Element, key: str, name: str, kind: str, colour: str, destination: str, track: Track | None = None
) -> xml.Element:
    element = xml.SubElement(owner, "Track", id=key, name=name, color=colour, contentType=kind, loaded="true")
    role = {"group": "submix", "bus": "effect"}.get(track.kind if track else "", "regular")
    channel = xml.SubElement(
        element, "Channel", id=f"{key}-channel", role=role, audioChannels="2", destination=destination
    )
    strip = track.strip if track else None
    channel.set("solo", flag(bool(strip and strip.is_soloed)))
    xml.SubElement(channel, "Mute", id=f"{key}-mute", value=flag(bool(strip and strip.is_muted)))
    pan = number(((strip.pan if strip else 0.0) + 1) / 2)
    xml.SubElement(channel, "Pan", id=f"{key}-pan", unit="normalized", value=pan, min="0", max="1")
    _add_sends(channel, key, strip.sends if strip else ())
    level = gain(strip.gain_db if strip else 0.0)
    xml.SubElement(channel, "Volume", id=f"{key}-volume", unit="linear", value=level, min="0", max="16")
    return element


def _add_sends(channel: xml.Element, key: str, sends: Sequence[Send]) -> None:
    if not sends:
        return
    holder = xml.SubElement(channel, "Sends")
    for index, send in enumerate(sends):
        sent = xml.SubElement(holder, "Send", destination=f"{send.bus_id}-channel", type="post")
        xml.SubElement(sent, "Volume", id=f"{key}-send-{index}", unit="linear", value=gain(send.gain_db))


def add_master(structure: xml.Element, project: Project) -> None:
    """The master, which all rows go to."""
    track = xml.SubElement(structure, "Track", id="master", name="Master", contentType="audio", loaded="true")
    channel = xml.SubElement(track, "Channel", id="master-channel", role="master", audioChannels="2", solo="false")
    xml.SubElement(channel, "Mute", id="master-mute", value="false")
    xml.SubElement(channel, "Pan", id="master-pan", unit="normalized", value="0.5", min="0", max="1")
    level = gain(project.master.gain_db)
    xml.SubElement(channel, "Volume", id="master-volume", unit="linear", value=level, min="0", max="16")
