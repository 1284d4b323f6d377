# SPDX-License-Identifier: GPL-3.0-or-later
"""DAWproject 1.0, read by Bitwig, Studio One and Cubase: a zip with ``project.xml``, ``metadata.xml`` and the audio.

The rows come from a `DawSession`; notes and chords stand in one muted group beside them. All references stay inside the
zip. The element order follows ``Project.xsd`` of the bitwig/dawproject repository. The format leaves the pan law and
the shape of fades to the program that reads it.
"""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree as xml

from musicstudio.core.errors import MediaError, StorageError
from musicstudio.core.files import new_path
from musicstudio.core.progress import Job, Progress
from musicstudio.project.model import Project, Section, TempoMap

from .daw_session import DawSession, media_names
from .dawproject_clips import CHORDS_ROW, MEDIA_FOLDER, add_audio_lane, add_chord_lane, add_master_lane, add_note_lane
from .dawproject_rows import add_master, add_note_rows, add_track
from .dawproject_values import beats, number, real, signature, xml_bytes
from .song_info import SOFTWARE, SongInfo
from .timeline import exported_rows

_COLORS = ("#4f9dde", "#e0a84f", "#7fc97f", "#d66a6a", "#a98ae0", "#5cc5c5", "#d98cb3", "#b5b56b")
_NOTES_COLOR = "#7a8194"
_SECTION_COLOR = "#5577aa"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def export_dawproject(
    session: DawSession, path: Path, media_path: Callable[[str], Path], info: SongInfo | None = None
) -> Job[Path]:
    """Write a song with all audio that is heard. media_path: where the file of a content hash is.

    Raises `MediaError` when an audio file is missing, `StorageError` when the zip cannot be written.
    """
    path, names = Path(path), media_names(session.project)
    with new_path(path) as part:
        try:
            with zipfile.ZipFile(part, "w") as archive:
                _add(archive, "project.xml", project_xml(session, names))
                _add(archive, "metadata.xml", _metadata_xml(session.project, info or SongInfo()))
                for index, (content_hash, name) in enumerate(names.items()):
                    yield Progress(index / len(names), "Copying audio")
                    source = session.files.get(content_hash) or media_path(content_hash)
                    _add_file(archive, f"{MEDIA_FOLDER}/{name}", source)
        except zipfile.LargeZipFile as error:
            raise StorageError(f"“{path.name}” would be too large.") from error
    return path


def project_xml(session: DawSession, names: Mapping[str, str]) -> bytes:
    """The document; ``names``: the file name of each content hash."""
    project = session.project
    root = xml.Element("Project", version="1.0")
    xml.SubElement(root, "Application", name=SOFTWARE, version="1")
    _add_transport(root, project)
    structure = xml.SubElement(root, "Structure")
    rows = exported_rows(project)
    places = [add_track(structure, row, _COLORS[index % len(_COLORS)]) for index, row in enumerate(rows)]
    add_note_rows(structure, session.note_rows, CHORDS_ROW if project.chords else "", _NOTES_COLOR)
    master_places = add_master(structure, project.master)
    arrangement = xml.SubElement(root, "Arrangement", id="arrangement")
    lanes = xml.SubElement(arrangement, "Lanes", id="lanes", timeUnit="beats")
    for track, row_places in zip(rows, places, strict=True):
        add_audio_lane(lanes, project, track, names, row_places)
    add_master_lane(lanes, project.master, master_places)
    for track in session.note_rows:
        add_note_lane(lanes, project, track)
    add_chord_lane(lanes, project)
    _add_markers(arrangement, project)
    _add_tempo_automation(arrangement, project.tempo_map)
    xml.indent(root)
    return xml_bytes(root)


def _add_transport(root: xml.Element, project: Project) -> None:
    transport = xml.SubElement(root, "Transport")
    bpm, meter = project.tempo_map.tempos[0].bpm, project.tempo_map.meters[0]
    real(transport, "Tempo", bpm, "bpm", id="tempo", min="10", max="1000")
    xml.SubElement(transport, "TimeSignature", {"id": "meter", **signature(meter)})


def _add_markers(arrangement: xml.Element, project: Project) -> None:
    """Sections and markers; a section says in its comment what it is and how long."""
    places = [(each.start_ticks, each.name, _section_comment(each)) for each in project.sections]
    places += [(marker.tick, marker.name, "") for marker in project.markers]
    if not places:
        return
    markers = xml.SubElement(arrangement, "Markers", id="markers", timeUnit="beats")
    for tick, name, comment in sorted(places):
        about = {"color": _SECTION_COLOR, "comment": comment} if comment else {}
        xml.SubElement(markers, "Marker", {"time": beats(tick), "name": name, **about})


def _section_comment(section: Section) -> str:
    return f"section {section.kind}, {beats(section.length_ticks)} beats"


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


def _metadata_xml(project: Project, info: SongInfo) -> bytes:
    root = xml.Element("MetaData")
    fields = {
        "Title": project.title,
        "Artist": info.artist,
        "Album": info.album,
        "Year": info.created[:4],
        "Copyright": info.copyright,
        "Comment": ". ".join(part for part in (f"Made with {SOFTWARE}", info.comment or info.disclosure) if part),
    }
    for name, value in fields.items():
        if value:
            xml.SubElement(root, name).text = value
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
