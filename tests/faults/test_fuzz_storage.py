# SPDX-License-Identifier: GPL-3.0-or-later
"""Project files and journals changed at random, bytes and values: every song opens, can be edited, and is the same when
it is opened again; nothing is an internal error.
"""

import json
import random
import shutil
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from musicstudio.core.errors import EditError, StorageError
from musicstudio.playback.graph.plan import PlanMaker
from musicstudio.project.edits import song, strips
from musicstudio.project.invariants import check_project
from musicstudio.storage.folder import ProjectFolder
from tests.project.random_edits import random_edit
from tests.project.songs import small_song

from .campaign import SCALE, tell

CASES = 20 * SCALE
VALUES = [None, 0, -1, 2**62, 1e308, 1e-300, "", "x", "\x00", [], {}, True, "bass", [[]], {"a": 1}, "é" * 50]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The files of a song with a history."""
    path = tmp_path_factory.mktemp("fuzz") / "Song.mstudio"
    draw = random.Random(1)
    with ProjectFolder.create(path, small_song()) as folder:
        while len(folder.document.history) < 20:
            try:
                folder.document.transact("Edit", random_edit(draw, folder.document.project))
            except EditError:
                continue
    return (path / "project.json").read_bytes(), (path / "journal.jsonl").read_bytes()


def bytes_changed(content: bytes, draw: random.Random) -> bytes:
    """A few bytes changed, a piece cut out, doubled or put elsewhere."""
    changed = bytearray(content)
    for _ in range(draw.randint(1, 4)):
        at, length = draw.randrange(len(changed)), draw.randint(1, 400)
        match draw.randrange(5):
            case 0:
                changed[at] = draw.randrange(256)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length]
            case 3:
                piece = bytes(changed[at : at + length])
                changed[draw.randrange(len(changed)) :][:0] = piece
            case _:
                changed = changed[: max(10, at)]
        if not changed:
            return b""
    return bytes(changed)


def value_changed(raw: Any, draw: random.Random) -> None:
    """One value somewhere replaced, doubled or removed."""
    while True:
        keys = list(raw) if isinstance(raw, dict) else list(range(len(raw)))
        if not keys:
            return
        key = draw.choice(keys)
        if isinstance(raw[key], dict | list) and raw[key] and draw.random() < 0.85:
            raw = raw[key]
            continue
        if draw.random() < 0.2:
            del raw[key]
        elif isinstance(raw, list) and draw.random() < 0.3:
            raw.append(raw[key])
        else:
            raw[key] = draw.choice(VALUES)
        return


def project_changed(content: bytes, draw: random.Random) -> bytes:
    raw = json.loads(content)
    for _ in range(draw.randint(1, 5)):
        value_changed(raw, draw)
    return json.dumps(raw).encode()


def lines_changed(content: bytes, draw: random.Random) -> bytes:
    """Lines with other values and right checksums, lost, doubled and in another order."""
    lines = [json.loads(line[9:]) for line in content.splitlines()]
    for _ in range(draw.randint(1, 3)):
        at = draw.randrange(len(lines))
        match draw.randrange(4):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[at])
            case 2:
                draw.shuffle(lines)
            case _:
                value_changed(lines[at], draw)
        if not lines:
            return b""
    encoded = [json.dumps(line).encode() for line in lines]
    return b"".join(b"%08x %s\n" % (crc32(line), line) for line in encoded)


KINDS = {
    "bytes of the project file": (bytes_changed, None),
    "values of the project file": (project_changed, "no journal"),
    "values of the project file beside its journal": (project_changed, None),
    "bytes of the journal": (None, bytes_changed),
    "lines of the journal": (None, lines_changed),
    "lines of the journal alone": ("no project", lines_changed),
    "both": (project_changed, lines_changed),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_song_opens_goes_on_and_comes_back(tmp_path: Path, base: tuple[bytes, bytes], kind: str) -> None:
    draw, told = random.Random(kind), 0
    for number in range(CASES):
        path = tmp_path / f"{number}.mstudio"
        path.mkdir()
        for name, content, change in zip(("project.json", "journal.jsonl"), base, KINDS[kind], strict=True):
            if not isinstance(change, str):
                (path / name).write_bytes(change(content, draw) if change else content)
        told += goes_on(path)
        shutil.rmtree(path)
    tell(f"fuzz, {kind}", cases=CASES, told=told, untyped_errors=0, differences_after_an_edit=0)


def goes_on(path: Path) -> bool:
    """Open, plan, edit and open again; whether anything was told. Every other error than one for the user fails."""
    try:
        with ProjectFolder.open(path) as folder:
            told = any("cannot be read" not in notice for notice in folder.notices)
            document = folder.document
            check_project(document.project)
            PlanMaker().plan(document.project)
            if folder.is_read_only:
                return told
            document.transact("Lyrics", song.set_lyrics("la la"))
            if document.project.tracks:
                document.transact("Pan", strips.set_pan([document.project.tracks[0].id], 0.125))
            left = document.project
    except StorageError:
        return True
    with ProjectFolder.open(path) as folder:
        assert folder.document.project == left
        while folder.document.undo() is not None:
            check_project(folder.document.project)
    return told
