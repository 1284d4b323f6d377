# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a song's files in whatever state they are: the newest sound state wins, and what was lost is said."""

import time
from pathlib import Path
from typing import NamedTuple

from musicstudio.core.ids import new_id
from musicstudio.project.history import History, HistoryEntry, new_history
from musicstudio.project.model import Project

from .layout import JOURNAL_FILE, PROJECT_FILE
from .project_file import ProjectFile, read_project_file
from .records import Decoded, decode_journal
from .replay import Replayed, replay
from .unknown_fields import Unknown

_RESTORED = "The project file was damaged; the song was restored from its journal."
_END_LOST = "The end of the song's journal is damaged: the last edits are lost."
_JOURNAL_LOST = "The song's journal is missing or damaged: edits after the last save are lost."
_NOTHING_LEFT = (
    "The song's project file and journal are damaged beyond reading; its audio is still in the media folder."
)


class Recovered(NamedTuple):
    """A song as it was read. first_n and last_n: the numbers of the journal's records.

    journal_bytes: size of the journal's sound records, to append after; 0 when it must be written anew.
    is_checkpoint_current: the project file holds what stands.
    """

    history: History
    last_n: int
    unknown: Unknown
    notices: tuple[str, ...] = ()
    journal_bytes: int = 0
    first_n: int = 0
    is_checkpoint_current: bool = False


def recover(folder: Path) -> Recovered:
    """Read project file and journal. Never raises for damage."""
    checkpoint = read_project_file(folder / PROJECT_FILE)
    journal = _read_journal(folder / JOURNAL_FILE)
    replayed = replay(journal.records)
    is_whole = replayed is not None and replayed.is_whole
    if replayed and is_whole and replayed.last_n >= (checkpoint.journal_record if checkpoint else 0):
        is_sound = journal.is_sound and replayed.last_n == journal.records[-1].n
        return _from_journal(replayed, checkpoint, journal.size_bytes if is_sound else 0)
    found = checkpoint.song() if checkpoint else None
    if checkpoint and found:
        return _from_checkpoint(checkpoint, *found, replayed)
    if replayed:
        return _from_journal(replayed, None, 0)
    empty = new_history(Project(id=new_id("project"), title=folder.stem), time_s=time.time())
    return Recovered(empty, checkpoint.journal_record if checkpoint else 0, {}, (_NOTHING_LEFT,))


def _read_journal(path: Path) -> Decoded:
    try:
        return decode_journal(path.read_bytes())
    except OSError:
        return Decoded([], 0, False)


def _from_journal(replayed: Replayed, checkpoint: ProjectFile | None, journal_bytes: int) -> Recovered:
    notices = (_RESTORED,) if checkpoint is None and journal_bytes else ()
    return Recovered(
        replayed.history,
        replayed.last_n,
        checkpoint.unknown if checkpoint else {},
        notices if journal_bytes else (_END_LOST,),
        journal_bytes,
        replayed.first_n,
        checkpoint is not None and checkpoint.journal_record == replayed.last_n,
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
    return Recovered(history, last_n, checkpoint.unknown, tuple(notices))
