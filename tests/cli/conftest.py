# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line, called in this process, with what it printed."""

import json
from dataclasses import dataclass

import pytest

from musicstudio.cli.main import main


@dataclass
class Ran:
    """One run: exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run a command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*words):
        capsys.readouterr()
        code = main([str(word) for word in words])
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return call


@pytest.fixture(scope="session")
def made_song(tmp_path_factory):
    """A short song that every test of this session may copy but not change."""
    folder = tmp_path_factory.mktemp("made")
    song = folder / "song.mstudio"
    wish = [
        "generate",
        "calm piano and bass, no drums",
        "--duration",
        "14",
        "--bpm",
        "96",
        "--key",
        "E minor",
        "--seed",
        "5",
    ]
    assert main([*wish, "-o", str(song)]) == 0
    return song


@pytest.fixture
def song(made_song, tmp_path):
    """A copy of the made song, free to be changed."""
    import shutil

    return shutil.copytree(made_song, tmp_path / "song.mstudio")
