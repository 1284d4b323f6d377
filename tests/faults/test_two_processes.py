# SPDX-License-Identifier: GPL-3.0-or-later
"""Two processes want one song: one has it, the other looks; when the first is killed the song is free at once."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from musicstudio.core.errors import StorageError
from musicstudio.project.edits import song
from musicstudio.storage.folder import ProjectFolder
from tests.project.songs import small_song

from .campaign import SCALE, tell
from .test_kill import ROOT, check_opened, last_done

ROUNDS = 3 * SCALE


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal")
def test_the_second_looks_while_the_first_edits_and_has_the_song_when_that_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "Song.mstudio"
    ProjectFolder.create(path, small_song()).close()
    draw, looks = random.Random(ROUNDS), 0
    for number in range(ROUNDS):
        command = [sys.executable, "-m", "tests.faults.editing_process", str(path), str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout
            said = [process.stdout.readline()]
            for _ in range(draw.randint(1, 6)):
                looks += look(path)
                time.sleep(draw.uniform(0.0, 0.05))
            process.kill()
            said += [*process.stdout]
        states = [(word, value) for word, value in (line.split() for line in said if line.endswith("\n"))]
        check_opened(path, {states[-1][1], last_done(states)})
    tell("two processes", rounds=ROUNDS, looks=looks, lost=0)


def look(path: Path) -> int:
    """Open the song beside the one who has it. Its folder is closed for moments, then nobody has it."""
    with ProjectFolder.open(path) as folder:
        if folder.is_read_only:
            with pytest.raises(StorageError):
                folder.document.transact("Mine", song.set_title("never"))
        return int(folder.is_read_only)
