# SPDX-License-Identifier: GPL-3.0-or-later
"""From the records of a journal back to the song and every step of its history."""

from typing import Any, NamedTuple

import msgspec

from musicstudio.project.history import History
from musicstudio.project.model import Project
from musicstudio.project.patch import apply_patch

from .migrations import migrated
from .records import Base, Commit, Jump, Record


class Replayed(NamedTuple):
    """What a journal gave. last_n: the number of the last record used. raw: the base, for its unknown fields."""

    history: History
    last_n: int
    is_whole: bool
    raw: dict[str, Any]


def replay(records: list[Record]) -> Replayed | None:
    """Follow records as far as they fit; None when there is nothing to begin with."""
    base = records[0] if records else None
    if not isinstance(base, Base):
        return None
    try:
        raw = migrated(base.project)
        project = msgspec.convert(raw, Project)
    except (msgspec.ValidationError, ValueError):
        return None
    history, last_n = History((base.entry,), (project,)), base.n
    for record in records[1:]:
        try:
            history = _followed(history, record)
        except ValueError:
            return Replayed(history, last_n, False, raw)
        last_n = record.n
    return Replayed(history, last_n, last_n >= base.whole_at, raw)


def _followed(history: History, record: Record) -> History:
    match record:
        case Commit():
            project = apply_patch(history.project, record.patch)
            return history.folded(project) if record.is_folded else history.pushed(record.entry, project)
        case Jump():
            return history.jumped([entry.number for entry in history.entries].index(record.number))
        case Base():
            raise ValueError("a journal has one base")
