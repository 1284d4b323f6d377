# SPDX-License-Identifier: GPL-3.0-or-later
"""From the records of a journal back to the song and every step of its history."""

from typing import NamedTuple

import msgspec

from musicstudio.core.errors import EditError
from musicstudio.project.diff import diff
from musicstudio.project.history import History
from musicstudio.project.invariants import check_change
from musicstudio.project.mending import is_lawful as is_lawful_project
from musicstudio.project.model import Project
from musicstudio.project.model.song import SCHEMA_VERSION
from musicstudio.project.patch import apply_patch

from .migrations import migrate
from .records import Base, Commit, Jump, Record


class Replayed(NamedTuple):
    """What a journal gave. first_n, last_n: numbers of the records used. is_whole: nothing is known to be missing.

    is_as_written: the records were in a row and all were used. is_lawful: what is true of every document is true of
    the song after every step.
    """

    history: History
    first_n: int
    last_n: int
    is_whole: bool
    is_as_written: bool
    is_lawful: bool


def replay(records: list[Record]) -> Replayed | None:
    """Follow records as far as they fit; None when there is nothing to begin with.

    Lines that a merge or a sync has doubled or put in another order are told by their numbers, and follow each other
    in that order; where one is missing, or two differ, what comes after is left.
    """
    base = records[0] if records else None
    if not isinstance(base, Base):
        return None
    project = _base_project(base)
    if project is None:
        return None
    history, last_n, is_lawful = History((base.entry,), (project,)), base.n, is_lawful_project(project)
    following = _in_a_row(base.n, records[1:])
    for record in following:
        before = history.project
        try:
            history = _follow_record(history, record)
        except (ValueError, RecursionError):
            break
        last_n = record.n
        is_lawful = is_lawful and (isinstance(record, Jump) or _keeps_the_rules(before, history.project))
    is_as_written = records[1:] == following and last_n == records[-1].n
    return Replayed(history, base.n, last_n, last_n >= base.whole_at, is_as_written, is_lawful)


def _in_a_row(first_n: int, records: list[Record]) -> list[Record]:
    """Records from a number on as they were written, each once, up to the first gap or contradiction."""
    if all(record.n == first_n + place for place, record in enumerate(records, 1)):
        return records
    by_number: dict[int, Record] = {}
    contradicted = min((r.n for r in records if by_number.setdefault(r.n, r) != r), default=None)
    row: list[Record] = []
    while (n := first_n + len(row) + 1) in by_number and n != contradicted:
        row.append(by_number[n])
    return row


def _keeps_the_rules(before: Project, after: Project) -> bool:
    try:
        check_change(diff(before, after))
    except (EditError, ArithmeticError, ValueError, IndexError, KeyError, TypeError, RecursionError):
        return False
    return True


def _base_project(base: Base) -> Project | None:
    try:
        if base.schema_version == SCHEMA_VERSION:
            return msgspec.json.decode(base.project, type=Project)
        return msgspec.convert(migrate(msgspec.json.decode(base.project)), Project)
    except (ValueError, TypeError, AttributeError, RecursionError):  # of which msgspec's errors are kinds
        return None


def _follow_record(history: History, record: Record) -> History:
    match record:
        case Commit():
            project = apply_patch(history.project, record.patch)
            return history.folded(project) if record.is_folded else history.pushed(record.entry, project)
        case Jump():
            return history.jumped([entry.number for entry in history.entries].index(record.number))
        case _:
            raise ValueError("a journal has one base")
