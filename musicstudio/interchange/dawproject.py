# SPDX-License-Identifier: GPL-3.0-or-later
"""DAWproject 1.0, read by Bitwig, Studio One and Cubase: a zip with ``project.xml``, ``metadata.xml`` and the audio.

Each row gives an audio track that sounds as here, and where it has notes a muted track of notes below it. All
references stay inside the zip. The element order follows ``Project.xsd`` of the bitwig/dawproject repository. Effects
and the gains of single clips are not carried over.
"""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as xml

from musicstudio.core.errors import MediaError, StorageError
from musicstudio.core.files import new_path
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import TICKS_PER_QUARTER, gain_from_db
from musicstudio.project.model import Clip, Meter, Project, Send, TempoMap, Track

from .heard_notes import clip_notes
from .midi_programs import DRUM_CHANNEL, is_drums
from .song_info import SOFTWARE
from .timeline import AudioItem, audio_items, exported_rows, media_names

MEDIA_FOLDER = "audio"
_COLOURS = ("#4f9dde", "#e0a84f", "#7fc97f", "#d66a6a", "#a98ae0", "#5cc5c5", "#d98cb3", "#b5b56b")
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def export_dawproject(project: Project, path: Path, media_path: Callable[[str], Path], version: str = "1") -> Job[Path]:
    """Write a song with all audio that is heard. media_path: where the file of a content hash is.

    Raises `MediaError` when an audio file is missing, `StorageError` when the zip cannot be written.
    """
    path, names = Path(path), media_names(project)
    with new_path(path) as part:
        try:
            with zipfile.ZipFile(part, "w") as archive:
                _add(archive, "project.xml", project_xml(project, names, version))
                _add(archive, "metadata.xml", _metadata_xml(project))
                for index, (content_hash, name) in enumerate(names.items()):
                    yield Progress(index / len(names), "Copying audio")
                    _add_file(archive, f"{MEDIA_FOLDER}/{name}", media_path(content_hash))
        except zipfile.LargeZipFile as error:
            raise StorageError(f"“{path.name}” would be too large.") from error
    return path


def project_xml(project: Project, names: Mapping[str, str], version: str = "1") -> bytes:
    """The document; ``names``: the file name of each content hash."""
    root = xml.Element("Project", version="1.0")
    xml.SubElement(root, "Application", name=SOFTWARE, version=version)
    _add_transport(root, project)
    structure = xml.SubElement(root, "Structure")
    rows = exported_rows(project)
    for index, track in enumerate(rows):
        _add_track(structure, project, track, _COLOURS[index % len(_COLOURS)])
    _add_master(structure, project)
    arrangement = xml.SubElement(root, "Arrangement", id="arrangement")
    lanes = xml.SubElement(arrangement, "Lanes", id="lanes", timeUnit="beats")
    for track in rows:
        _add_audio_lane(lanes, project, track, names)
        _add_note_lane(lanes, project, track)
    _add_markers(arrangement, project)
    _add_tempo_automation(arrangement, project.tempo_map)
    xml.indent(root)
    return bytes(xml.tostring(root, encoding="UTF-8", xml_declaration=True))


def _add_transport(root: xml.Element, project: Project) -> None:
    transport = xml.SubElement(root, "Transport")
    bpm, meter = project.tempo_map.tempos[0].bpm, project.tempo_map.meters[0]
    xml.SubElement(transport, "Tempo", id="tempo", unit="bpm", value=_number(bpm), min="10", max="1000")
    xml.SubElement(transport, "TimeSignature", {"id": "meter", **_signature(meter)})


def _add_track(structure: xml.Element, project: Project, track: Track, colour: str) -> None:
    parent = structure.find(f".//Track[@id='{track.group_id}']") if track.group_id else None
    owner = structure if parent is None else parent
    kind = "tracks" if track.kind == "group" else "audio"
    destination = f"{track.group_id}-channel" if track.group_id else "master-channel"
    _add_channel_track(owner, track.id, track.name, kind, colour, destination, track)
    if _has_notes(track):
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
    channel.set("solo", _flag(bool(strip and strip.is_soloed)))
    xml.SubElement(channel, "Mute", id=f"{key}-mute", value=_flag(bool(strip and strip.is_muted)))
    pan = _number(((strip.pan if strip else 0.0) + 1) / 2)
    xml.SubElement(channel, "Pan", id=f"{key}-pan", unit="normalized", value=pan, min="0", max="1")
    _add_sends(channel, key, strip.sends if strip else ())
    level = _gain(strip.gain_db if strip else 0.0)
    xml.SubElement(channel, "Volume", id=f"{key}-volume", unit="linear", value=level, min="0", max="16")
    return element


def _add_sends(channel: xml.Element, key: str, sends: Sequence[Send]) -> None:
    if not sends:
        return
    holder = xml.SubElement(channel, "Sends")
    for index, send in enumerate(sends):
        sent = xml.SubElement(holder, "Send", destination=f"{send.bus_id}-channel", type="post")
        xml.SubElement(sent, "Volume", id=f"{key}-send-{index}", unit="linear", value=_gain(send.gain_db))


def _add_master(structure: xml.Element, project: Project) -> None:
    track = xml.SubElement(structure, "Track", id="master", name="Master", contentType="audio", loaded="true")
    channel = xml.SubElement(track, "Channel", id="master-channel", role="master", audioChannels="2", solo="false")
    xml.SubElement(channel, "Mute", id="master-mute", value="false")
    xml.SubElement(channel, "Pan", id="master-pan", unit="normalized", value="0.5", min="0", max="1")
    level = _gain(project.master.gain_db)
    xml.SubElement(channel, "Volume", id="master-volume", unit="linear", value=level, min="0", max="16")


def _add_audio_lane(lanes: xml.Element, project: Project, track: Track, names: Mapping[str, str]) -> None:
    items = list(audio_items(project, track))
    if not items:
        return
    lane = xml.SubElement(lanes, "Lanes", id=f"{track.id}-lanes", track=track.id)
    clips = xml.SubElement(lane, "Clips", id=f"{track.id}-clips")
    for item in items:
        _add_audio_clip(clips, project, item, names[item.source.hash])


def _add_audio_clip(clips: xml.Element, project: Project, item: AudioItem, file_name: str) -> None:
    """A clip in beats that holds, as Bitwig and Studio One want it, a clip in seconds with the audio in it."""
    start = _beats(project, item.start_s)
    outer = xml.SubElement(
        clips,
        "Clip",
        time=_number(start),
        duration=_number(_beats(project, item.start_s + item.length_s) - start),
        contentTimeUnit="seconds",
        playStart=_number(item.source_start_s),
        fadeTimeUnit="seconds",
        fadeInTime=_number(item.fade_in_s),
        fadeOutTime=_number(item.fade_out_s),
        name=item.clip.name or item.source.name or "Audio",
        enable=_flag(not item.clip.is_muted),
    )
    inner = xml.SubElement(outer, "Clips")
    holder = xml.SubElement(inner, "Clip", time="0", duration=_number(item.source.length_s), contentTimeUnit="seconds")
    audio = xml.SubElement(
        holder,
        "Audio",
        id=f"{item.clip.id}-audio",
        algorithm="raw",
        channels=str(item.source.channels),
        duration=_number(item.source.length_s),
        sampleRate=str(item.source.rate),
    )
    xml.SubElement(audio, "File", path=f"{MEDIA_FOLDER}/{file_name}", external="false")


def _add_note_lane(lanes: xml.Element, project: Project, track: Track) -> None:
    if not _has_notes(track):
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
        time=_number(first / TICKS_PER_QUARTER),
        duration=_number(length / TICKS_PER_QUARTER),
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
            time=_number((note.start_ticks - first) / TICKS_PER_QUARTER),
            duration=_number(note.length_ticks / TICKS_PER_QUARTER),
            channel=channel,
            key=str(note.pitch),
            vel=_number(note.velocity / 127),
            rel="0",
        )


def _add_markers(arrangement: xml.Element, project: Project) -> None:
    places = [(section.start_ticks, section.name) for section in project.sections]
    places += [(marker.tick, marker.name) for marker in project.markers]
    if not places:
        return
    markers = xml.SubElement(arrangement, "Markers", id="markers", timeUnit="beats")
    for tick, name in sorted(places):
        xml.SubElement(markers, "Marker", time=_number(tick / TICKS_PER_QUARTER), name=name)


def _add_tempo_automation(arrangement: xml.Element, tempo_map: TempoMap) -> None:
    if len(tempo_map.tempos) > 1:
        lane = xml.SubElement(arrangement, "TempoAutomation", id="tempo-lane", unit="bpm", timeUnit="beats")
        xml.SubElement(lane, "Target", parameter="tempo")
        for tempo in tempo_map.tempos:
            time = _number(tempo.tick / TICKS_PER_QUARTER)
            xml.SubElement(lane, "RealPoint", time=time, value=_number(tempo.bpm), interpolation="hold")
    if len(tempo_map.meters) > 1:
        lane = xml.SubElement(arrangement, "TimeSignatureAutomation", id="meter-lane", timeUnit="beats")
        xml.SubElement(lane, "Target", parameter="meter")
        for meter in tempo_map.meters:
            time = _number(meter.tick / TICKS_PER_QUARTER)
            xml.SubElement(lane, "TimeSignaturePoint", {"time": time, **_signature(meter)})


def _signature(meter: Meter) -> dict[str, str]:
    return {"numerator": str(meter.numerator), "denominator": str(meter.denominator)}


def _metadata_xml(project: Project) -> bytes:
    root = xml.Element("MetaData")
    xml.SubElement(root, "Title").text = project.title
    xml.SubElement(root, "Comment").text = f"Made with {SOFTWARE}"
    return bytes(xml.tostring(root, encoding="UTF-8", xml_declaration=True))


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)


def _add_file(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    try:
        source = path.open("rb")
    except OSError as error:
        raise MediaError(f"The audio file {path.name} of the song is missing.") from error
    with source, archive.open(zipfile.ZipInfo(name, _ZIP_DATE), "w", force_zip64=True) as target:
        while block := source.read(1 << 20):
            target.write(block)


def _has_notes(track: Track) -> bool:
    return any(clip.take and clip.take.notes for clip in track.clips)


def _beats(project: Project, seconds: float) -> float:
    return project.tempo_map.ticks_at(seconds) / TICKS_PER_QUARTER


def _gain(level_db: float) -> str:
    return _number(gain_from_db(level_db))


def _number(value: float) -> str:
    return f"{value:.9g}"


def _flag(value: bool) -> str:
    return "true" if value else "false"
