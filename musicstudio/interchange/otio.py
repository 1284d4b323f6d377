# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenTimelineIO, for programs that cut film: every row as a track of clips, audio beside, sections as markers.

The format has no mixer: what is handed over are stems, whose sum is the mix before mastering.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from musicstudio.core.files import write_file
from musicstudio.core.progress import Job
from musicstudio.core.text import clean_line
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.project.model import Project, Track

from .daw_session import DawSession, copy_media
from .song_info import SOFTWARE
from .timeline import AudioItem, audio_items, exported_rows


def export_otio(session: DawSession, path: Path, media_path: Callable[[str], Path]) -> Job[Path]:
    """Write the timeline and, into ``<name> audio`` beside it, its audio. Raises `MediaError`, `StorageError`."""
    path = Path(path)
    files = yield from copy_media(session, path, media_path)
    write_file(path, otio_bytes(session.project, files))
    return path


def otio_bytes(project: Project, files: Mapping[str, str]) -> bytes:
    """The timeline; ``files``: the path, beside it, of each content hash."""
    tracks = [each for row in exported_rows(project) for each in _tracks(project, row, files)]
    stack = _compose_node("Stack.1", "tracks", tracks) | {"markers": list(_markers(project))}
    timeline = {
        "OTIO_SCHEMA": "Timeline.1",
        "name": clean_line(project.title),
        "global_start_time": None,
        "metadata": {SOFTWARE: {"bpm": project.tempo_map.tempos[0].bpm, "key": project.key.name}},
        "tracks": stack,
    }
    return msgspec.json.format(msgspec.json.encode(timeline), indent=2) + b"\n"


def _tracks(project: Project, row: Track, files: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The clips of a row; those that overlap come on further tracks."""
    waiting = sorted((item for item in audio_items(project, row) if not item.clip.is_muted), key=lambda i: i.start_s)
    while waiting:
        children, at, later = [], 0, []
        for item in waiting:
            start = round(item.start_s * SAMPLE_RATE)
            if start < at:
                later.append(item)
                continue
            children += [_gap(start - at)] if start > at else []
            children.append(_clip(item, files[item.source.hash]))
            at = start + round(item.length_s * SAMPLE_RATE)
        yield _compose_node("Track.1", row.name, children) | {"kind": "Audio"}
        waiting = later


def _clip(item: AudioItem, file: str) -> dict[str, Any]:
    reference = {
        "OTIO_SCHEMA": "ExternalReference.1", "name": "", "metadata": {}, "target_url": quote(file),
        "available_range": _range(0, item.source.frames, item.source.rate), "available_image_bounds": None,
    }  # fmt: skip
    return {
        "OTIO_SCHEMA": "Clip.2", "name": clean_line(item.clip.name or item.source.name), "metadata": {},
        "enabled": True,
        "source_range": _range(round(item.source_start_s * SAMPLE_RATE), round(item.length_s * SAMPLE_RATE)),
        "effects": [], "markers": [], "media_references": {"DEFAULT_MEDIA": reference},
        "active_media_reference_key": "DEFAULT_MEDIA",
    }  # fmt: skip


def _gap(frames: int) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "Gap.1", "name": "", "metadata": {}, "source_range": _range(0, frames), "effects": [],
        "markers": [], "enabled": True,
    }  # fmt: skip


def _markers(project: Project) -> Iterator[dict[str, Any]]:
    for section in project.sections:
        start_s, end_s = project.section_span_s(section)
        yield _marker(section.name, start_s, end_s - start_s, "GREEN")
    for marker in project.markers:
        yield _marker(marker.name, project.tempo_map.seconds_at(marker.tick), 0.0, "RED")


def _marker(name: str, start_s: float, length_s: float, color: str) -> dict[str, Any]:
    span = _range(round(start_s * SAMPLE_RATE), round(length_s * SAMPLE_RATE))
    return {
        "OTIO_SCHEMA": "Marker.2", "name": clean_line(name), "metadata": {}, "marked_range": span, "color": color,
        "comment": "",
    }  # fmt: skip


def _compose_node(schema: str, name: str, children: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": schema, "name": clean_line(name), "metadata": {}, "source_range": None, "effects": [],
        "markers": [], "enabled": True, "children": children,
    }  # fmt: skip


def _range(start: int, frames: int, rate: int = SAMPLE_RATE) -> dict[str, Any]:
    times = [{"OTIO_SCHEMA": "RationalTime.1", "rate": float(rate), "value": float(value)} for value in (start, frames)]
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": times[0], "duration": times[1]}
