# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs for other programs: DAWproject and REAPER files that hold everything they name."""

import re
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as xml

import numpy as np
import pytest
import soundfile
from msgspec.structs import replace

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import run_to_end
from musicstudio.interchange.daw_session import DawSession
from musicstudio.interchange.dawproject import export_dawproject
from musicstudio.interchange.rpp import export_rpp
from musicstudio.media.store import MediaStore
from musicstudio.project.edits import clips, stems, tempo, tracks
from musicstudio.project.edits.stems import Stem
from musicstudio.project.model import Project, Source, Take
from tests.project.songs import HASHES, small_song, two_tempi


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media")


@pytest.fixture
def song(media: MediaStore) -> Project:
    """The small song, with audio that is really there."""
    draw = np.random.default_rng(8)
    made = {}
    for key, old in small_song().sources.items():
        content_hash, frames = media.add(draw.standard_normal((2, 48_000 * 9)).astype(np.float32) * 0.1)
        made[key] = Source(content_hash, frames, 48_000, 2, old.name)

    def sounding(take: Take) -> Take:
        return replace(take, source=made[take.source].hash)

    rows = tuple(
        replace(row, clips=tuple(replace(clip, takes=tuple(map(sounding, clip.takes))) for clip in row.clips))
        for row in small_song().tracks
    )
    return replace(small_song(), tracks=rows, sources={source.hash: source for source in made.values()})


def as_session(song: Project) -> DawSession:
    """All rows as they stand."""
    return DawSession(song, tuple(row for row in song.tracks if any(clip.take.notes for clip in row.clips)))


def dawproject(song: Project, media: MediaStore, path: Path) -> tuple[xml.Element, zipfile.ZipFile]:
    run_to_end(export_dawproject(as_session(song), path, media.path))
    archive = zipfile.ZipFile(path)
    return xml.fromstring(archive.read("project.xml")), archive


def test_every_file_a_dawproject_names_is_inside_it(song: Project, media: MediaStore, tmp_path: Path) -> None:
    root, archive = dawproject(song, media, tmp_path / "a.dawproject")
    with archive:
        names = [file.get("path") for file in root.iter("File")]
        assert len(names) == 5
        assert {file.get("external") for file in root.iter("File")} == {"false"}
        assert set(names) <= set(archive.namelist())
        for name in set(names):
            with archive.open(str(name)) as file:
                assert soundfile.info(file).frames == 48_000 * 9


def test_ids_are_unique_and_every_reference_has_its_target(song: Project, media: MediaStore, tmp_path: Path) -> None:
    song = stems.place_stems("vocal-1", (Stem("Vocals", "vocals", next(iter(song.sources.values()))),))(song)
    root, archive = dawproject(tempo.set_tempo_map(two_tempi())(song), media, tmp_path / "a.dawproject")
    archive.close()
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    assert max(ids.values()) == 1
    for element in root.iter():
        for attribute in ("track", "destination", "parameter"):
            assert element.get(attribute, next(iter(ids))) in ids
    assert all(element.get("unit") for element in root.iter() if element.tag in ("Volume", "Pan", "Tempo"))


def test_a_dawproject_places_audio_where_it_is_heard(song: Project, media: MediaStore, tmp_path: Path) -> None:
    root, archive = dawproject(song, media, tmp_path / "a.dawproject")
    archive.close()
    lane = root.find(".//Lanes[@track='vocal']/Clips/Clip")
    assert lane is not None
    assert [float(lane.get(key, "")) for key in ("time", "duration", "playStart")] == [4.0, 12.0, 0.0]
    ringing = root.find(".//Lanes[@track='bass']/Clips/Clip")
    assert ringing is not None
    assert [float(ringing.get(key, "")) for key in ("time", "playStart")] == [0.0, pytest.approx(0.1)]
    notes = root.findall(".//Lanes[@track='bass-notes']/Clips/Clip/Notes/Note")
    assert len(notes) == 32
    muted = root.find(".//Track[@name='Notes']/Track[@id='bass-notes']/Channel/Mute")
    assert muted is not None and muted.get("value") == "true"


def test_a_dawproject_keeps_groups_sends_and_tempo_changes(song: Project, media: MediaStore, tmp_path: Path) -> None:
    root, archive = dawproject(tempo.set_tempo_map(two_tempi())(song), media, tmp_path / "a.dawproject")
    archive.close()
    assert root.find("Structure/Track[@id='group']/Track[@id='drums']") is not None
    send = root.find(".//Track[@id='bass']/Channel/Sends/Send")
    assert send is not None and send.get("destination") == "reverb-channel"
    assert [point.get("value") for point in root.iter("RealPoint")] == ["120", "90"]
    assert [point.get("numerator") for point in root.iter("TimeSignaturePoint")] == ["4", "3"]
    assert [marker.get("name") for marker in root.iter("Marker")] == ["Verse 1", "Chorus 1", "Drop"]


@pytest.mark.parametrize("suffix", [".dawproject", ".rpp"])
def test_a_missing_audio_file_stops_the_export_and_leaves_no_project(
    song: Project, media: MediaStore, tmp_path: Path, suffix: str
) -> None:
    media.path(next(iter(song.sources))).unlink()
    export = export_dawproject if suffix == ".dawproject" else export_rpp
    with pytest.raises(MediaError, match="missing"):
        run_to_end(export(as_session(song), tmp_path / f"a{suffix}", media.path))
    assert not (tmp_path / f"a{suffix}").exists()


def test_names_with_special_characters_do_no_harm(song: Project, media: MediaStore, tmp_path: Path) -> None:
    odd = tracks.rename_track("bass", "../<Bäss> & \"co'`\n")(song)
    root, archive = dawproject(odd, media, tmp_path / "a.dawproject")
    assert all(".." not in name for name in archive.namelist())
    archive.close()
    track = root.find(".//Track[@id='bass']")
    assert track is not None and "Bäss" in track.get("name", "")
    text = run_to_end(export_rpp(as_session(odd), tmp_path / "a.rpp", media.path)).read_text()
    assert "NAME `../<Bäss> & \"co' `" in text


def test_a_reaper_project_is_balanced_and_names_files_that_are_there(
    song: Project, media: MediaStore, tmp_path: Path
) -> None:
    path = run_to_end(export_rpp(as_session(song), tmp_path / "a.rpp", media.path))
    lines = [line.strip() for line in path.read_text().splitlines()]
    assert sum(line.startswith("<") for line in lines) == lines.count(">")
    files = re.findall(r'FILE "([^"]+)"', path.read_text())
    assert len(files) == 5
    for file in files:
        assert soundfile.info(str(tmp_path / file)).frames == 48_000 * 9
    assert [line for line in lines if line.startswith("TEMPO ")] == ["TEMPO 120 4 4"]
    assert "POSITION 2" in lines and "LENGTH 6" in lines


def test_a_reaper_project_opens_and_closes_its_folders(song: Project, media: MediaStore, tmp_path: Path) -> None:
    text = run_to_end(export_rpp(as_session(song), tmp_path / "a.rpp", media.path)).read_text()
    marks = re.findall(r'<TRACK\n\s+NAME "(\w+)"[^<]*?ISBUS (\d -?\d)', text)
    assert marks == [
        ("Bass", "0 0"),
        ("Vocal", "0 0"),
        ("Rhythm", "1 1"),
        ("Drums", "2 -1"),
        ("Reverb", "0 0"),
        ("Notes", "1 1"),
        ("Chords", "2 -1"),
    ]


def test_muted_clips_and_waiting_takes(song: Project, media: MediaStore, tmp_path: Path) -> None:
    muted = clips.mute_clips(["vocal-1"], True)(song)
    waiting = tracks.set_instrument("bass", "other")(muted)
    text = run_to_end(export_rpp(as_session(waiting), tmp_path / "a.rpp", media.path)).read_text()
    assert text.count("<SOURCE WAVE") == 3
    assert "MUTE 1 0" in text


def test_the_test_song_has_audio_behind_every_name(song: Project, media: MediaStore) -> None:
    assert not set(song.sources) & set(HASHES)
    assert all(media.has(key) for key in song.sources)
