# SPDX-License-Identifier: GPL-3.0-or-later
"""Kill -9 in every phase of work: editing, recording, exporting, cleaning up, saving, closing and opening again.

Every edit that was reported done is there, no exported file is torn, and nothing is left lying about.
"""

import random
import sys
from collections import Counter
from pathlib import Path

import pytest
import soundfile

from musicstudio.core.files import remove_abandoned
from musicstudio.storage.folder import ProjectFolder
from tests.faults.killing import said_until_killed
from tests.project.songs import small_song

from .campaign import SCALE, tell
from .test_kill import check_opened, last_done

KILLS = 4 * SCALE


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal")
def test_no_phase_of_work_loses_an_edit_or_tears_a_file(tmp_path: Path) -> None:
    path, outputs = tmp_path / "Song.mstudio", tmp_path / "outputs"
    outputs.mkdir()
    ProjectFolder.create(path, small_song()).close()
    draw, phases, edits, refused = random.Random(KILLS), Counter[str](), 0, 0
    for kill in range(KILLS):
        said = work_until_killed(path, outputs, kill, draw.uniform(0.05, 1.5))
        states = [(word, value) for word, value in said if word in ("try", "done")]
        phases[next((value for word, value in reversed(said) if word == "phase"), "opening")] += 1
        edits += sum(word == "try" for word, _ in states)
        refused += sum(word == "refused" for word, _ in said)
        check_opened(path, {states[-1][1], last_done(states)})
    remove_abandoned(outputs)
    assert not list(outputs.glob(".*"))
    for file in [*outputs.glob("*.wav"), *outputs.glob("*.flac")]:
        assert len(soundfile.read(file)[0]) == 48_000
    tell("kills while working", kills=KILLS, edits=edits, lost=0, refused=refused, killed_in=dict(phases))


def work_until_killed(path: Path, outputs: Path, seed: int, lasting_s: float) -> list[tuple[str, str]]:
    """What the process said: a word and what follows it."""
    lines = said_until_killed("tests.faults.working_process", path, outputs, seed, lasting_s=lasting_s)
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]
