# SPDX-License-Identifier: GPL-3.0-or-later
"""The clips of a DAWproject, with audio and with notes."""

from collections.abc import Mapping
from xml.etree import ElementTree as xml

from musicstudio.core.theory.chords import chord_intervals
from musicstudio.core.units import gain_from_db
from musicstudio.project.keys import named_chords
from musicstudio.project.model import Clip, Master, Project, Track

from .audible_notes import clip_notes
from .dawproject_rows import Places, add_automation, add_lanes
from .dawproject_values import beats, beats_at, flag, number
from .midi_programs import DRUM_CHANNEL, is_drums
from .timeline import AudioItem, audio_items

MEDIA_FOLDER = "audio"
CHORDS_ROW = "chord-row"
_CHORD_BASE = 48


def add_audio_lane(
    lanes: xml.Element, project: Project, track: Track, names: Mapping[str, str], places: Places
) -> None:
    """The audio of a row and what moves on it; ``names``: the file name of each content hash."""
    items = list(audio_items(project, track))
    has_moves = any(lane.points and lane.target in places for lane in track.strip.automation)
    if not items and not has_moves:
        return
    lane = xml.SubElement(lanes, "Lanes", id=f"{track.id}-lanes", track=track.id)
    if items:
        clips = xml.SubElement(lane, "Clips", id=f"{track.id}-clips")
        for item in items:
            _add_audio_clip(clips, project, item, names[item.source.hash])
    add_automation(lane, track, places)


def add_master_lane(lanes: xml.Element, master: Master, places: Places) -> None:
    """What moves on the master."""
    if any(lane.points and lane.target in places for lane in master.automation):
        lane = xml.SubElement(lanes, "Lanes", id="master-lanes", track="master")
        add_lanes(lane, "master", master.automation, places)


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
    holder = outer
    if item.clip.gain_db:
        holder = xml.SubElement(outer, "Lanes", id=f"{item.clip.id}-content", timeUnit="seconds")
    inner = xml.SubElement(holder, "Clips")
    _add_audio(inner, item, file_name)
    if item.clip.gain_db:
        _add_gain(holder, item)


def _add_audio(inner: xml.Element, item: AudioItem, file_name: str) -> None:
    length = number(item.source.length_s)
    holder = xml.SubElement(inner, "Clip", time="0", duration=length, contentTimeUnit="seconds")
    audio = xml.SubElement(
        holder,
        "Audio",
        id=f"{item.clip.id}-audio",
        algorithm="raw",
        channels=str(item.source.channels),
        duration=length,
        sampleRate=str(item.source.rate),
    )
    xml.SubElement(audio, "File", path=f"{MEDIA_FOLDER}/{file_name}", external="false")


def _add_gain(holder: xml.Element, item: AudioItem) -> None:
    """The gain of a clip, which the format has as an expression."""
    points = xml.SubElement(holder, "Points", id=f"{item.clip.id}-gain", unit="linear")
    xml.SubElement(points, "Target", expression="gain")
    value = number(gain_from_db(item.clip.gain_db))
    xml.SubElement(points, "RealPoint", time="0", value=value, interpolation="hold")


def add_note_lane(lanes: xml.Element, project: Project, track: Track) -> None:
    """The notes of a row, for the muted row beside it."""
    lane = xml.SubElement(lanes, "Lanes", id=f"{track.id}-note-lanes", track=f"{track.id}-notes")
    clips = xml.SubElement(lane, "Clips", id=f"{track.id}-note-clips")
    for clip in track.clips:
        if clip.take and clip.take.notes and not clip.is_muted:
            _add_note_clip(clips, project, track, clip)


def _add_note_clip(clips: xml.Element, project: Project, track: Track, clip: Clip) -> None:
    first = max(0, project.tempo_map.ticks_at(clip.start_s))
    length = max(1, project.tempo_map.ticks_at(clip.end_s) - first)
    notes = sorted(clip_notes(clip, project.tempo_map), key=lambda note: (note.start_ticks, note.pitch))
    first = min([first, *(note.start_ticks for note in notes)])
    element = xml.SubElement(
        clips, "Clip", time=beats(first), duration=beats(length), playStart="0", name=clip.name or track.name
    )
    holder = xml.SubElement(element, "Notes", id=f"{clip.id}-notes")
    channel = DRUM_CHANNEL if is_drums(track) else 0
    for note in notes:
        _add_note(holder, note.start_ticks - first, note.length_ticks, note.pitch, note.velocity, channel)


def add_chord_lane(lanes: xml.Element, project: Project) -> None:
    """The chords as clips that bear their symbols and hold their tones: the format has no chord track."""
    if not project.chords:
        return
    lane = xml.SubElement(lanes, "Lanes", id=f"{CHORDS_ROW}-lanes", track=CHORDS_ROW)
    clips = xml.SubElement(lane, "Clips", id=f"{CHORDS_ROW}-clips")
    for number_, (chord, name) in enumerate(named_chords(project)):
        place, length = beats(chord.start_ticks), beats(chord.length_ticks)
        element = xml.SubElement(clips, "Clip", time=place, duration=length, playStart="0", name=name)
        holder = xml.SubElement(element, "Notes", id=f"{CHORDS_ROW}-{number_}")
        for interval in chord_intervals(chord.quality):
            _add_note(holder, 0, chord.length_ticks, _CHORD_BASE + chord.root + interval, 90, 0)


def _add_note(holder: xml.Element, start: int, length: int, pitch: int, velocity: int, channel: int) -> None:
    xml.SubElement(
        holder,
        "Note",
        time=beats(start),
        duration=beats(length),
        channel=str(channel),
        key=str(pitch),
        vel=number(velocity / 127),
        rel="0",
    )
