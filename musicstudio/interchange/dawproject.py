# SPDX-License-Identifier: GPL-3.0-or-later
"""DAWproject 1.0, read by Bitwig, Studio One and Cubase: a zip with ``project.xml``, ``metadata.xml`` and the audio.

Each row gives an audio track that sounds as here, and where it has notes a muted track of notes below it. All
references stay inside the zip. The element order follows ``Project.xsd`` of the bitwig/dawproject repository. Effects
and the gains of single clips are not carried over.
"""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree as xml

from musicstudio.core.errors import MediaError, StorageError
from musicstudio.core.files import new_path
from musicstudio.core.progress import Job, Progress
from musicstudio.project.model import Project, TempoMap

from .dawproject_clips import MEDIA_FOLDER, add_audio_lane, add_note_lane
from .dawproject_rows import add_master, add_track
from .dawproject_values import beats, number, signature, xml_bytes
from .song_info import SOFTWARE
from .timeline import exported_rows, media_names

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
        add_track(structure, track, _COLOURS[index % len(_COLOURS)])
    add_master(structure, project)
    arrangement = xml.SubElement(root, "Arrangement", id="arrangement")
    lanes = xml.SubElement(arrangement, "Lanes", id="lanes", timeUnit="beats")
    for track in rows:
        add_audio_lane(lanes, project, track, names)
        add_note_lane(lanes, project, track)
    _add_markers(arrangement, project)
    _add_tempo_automation(arrangement, project.tempo_map)
    xml.indent(root)
    return xml_bytes(root)


def _add_transport(root: xml.Element, project: Project) -> None:
    transport = xml.SubElement(root, "Transport")
    bpm, meter = project.tempo_map.tempos[0].bpm, project.tempo_map.meters[0]
    xml.SubElement(transport, "Tempo", id="tempo", unit="bpm", value=number(bpm), min="10", max="1000")
    xml.SubElement(transport, "TimeSignature", {"id": "meter", **signature(meter)})


def _add_markers(arrangement: xml.Element, project: Project) -> None:
    places = [(section.start_ticks, section.name) for section in project.sections]
    places += [(marker.tick, marker.name) for marker in project.markers]
    if not places:
        return
    markers = xml.SubElement(arrangement, "Markers", id="markers", timeUnit="beats")
    for tick, name in sorted(places):
        xml.SubElement(markers, "Marker", time=beats(tick), name=name)


def _add_tempo_automation(arrangement: xml.Element, tempo_map: TempoMap) -> None:
    if len(tempo_map.tempos) > 1:
        lane = xml.SubElement(arrangement, "TempoAutomation", id="tempo-lane", unit="bpm", timeUnit="beats")
        xml.SubElement(lane, "Target", parameter="tempo")
        for tempo in tempo_map.tempos:
            time = beats(tempo.tick)
            xml.SubElement(lane, "RealPoint", time=time, value=number(tempo.bpm), interpolation="hold")
    if len(tempo_map.meters) > 1:
        lane = xml.SubElement(arrangement, "TimeSignatureAutomation", id="meter-lane", timeUnit="beats")
        xml.SubElement(lane, "Target", parameter="meter")
        for meter in tempo_map.meters:
            time = beats(meter.tick)
            xml.SubElement(lane, "TimeSignaturePoint", {"time": time, **signature(meter)})


def _metadata_xml(project: Project) -> bytes:
    root = xml.Element("MetaData")
    xml.SubElement(root, "Title").text = project.title
    xml.SubElement(root, "Comment").text = f"Made with {SOFTWARE}"
    return xml_bytes(root)


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
