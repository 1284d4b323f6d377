# SPDX-License-Identifier: GPL-3.0-or-later
"""DAWproject in: rows, groups and buses, faders, sends, built-in effects, automation, clips, markers, tempo."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from musicstudio.core.text import clean_line
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import AutomationLane, AutomationPoint, TempoMap

from .dawproject_clips import ClipReader
from .dawproject_devices import devices_of
from .foreign import CHORDS, ForeignClip, ForeignRow, ForeignSong, chords_of, told_once
from .values import level_db, number, pan_of, parsed_xml, tempo_map_of, whole

FileOf = Callable[[str], Path | None]
_SECTION = re.compile(r"section (\w+), ([\d.]+) beats")
_MAX_ROWS = 2000


def read_dawproject(project: bytes, metadata: bytes, name: str, file_of: FileOf) -> ForeignSong:
    """A song from the two documents of a DAWproject; ``file_of``: where a file of the zip lies now.

    Raises `MediaError` where they are damaged.
    """
    root = parsed_xml(project, name)
    title = (parsed_xml(metadata, name).findtext("Title") if metadata else "") or Path(name).stem
    tempo_map = _tempo_map(root)
    clips = ClipReader(tempo_map, file_of)
    lanes = _lanes_by_track(root, clips)
    points = _points(root)
    rows = list(_rows(root, lanes, points))
    sections, markers = _markers(root)
    return ForeignSong(
        title=clean_line(title) or "Untitled",
        tempo_map=tempo_map,
        rows=tuple(row for row in rows if row.name != CHORDS),
        sections=sections,
        markers=markers,
        chords=chords_of(rows, tempo_map),
        notices=told_once(clips.notices),
    )


def _tempo_map(root: Element) -> TempoMap:
    tempos, meters = {}, {}
    if (tempo := root.find("Transport/Tempo")) is not None:
        tempos[0] = number(tempo.get("value"), 120.0)
    if (sign := root.find("Transport/TimeSignature")) is not None:
        meters[0] = (whole(sign.get("numerator"), 4), whole(sign.get("denominator"), 4))
    for point in root.iterfind("Arrangement/TempoAutomation/RealPoint"):
        tempos[_ticks(point.get("time"))] = number(point.get("value"), 120.0)
    for point in root.iterfind("Arrangement/TimeSignatureAutomation/TimeSignaturePoint"):
        meters[_ticks(point.get("time"))] = (whole(point.get("numerator"), 4), whole(point.get("denominator"), 4))
    return tempo_map_of(tempos, meters)


def _ticks(beats: object) -> int:
    return round(number(beats, 0.0, 0.0, 1e6) * TICKS_PER_QUARTER)


def _lanes_by_track(root: Element, clips: ClipReader) -> dict[str, list[ForeignClip]]:
    """The clips of each track, by its id."""
    found: dict[str, list[ForeignClip]] = {}
    arrangement = root.find("Arrangement/Lanes")
    if arrangement is None:
        return found
    waiting = [(arrangement, "", arrangement.get("timeUnit") or "beats")]
    while waiting:
        lane, track, unit = waiting.pop()
        track, unit = lane.get("track") or track, lane.get("timeUnit") or unit
        if lane.tag == "Lanes":
            waiting += [(child, track, unit) for child in reversed(list(lane))]
        elif lane.tag == "Clips":
            found.setdefault(track, []).extend(clips.clips_of(lane, unit))
    return found


_Points = dict[str, tuple[tuple[float, float], ...]]


def _points(root: Element) -> _Points:
    """What moves: (tick, value) by the id of the parameter."""
    found: _Points = {}
    for points in root.iter("Points"):
        target = points.find("Target")
        if target is not None and target.get("parameter"):
            moves = ((_ticks(point.get("time")), number(point.get("value"))) for point in points.iterfind("RealPoint"))
            found[str(target.get("parameter"))] = tuple(sorted(moves))
    return found


def _rows(root: Element, lanes: dict[str, list[ForeignClip]], points: _Points) -> Iterator[ForeignRow]:
    structure = root.find("Structure")
    waiting = [(track, "") for track in reversed(structure.findall("Track"))] if structure is not None else []
    count = 0
    while waiting and count < _MAX_ROWS:
        track, group = waiting.pop()
        key = track.get("id") or f"row-{count}"
        inside = track.findall("Track")
        waiting += [(child, key) for child in reversed(inside)]
        channel = track.find("Channel")
        if channel is not None and channel.get("role") == "master":
            continue
        count += 1
        yield _row(track, channel, key, group, lanes.get(key, []), points, is_group=bool(inside))


def _row(
    track: Element,
    channel: Element | None,
    key: str,
    group: str,
    clips: list[ForeignClip],
    points: _Points,
    *,
    is_group: bool,
) -> ForeignRow:
    kinds = {"effect": "bus", "submix": "group"}
    role = channel.get("role") if channel is not None else ""
    kind = "group" if is_group else kinds.get(role or "", "instrument" if any(c.notes for c in clips) else "audio")
    row = ForeignRow(key, clean_line(track.get("name") or "") or "Track", kind, group, clips=tuple(clips))
    return row if channel is None else _with_channel(row, channel, points)


def _with_channel(row: ForeignRow, channel: Element, points: _Points) -> ForeignRow:
    from msgspec.structs import replace

    volume, pan, mute = channel.find("Volume"), channel.find("Pan"), channel.find("Mute")
    lanes = [
        lane
        for parameter, target in ((volume, "gain_db"), (pan, "pan"))
        if parameter is not None and (lane := _lane(parameter, target, points)) is not None
    ]
    return replace(
        row,
        gain_db=_level(volume),
        pan=_pan(pan, number(pan.get("value"), 0.5)) if pan is not None else 0.0,
        is_muted=mute is not None and mute.get("value") == "true",
        is_soloed=channel.get("solo") == "true",
        devices=devices_of(channel),
        sends=tuple(_sends(channel)),
        automation=tuple(lanes),
    )


def _level(parameter: Element | None) -> float:
    if parameter is None:
        return 0.0
    value = number(parameter.get("value"), 1.0)
    return min(max(value, -60.0), 24.0) if parameter.get("unit") == "decibel" else level_db(value)


def _pan(parameter: Element, value: float) -> float:
    return pan_of(value * 2 - 1 if parameter.get("unit") == "normalized" else value)


def _lane(parameter: Element, target: str, points: _Points) -> AutomationLane | None:
    moves = points.get(parameter.get("id") or "")
    if not moves:
        return None
    is_db = parameter.get("unit") == "decibel"
    values = [
        (tick, _pan(parameter, value) if target == "pan" else value if is_db else level_db(value))
        for tick, value in moves
    ]
    return AutomationLane(target, tuple(AutomationPoint(round(tick), value) for tick, value in values))


def _sends(channel: Element) -> Iterator[tuple[str, float, bool]]:
    for send in channel.iterfind("Sends/Send"):
        enabled = send.find("Enable")
        if enabled is None or enabled.get("value") != "false":
            bus = (send.get("destination") or "").removesuffix("-channel")
            yield bus, min(_level(send.find("Volume")), 6.0), send.get("type") == "pre"


def _markers(root: Element) -> tuple[tuple[tuple[int, str, str, int], ...], tuple[tuple[int, str], ...]]:
    """Sections, which say so in their comments, and the other markers."""
    sections, markers = [], []
    for marker in root.iterfind("Arrangement/Markers/Marker"):
        name = clean_line(marker.get("name") or "") or "Marker"
        said = _SECTION.match(marker.get("comment") or "")
        if said:
            sections.append((_ticks(marker.get("time")), name, said[1], _ticks(said[2])))
        else:
            markers.append((_ticks(marker.get("time")), name))
    return tuple(sorted(sections)), tuple(sorted(markers))
