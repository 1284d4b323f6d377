# SPDX-License-Identifier: GPL-3.0-or-later
"""``musicstudio clean-up``: what it would free is shown first; removed only with ``--yes``."""

import json
from pathlib import Path

import numpy as np
import pytest

from musicstudio.cli.main import main
from musicstudio.project.model import Project
from musicstudio.storage.folder import ProjectFolder


@pytest.fixture
def song(tmp_path: Path) -> Path:
    path = tmp_path / "Song.mstudio"
    with ProjectFolder.create(path, Project("p")) as folder:
        folder.media.add(np.full((2, 480_000), 0.1, np.float32))
    return path


def test_it_is_shown_and_removed_only_when_asked(song: Path, capsys) -> None:
    assert main(["clean-up", str(song)]) == 0
    assert capsys.readouterr().out == "1 audio file (3.8 MB) can be removed with --yes.\n"
    assert len(list((song / "media").iterdir())) == 1
    assert main(["clean-up", str(song), "--yes", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["is_removed"] and said["size_bytes"] == 3_840_092 and len(said["files"]) == 1
    assert list((song / "media").iterdir()) == []
    assert main(["clean-up", str(song)]) == 0
    assert capsys.readouterr().out == "There is nothing to remove.\n"


def test_a_song_that_is_open_elsewhere_is_left_alone(song: Path, capsys) -> None:
    with ProjectFolder.open(song):
        assert main(["clean-up", str(song), "--yes"]) == 1
    assert "another window" in capsys.readouterr().err
    assert len(list((song / "media").iterdir())) == 1
