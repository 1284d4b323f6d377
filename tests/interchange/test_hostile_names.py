# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs whose names hold control characters leave in files that are well formed."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as xml

import mido
import pytest
from msgspec.structs import replace

from musicstudio.core.progress import run_to_end
from musicstudio.interchange.daw_session import DawSession, media_names
from musicstudio.interchange.dawproject import export_dawproject
from musicstudio.interchange.midi_export import export_midi
from musicstudio.interchange.riff import metadata_chunks
from musicstudio.interchange.rpp import rpp_text
from musicstudio.interchange.song_info import CuePoint, SongInfo
from musicstudio.project.model import Marker, Project
from tests.project.songs import small_song

NAMES = [
    "Bass\x01\x1b[31m\x08",
    "\x00",
    "half \ud83d of a pair",
    "line\r\nbreak",
    "\ufffe\uffff",
    "a\"b'c`d",
    "\x9b31m",
]


def renamed(name: str) -> Project:
    song = small_song()
    rows = tuple(
        replace(row, name=name, clips=tuple(replace(clip, name=name) for clip in row.clips)) for row in song.tracks
    )
    sections = tuple(replace(section, name=name) for section in song.sections)
    sources = {key: replace(source, name=name) for key, source in song.sources.items()}
    markers = (Marker("m", name, 0),)
    return replace(song, title=name, tracks=rows, sections=sections, markers=markers, sources=sources)


def as_session(name: str) -> DawSession:
    return DawSession(renamed(name), renamed(name).tracks[:2])


@pytest.mark.parametrize("name", NAMES)
def test_dawproject_xml_is_well_formed(name: str, tmp_path: Path) -> None:
    (tmp_path / "audio.wav").write_bytes(b"RIFF")
    run_to_end(export_dawproject(as_session(name), tmp_path / "x.dawproject", lambda _: tmp_path / "audio.wav"))
    with zipfile.ZipFile(tmp_path / "x.dawproject") as archive:
        for part in ("project.xml", "metadata.xml"):
            xml.fromstring(archive.read(part))


@pytest.mark.parametrize("name", NAMES)
def test_ixml_is_well_formed_and_riff_chunks_add_up(name: str) -> None:
    info = SongInfo(name, name, 120.0, key="A minor", comment=name, licence=name, cues=(CuePoint(name, 0.5),))
    data, chunks, place = metadata_chunks(info, 48_000, 2.0), {}, 0
    while place < len(data):
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        chunks[data[place : place + 4]] = data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2
    assert place == len(data)
    xml.fromstring(chunks[b"iXML"])
    assert not re.search(rb"[\x01-\x08\x0e-\x1f]", chunks[b"bext"][:256])


@pytest.mark.parametrize("name", NAMES)
def test_a_reaper_project_has_one_line_a_name(name: str) -> None:
    song = renamed(name)
    text = rpp_text(as_session(name), media_names(song))
    text.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
    assert all(line.strip().startswith(("NAME ", "<", ">")) or line.strip()[:1].isupper() for line in text.splitlines())


@pytest.mark.parametrize("name", NAMES)
def test_midi_is_readable(name: str, tmp_path: Path) -> None:
    export_midi(renamed(name), tmp_path / "x.mid")
    file = mido.MidiFile(file=io.BytesIO((tmp_path / "x.mid").read_bytes()), charset="utf-8")
    texts = [getattr(m, "name", "") + getattr(m, "text", "") for track in file.tracks for m in track if m.is_meta]
    assert texts and not any(re.search("[\x00-\x1f\x7f-\x9f]", text) for text in texts)
