# SPDX-License-Identifier: GPL-3.0-or-later
"""Kill -9 in the middle of a run of edits: every edit that was reported done is there, and undo works."""

import random
from pathlib import Path

import pytest

from musicstudio.project.invariants import check_project
from musicstudio.storage.folder import ProjectFolder
from tests.faults.editing_process import fingerprint
from tests.faults.killing import said_until_killed
from tests.project.songs import HASHES, small_song

ROOT = Path(__file__).parents[2]
START_S = 30.0


@pytest.mark.parametrize("kills", [5, pytest.param(200, marks=pytest.mark.slow)])
def test_no_edit_that_was_reported_done_is_ever_lost(tmp_path: Path, kills: int) -> None:
    path = tmp_path / "Song.mstudio"
    ProjectFolder.create(path, small_song()).close()
    draw = random.Random(kills)
    steps = 0
    for kill in range(kills):
        said = edit_until_killed(path, seed=kill, lasting_s=draw.uniform(0.01, 0.5))
        steps += len(said)
        possible = {said[-1][1]} if said[-1][0] == "done" else {said[-1][1], last_done(said)}
        check_opened(path, possible)
    assert steps > kills * 3


def edit_until_killed(path: Path, seed: int, lasting_s: float) -> list[tuple[str, str]]:
    """What the process said: ("try" or "done", fingerprint), up to the moment it was killed."""
    lines = said_until_killed("tests.faults.editing_process", path, seed, lasting_s=lasting_s)
    return [(word, print_) for word, print_ in map(str.split, lines)]


def last_done(said: list[tuple[str, str]]) -> str:
    return next(print_ for word, print_ in reversed(said) if word == "done")


def check_opened(path: Path, possible: set[str]) -> None:
    with ProjectFolder.open(path) as folder:
        document = folder.document
        assert not folder.is_read_only
        assert all("cannot be read" in notice for notice in folder.notices), folder.notices
        assert fingerprint(document.project) in possible
        check_project(document.project)
        check_history(folder)
        for key in document.project.sources.keys() - set(HASHES):
            folder.media.verify(key)
        assert not list(path.glob(".*")) + list((path / "media").glob(".*"))


def check_history(folder: ProjectFolder) -> None:
    """Undo to the beginning and redo to where it stood."""
    document, standing = folder.document, folder.document.history_index
    before = document.project
    while document.can_undo:  # not by what a step changed: a drag there and back changes nothing
        document.undo()
        check_project(document.project)
    assert document.history_index == 0
    document.jump(standing)
    assert document.project is before
