# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command while the n-th write, fsync, rename, truncation, opening or making of a folder fails.

It ends with a sentence and an exit code; the song is as before the command or as after it, its history too; no file is
half written, and the command works when the disk does again.
"""

import errno
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.cli.main import main
from musicstudio.project.edits import clips
from musicstudio.project.model import Project, Source, Track
from musicstudio.storage.folder import ProjectFolder
from tests.faults.failing_disk import FailingDisk

from .campaign import SCALE, tell

TONE = (0.1 * np.sin(np.outer(np.arange(24_000) / 48_000 * 2 * np.pi * 440, [1, 1]))).astype(np.float32)
COMMANDS = {
    "import": ["import", "Song.mstudio", "tone.wav"],
    "export wav": ["export", "Song.mstudio", "-o", "out.wav", "--no-master"],
    "export flac and stems": ["export", "Song.mstudio", "-o", "out.flac", "--no-master", "--stems", "stems"],
    "export opus": ["export", "Song.mstudio", "-o", "out.opus", "--no-master"],
    "clean-up": ["clean-up", "Song.mstudio", "--yes", "--keep-steps", "1"],
    "master": ["master", "tone.wav", "-o", "master.wav"],
    "find-missing": ["find-missing", "Song.mstudio", "."],
}
FAULTS = [(errno.ENOSPC, True), (errno.EIO, False), (errno.EROFS, True)]
RUNS = 7 * SCALE


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a song, a recording."""
    monkeypatch.chdir(tmp_path)
    soundfile.write("tone.wav", TONE, 48_000)
    with ProjectFolder.create(tmp_path / "Song.mstudio", Project("p", tracks=(Track("t", "Guitar"),))) as folder:
        source = Source(*folder.media.add(TONE.T), 48_000, 2)
        folder.document.transact("Add", clips.add_clip("t", clips.audio_clip(source, 0.0), (source,)))
        folder.media.add(TONE.T * 0.5)
    return tmp_path


def state(song: Path) -> tuple[Project, list[str]]:
    with ProjectFolder.open(song) as folder:
        assert not folder.is_read_only
        for key in folder.document.project.sources:
            folder.media.verify(key)
        return folder.document.project, [entry.label for entry in folder.document.history]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_whose_nth_write_fails_tells_and_loses_nothing(here: Path, capsys, name: str) -> None:
    shutil.copytree(here / "Song.mstudio", here / "kept")
    before, calls, failures = state(here / "Song.mstudio"), calls_of(COMMANDS[name]), 0
    assert calls > 0
    places = sorted({1 + round(index * (calls - 1) / max(1, RUNS - 1)) for index in range(RUNS)})
    for place in places:
        code, is_lasting = FAULTS[place % len(FAULTS)]
        restore(here)
        with pytest.MonkeyPatch.context() as patch:
            FailingDisk(patch, place, code, is_lasting)
            result = main(COMMANDS[name])
        said = capsys.readouterr().err
        failures += result != 0
        assert result in (0, 1, 3) and "Internal error" not in said and "Traceback" not in said, (place, said)
        assert "internal error" not in said, (place, said)
        assert result == 0 or said.strip(), place
        check_unharmed(here, before, name)
    restore(here)
    assert main(COMMANDS[name]) in (0, 3)
    tell(f"n-th write of {name}", writes=calls, tried=len(places), refused=failures, lost=0)


def calls_of(command: list[str]) -> int:
    """How many calls that write a command makes."""
    with pytest.MonkeyPatch.context() as patch:
        disk = FailingDisk(patch, 10**9, errno.EIO, False)
        assert main(command) in (0, 3)
        return disk.calls


def restore(here: Path) -> None:
    for file in here.iterdir():
        if file.name not in ("tone.wav", "kept"):
            shutil.rmtree(file) if file.is_dir() else file.unlink()
    shutil.copytree(here / "kept", here / "Song.mstudio")


def check_unharmed(here: Path, before: tuple[Project, list[str]], name: str) -> None:
    """The song is as it was, or as it is meant to be; what was written is whole."""
    project, steps = state(here / "Song.mstudio")
    if name == "import":
        assert (project, steps) == before or (len(project.tracks) == 2 and steps[:-1] == before[1])
    elif name == "clean-up":
        assert project == before[0] and steps in (before[1], before[1][-2:])
    else:
        assert project.tracks == before[0].tracks
    leftovers = [path for path in here.rglob(".*") if "kept" not in path.parts]
    assert not [path for path in leftovers if f".{os.getpid()}-" not in path.name], leftovers
    for file in [*here.glob("*.wav"), *here.glob("*.flac"), *here.glob("stems/*.wav")]:
        assert soundfile.info(file).frames >= 24_000
