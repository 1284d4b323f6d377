# SPDX-License-Identifier: GPL-3.0-or-later
"""The clips of a DAWproject, with audio and with notes."""

from collections.abc import Mapping
from xml.etree import ElementTree as xml

from musicstudio.project.model import Clip, Project, Track

from .dawproject_values import beats, beats_at, flag, has_notes, number
from .heard_notes import clip_notes
from .midi_programs import DRUM_CHANNEL, is_drums
from .timeline import AudioItem, audio_items

MEDIA_FOLDER = "audio"


def add_audio_lane(lanes: xml.Element, project: Project, track: Track, names: Mapping[str, str]) -> None:
    """The audio of a row; ``names``: the file name of each content hash."""
    items = list(audio_items(project, track))
    if not items:
        return
    lane = xml.SubElement(lanes, "Lanes", id=f"{track.id}-lanes", track=track.id)
    clips = xml.SubElement(lane, "Clips", id=f"{track.id}-clips")
    for item in items:
        _add_audio_clip(clips, project, item, names[item.source.hash])


def _add_audio_clip(clips: xml.Element, project: Project, item: AudioItem, file_name: str) -> None:
    """A clip in beats that holds, as Bitwig and Studio One want it, a clip in seconds with the audio in it."""
    start = beats_at(project.tempo_map, item.start_s)
    outer = xml.SubElement(
        clips,
        "Clip",
        time=number(start),
        duration=number(beats_at(project.tempo_map, item.start_s + item.length_s) - start),
        contentTimeUnit="seconds",
        playStart=number(item.source_start_s),
        fadeTimeUnit="seconds",
        fadeInTime=number(item.fade_in_s),
        fadeOutTime=number(item.fade_out_s),
        name=item.clip.name or item.source.name or "Audio",
        enable=flag(not item.clip.is_muted),
    )
    inner = xml.SubElement(outer, "Clips")
    holder = xml.SubElement(inner, "Clip", time="0", duration=number(item.source.length_s), contentTimeUnit="seconds")
    audio = xml.SubElement(
        holder,
        "Audio",
        id=f"{item.clip.id}-audio",
        algorithm="raw",
        channels=str(item.source.channels),
        duration=number(item.source.length_s),
        sampleRate=str(item.source.rate),
    )
    xml.SubElement(audio, "File", path=f"{MEDIA_FOLDER}/{file_name}", external="false")


def add_note_lane(lanes: xml.Element, project: Project, track: Track) -> None:
    """The notes of a row, for the muted row beside it."""
    if not has_notes(track):
        return
    lane = xml.SubElement(lanes, "Lanes", id=f"{track.id}-note-lanes", track=f"{track.id}-notes")
    clips = xml.SubElement(lane, "Clips", id=f"{track.id}-note-clips")
    for clip in track.clips:
        if clip.take and clip.take.notes:
            _add_note_clip(clips, project, track, clip)


def _add_note_clip(clips: xml.Element, project: Project, track: Track, clip: Clip) -> None:
    first = project.tempo_map.ticks_at(clip.start_s)
    length = project.tempo_map.ticks_at(clip.end_s) - first
    element = xml.SubElement(
        clips,
        "Clip",
        time=beats(first),
        duration=beats(length),
        playStart="0",
        name=clip.name or track.name,
    )
    notes = xml.SubElement(element, "Notes", id=f"{clip.id}-notes")
    channel = str(DRUM_CHANNEL if is_drums(track) else 0)
    for note in clip_notes(clip, project.tempo_map):
        if note.start_ticks < first:
            continue
        xml.SubElement(
            notes,
            "Note",
            time=beats(note.start_ticks - first),
            duration=beats(note.length_ticks),
            channel=channel,
            key=str(note.pitch),
            vel=number(note.velocity / 127),
            rel="0",
        )
