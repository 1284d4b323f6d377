# SPDX-License-Identifier: GPL-3.0-or-later
"""``project.json``: the song at the last checkpoint, for people and other programs to read, and to recover from."""

import time
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from musicstudio.core.files import write_file
from musicstudio.project.model import Project

from .migrations import migrated
from .salvage import salvaged
from .unknown_fields import Unknown, put_back

FORMAT = "musicstudio-project"


class Checkpoint(NamedTuple):
    """What a project file holds. n: the journal record after which it was written. lost: what could not be read."""

    project: Project
    n: int
    raw: dict[str, Any]
    lost: list[str]


def write_project(path: Path, project: Project, n: int, unknown: Unknown) -> None:
    """Write the file, whole or not at all. Raises `StorageError`."""
    raw = msgspec.to_builtins(project)
    put_back(raw, Project, unknown)
    saved = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    content = msgspec.json.encode({"format": FORMAT, "saved": saved, "journal_record": n, "project": raw})
    write_file(path, msgspec.json.format(content, indent=1) + b"\n")


def read_project(path: Path) -> Checkpoint | None:
    """Read the file as far as it can be read; None when it is missing or nothing can be made of it."""
    try:
        content = msgspec.json.decode(path.read_bytes())
        n, raw = content["journal_record"], migrated(content["project"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    if not isinstance(n, int):
        return None
    try:
        return Checkpoint(msgspec.convert(raw, Project), n, raw, [])
    except msgspec.ValidationError:
        project, lost = salvaged(raw)
        return Checkpoint(project, n, raw, lost)
