# SPDX-License-Identifier: GPL-3.0-or-later
"""``project.json``: the song at the last checkpoint, for people and other programs to read, and to recover from.

The song's part of the file carries a checksum. While it holds, the file is just as it was written here, and what it
holds need not be looked at when the journal has the song as well.
"""

import time
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
from msgspec import Struct

from musicstudio.core.files import write_file
from musicstudio.project.json_values import to_json, to_plain
from musicstudio.project.model import Project

from .migrations import migrate
from .salvage import salvage_project
from .unknown_fields import Unknown, put_back, unknown_in

FORMAT = "musicstudio-project"


class ProjectFile(Struct, frozen=True):
    """The outer layer of the file. journal_record: the number of the last journal record that the song holds."""

    journal_record: int
    project: msgspec.Raw
    format: str = FORMAT
    saved: str = ""
    checksum: str = ""
    has_unknown_fields: bool = True

    @property
    def unknown(self) -> Unknown:
        """Fields that are not known here; looked for only where there can be some."""
        if not self.has_unknown_fields and self.checksum == _checksum(self.project):
            return {}
        try:
            return unknown_in(msgspec.json.decode(self.project), Project)
        except (ValueError, RecursionError):
            return {}

    def song(self) -> tuple[Project, list[str]] | None:
        """The song, and the places in it that could not be read; None when nothing can be made of it."""
        try:
            raw = migrate(msgspec.json.decode(self.project))
        except (ValueError, TypeError, AttributeError, RecursionError):
            return None
        try:
            return msgspec.convert(raw, Project), []
        except (ValueError, RecursionError):
            return salvage_project(raw)


def write_project(path: Path, project: Project, journal_record: int, unknown: Unknown) -> None:
    """Write the file, whole or not at all. Raises `StorageError`."""
    try:
        content = _content(project, unknown)
    except RecursionError:  # fields that are not known here may be nested without end
        content = _content(project, {})
    outer = {
        "format": FORMAT,
        "saved": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "journal_record": journal_record,
        "has_unknown_fields": bool(unknown),
        "checksum": _checksum(content),
    }
    head = msgspec.json.format(msgspec.json.encode(outer), indent=1).removesuffix(b"\n}")
    write_file(path, head + b',\n "project": ' + content + b"\n}\n", makes_folder=False)


def _content(project: Project, unknown: Unknown) -> bytes:
    raw: Any = project
    if unknown:
        raw = to_plain(project)
        put_back(raw, Project, unknown)
    return msgspec.json.format(to_json(raw), indent=1)


def read_project_file(data: bytes) -> ProjectFile | None:
    """The outer layer of a file, its song not yet looked at; None when it is no such file."""
    try:
        return msgspec.json.decode(data, type=ProjectFile)
    except (ValueError, RecursionError):  # of which msgspec's errors are kinds; deep nesting is no ValueError
        return None


def _checksum(content: bytes | msgspec.Raw) -> str:
    return f"{crc32(content):08x}"
