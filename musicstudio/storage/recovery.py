# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a song's files in whatever state they are: the newest sound state wins, and what was lost is said."""

import time
from pathlib import Path
from typing import NamedTuple

from musicstudio.core.errors import StorageError
from musicstudio.core.files import reading_error, text_of_name
from musicstudio.core.ids import new_id
from musicstudio.core.plain_files import read_plain
from musicstudio.project.history import History, HistoryEntry, new_history
from musicstudio.project.mending import is_lawful, mend_project
from musicstudio.project.model import Project

from .layout import JOURNAL_FILE, PROJECT_FILE
from .project_file import ProjectFile, read_project_file
from .records import Decoded, decode_journal
from .replay import Replayed, replay
from .unknown_fields import Unknown

_RESTORED = "The project file was damaged; the song was restored from its journal."
_END_LOST = "The end of the song's journal is damaged: the last edits are lost."
_MIXED_UP = "The lines of the song's journal were mixed up; they were put in order, and nothing is lost."
_MENDED = "Some of this song made no sense and was mended; the files as they were are kept beside it."
_JOURNAL_LOST = "The song's journal is missing or damaged: edits after the last save are lost."
_NOTHING_LEFT = (
    "The song's project file and journal are damaged beyond reading; its audio is still in the media folder."
)


class Recovered(NamedTuple):
    """A song as it was read. first_n and last_n: the numbers of the journal's records.

    journal_bytes: size of the journal's sound records, to append after; 0 when it must be written anew.
    is_checkpoint_current: the project file holds what stands. read_only_reason: why nothing may be written, or empty.
    is_lawful: every song of the history keeps the rules of `musicstudio.project.invariants`.
    """

    history: History
    last_n: int
    unknown: Unknown
    notices: tuple[str, ...] = ()
    journal_bytes: int = 0
    first_n: int = 0
    is_checkpoint_current: bool = False
    read_only_reason: str = ""
    is_lawful: bool = True


class _Contents(NamedTuple):
    """What a file holds; nothing where it is missing. failure: why it could not be read, though it is there."""

    data: bytes
    failure: str = ""


def recover(folder: Path) -> Recovered:
    """Read project file and journal.

    What is missing or damaged is made up for by the other. What is there and cannot be read just now is no damage:
    the song can only be looked at then. Raises `StorageError` where there would be nothing to look at.
    """
    project_file, journal_file = _contents(folder / PROJECT_FILE), _contents(folder / JOURNAL_FILE)
    checkpoint, journal = read_project_file(project_file.data), decode_journal(journal_file.data)
    recovered = _newest(checkpoint, journal)
    failure = project_file.failure or journal_file.failure
    if recovered and not recovered.is_lawful:
        recovered = _mend_history(recovered)
    if not failure:
        return recovered or _empty(folder, checkpoint)
    if recovered is None:
        raise StorageError(f"{failure} Nothing of the song was changed.")
    hides_edits = "; its last edits may be missing" if journal_file.failure else ""
    reason = f"{failure} The song can only be looked at{hides_edits}. Nothing of it was changed."
    notices = tuple(notice for notice in recovered.notices if notice not in (_RESTORED, _JOURNAL_LOST))
    return recovered._replace(notices=notices, read_only_reason=reason)


def _newest(checkpoint: ProjectFile | None, journal: Decoded) -> Recovered | None:
    """The newest sound state; None when there is none."""
    replayed = replay(journal.records)
    is_whole = replayed is not None and replayed.is_whole
    if replayed and is_whole and replayed.last_n >= (checkpoint.journal_record if checkpoint else 0):
        return _from_journal(replayed, checkpoint, journal)
    found = checkpoint.song() if checkpoint else None
    if checkpoint and found:
        return _from_checkpoint(checkpoint, *found, replayed)
    return _from_journal(replayed, None, journal) if replayed else None


def _mend_history(recovered: Recovered) -> Recovered:
    """With every step of the history mended, and so the journal to be written anew."""
    history = recovered.history
    history = History(history.entries, tuple(mend_project(state) for state in history.states), history.index)
    return recovered._replace(
        history=history,
        notices=(*recovered.notices, _MENDED),
        journal_bytes=0,
        is_checkpoint_current=False,
        is_lawful=True,
    )


def _empty(folder: Path, checkpoint: ProjectFile | None) -> Recovered:
    history = new_history(Project(id=new_id("project"), title=text_of_name(folder.stem)), time_s=time.time())
    return Recovered(history, checkpoint.journal_record if checkpoint else 0, {}, (_NOTHING_LEFT,))


def _contents(path: Path) -> _Contents:
    try:
        return _Contents(read_plain(path))
    except FileNotFoundError:
        return _Contents(b"")
    except OSError as error:
        return _Contents(b"", str(reading_error(error, path)))


def _from_journal(replayed: Replayed, checkpoint: ProjectFile | None, journal: Decoded) -> Recovered:
    is_sound = journal.is_sound and replayed.is_as_written
    last_found = max(record.n for record in journal.records)
    notices = (_RESTORED,) if checkpoint is None and is_sound and replayed.is_whole else ()
    if not is_sound:
        is_all_there = journal.is_sound and replayed.last_n == last_found
        notices = (_MIXED_UP if is_all_there else _END_LOST,)
    return Recovered(
        replayed.history,
        replayed.last_n,
        checkpoint.unknown if checkpoint else {},
        notices,
        journal.size_bytes if is_sound and replayed.is_whole else 0,
        replayed.first_n,
        checkpoint is not None and checkpoint.journal_record == replayed.last_n,
        is_lawful=replayed.is_lawful,
    )


def _from_checkpoint(
    checkpoint: ProjectFile, project: Project, lost: list[str], replayed: Replayed | None
) -> Recovered:
    notices = [_JOURNAL_LOST]
    if lost:
        places = ", ".join(lost[:5]) + (" and others" if len(lost) > 5 else "")
        notices.append(f"The project file is damaged in places, which were left out: {places}.")
    if replayed:
        entry = HistoryEntry("Recovered", time.time(), replayed.history.next_number)
        history = replayed.history.pushed(entry, project)
    else:
        history = new_history(project, "Recovered", time.time())
    last_n = max(checkpoint.journal_record, replayed.last_n if replayed else 0)
    lawful = is_lawful(project) and (replayed is None or replayed.is_lawful)
    return Recovered(history, last_n, checkpoint.unknown, tuple(notices), is_lawful=lawful)
