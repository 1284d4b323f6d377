# SPDX-License-Identifier: GPL-3.0-or-later
"""From the records of a journal back to the song and every step of its history."""

from typing import NamedTuple

import msgspec

from musicstudio.project.history import History
from musicstudio.project.model import Project
from musicstudio.project.model.song import SCHEMA_VERSION
from musicstudio.project.patch import apply_patch

from .migrations import migrated
from .records import Base, Commit, Jump, Record


class Replayed(NamedTuple):
    """What a journal gave. first_n, last_n: numbers of the records used. is_whole: nothing is known to be missing."""

    history: History
    first_n: int
    last_n: int
    is_whole: bool


def replay(records: list[Record]) -> Replayed | None:
    """Follow records as far as they fit; None when there is nothing to begin with."""
    base = records[0] if records else None
    if not isinstance(base, Base):
        return None
    project = _base_project(base)
    if project is None:
        return None
    history, last_n = History((base.entry,), (project,)), base.n
    for record in records[1:]:
        try:
            history = _followed(history, record)
        except (ValueError, RecursionError):
            return Replayed(history, base.n, last_n, False)
        last_n = record.n
    return Replayed(history, base.n, last_n, last_n >= base.whole_at)


def _base_project(base: Base) -> Project | None:
    try:
        if base.schema_version == SCHEMA_VERSION:
            return msgspec.json.decode(base.project, type=Project)
        return msgspec.convert(migrated(msgspec.json.decode(base.project)), Project)
    except (ValueError, TypeError, AttributeError, RecursionError):  # of which msgspec's errors are kinds
        return None


def _followed(history: History, record: Record) -> History:
    match record:
        case Commit():
            project = apply_patch(history.project, record.patch)
            return history.folded(project) if record.is_folded else history.pushed(record.entry, project)
        case Jump():
            return history.jumped([entry.number for entry in history.entries].index(record.number))
        case Base():
            raise ValueError("a journal has one base")
