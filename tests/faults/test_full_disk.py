# SPDX-License-Identifier: GPL-3.0-or-later
"""A small disk that fills up, a real one: what no longer fits is refused with the reason, what is there stays.

Needs the right to mount a file system in memory; skipped elsewhere.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.app.files.export import ExportOptions, export
from musicstudio.app.files.import_files import import_files
from musicstudio.app.generation.generate import generate
from musicstudio.app.headless.session import HeadlessSession
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.errors import StorageError, StudioError
from musicstudio.engines.contract import GenerationOptions
from musicstudio.project.edits import clips, song
from musicstudio.project.edits.tracks import add_track
from musicstudio.project.model import Source, Track
from musicstudio.storage.folder import ProjectFolder
from tests.project.songs import small_song

from .campaign import SCALE, tell

SIZES_KB = [300, 700, 1500, *(400 + 350 * number for number in range(SCALE - 1))]


@pytest.fixture
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """An empty disk of so many kilobytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={request.param}k", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def assert_full(error: StudioError) -> None:
    assert ("full" in str(error) or "free" in str(error)) and str(error).endswith(".") and "Errno" not in str(error)


@pytest.mark.parametrize("disk", SIZES_KB, indirect=True)
def test_edits_until_the_disk_is_full(disk: Path) -> None:
    path = disk / "Song.mstudio"
    folder = ProjectFolder.create(path, small_song())
    edits = 0
    with pytest.raises(StorageError) as refused:
        while edits < 20_000:
            folder.document.transact("Lyrics", song.set_lyrics(f"la {edits} " + "x" * 3000))
            edits += 1
    assert_full(refused.value)
    left, steps = folder.document.project, len(folder.document.history)
    folder.close()
    with ProjectFolder.open(path) as folder:
        assert folder.document.project == left and len(folder.document.history) == steps
    assert not list(disk.rglob(".*"))
    tell("edits until full", kilobytes=shutil.disk_usage(disk).total // 1024, edits=edits, lost=0)


@pytest.mark.parametrize("disk", [2_000], indirect=True)
def test_what_an_import_and_an_export_cannot_write_leaves_nothing_behind(disk: Path, tmp_path: Path) -> None:
    noise = (0.1 * np.random.default_rng(1).standard_normal((48_000, 2))).astype(np.float32)
    soundfile.write(tmp_path / "long.wav", np.tile(noise, (6, 1)), 48_000, subtype="FLOAT")
    with HeadlessSession.create(disk / "Song.mstudio") as headless:
        session = headless.session
        content_hash, frames = session.media.add(noise.T)
        source = Source(content_hash, frames, 48_000, 2)
        session.document.transact("Row", add_track(Track("t", "Guitar")))
        session.document.transact("Add", clips.add_clip("t", clips.audio_clip(source, 0.0), (source,)))
        before = session.project
        with pytest.raises(StudioError) as refused:
            for job in import_files(session, [tmp_path / "long.wav"], 0.0):
                headless.wait_for(job)
        assert_full(refused.value)
        options = ExportOptions(disk / "out.wav", range_s=(0.0, 60.0), is_mastered=False, bit_depth=32)
        with pytest.raises(StudioError) as refused:
            headless.wait_for(export(session, options))
        assert "full" in str(refused.value)
        assert session.project == before and not (disk / "out.wav").exists() and not list(disk.rglob(".*"))
        session.document.transact("Title", song.set_title("Goes on"))
    with ProjectFolder.open(disk / "Song.mstudio") as folder:
        assert folder.document.project.title == "Goes on"
        assert [folder.media.verify(key) for key in folder.document.project.sources] == [None]


@pytest.mark.parametrize("disk", [3_000], indirect=True)
def test_a_generation_that_does_not_fit_is_refused_and_the_song_is_as_before(disk: Path) -> None:
    with HeadlessSession.create(disk / "Song.mstudio") as headless:
        values = CreateValues("piano and bass", options=GenerationOptions(duration_s=16.0), seed=1)
        with pytest.raises(StudioError) as refused:
            headless.wait_for(generate(headless.session, values))
        assert_full(refused.value)
        assert not list(disk.rglob(".*"))
    with ProjectFolder.open(disk / "Song.mstudio") as folder:
        for key in folder.media.stored_sizes():
            folder.media.verify(key)
