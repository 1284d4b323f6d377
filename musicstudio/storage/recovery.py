# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a song's files in whatever state they are: the newest sound state wins, and what was lost is said."""

import time
from pathlib import Path
from typing import NamedTuple

from musicstudio.core.ids import new_id
from musicstudio.project.history import History, HistoryEntry, new_history
from musicstudio.project.model import Project

from .layout import JOURNAL_FILE, PROJECT_FILE
from .project_file import Checkpoint, read_project
from .records import Decoded, decode_journal
from .replay import Replayed, replay
from .unknown_fields import Unknown, unknown_in


class Recovered(NamedTuple):
    """A song as it was read. last_n: the highest journal record known.

    journal_bytes: size of the journal's sound records, to append after; 0 when it must be written anew.
    is_checkpoint_current: the project file holds what stands.
    """

    history: History
    last_n: int
    unknown: Unknown
    notices: tuple[str, ...] = ()
    journal_bytes: int = 0
    is_checkpoint_current: bool = False


def recover(folder: Path) -> Recovered:
    """Read project file and journal. Never raises for damage."""
    checkpoint = read_project(folder / PROJECT_FILE)
    journal = _read_journal(folder / JOURNAL_FILE)
    replayed = replay(journal.records)
    has_newest = replayed is not None and replayed.is_whole and replayed.last_n >= (checkpoint.n if checkpoint else 0)
    if replayed and has_newest and journal.is_sound and replayed.last_n == journal.records[-1].n:
        return _from_journal(replayed, checkpoint, journal.size_bytes)
    if checkpoint and not has_newest:
        return _from_checkpoint(checkpoint, replayed)
    if replayed:
        notice = "The end of the song's journal is damaged: the last edits are lost."
        return Recovered(replayed.history, replayed.last_n, unknown_in(replayed.raw, Project), (notice,))
    notice = "The song's project file and journal are damaged beyond reading; its audio is still in the media folder."
    empty = new_history(Project(id=new_id("project"), title=folder.stem), time_s=time.time())
    return Recovered(empty, 0, {}, (notice,))


def _read_journal(path: Path) -> Decoded:
    try:
        return decode_journal(path.read_bytes())
    except OSError:
        return Decoded([], 0, False)


def _from_journal(replayed: Replayed, checkpoint: Checkpoint | None, journal_bytes: int) -> Recovered:
    raw = checkpoint.raw if checkpoint else replayed.raw
    is_damaged = checkpoint is None or bool(checkpoint.lost)
    notices = ("The project file was damaged; the song was restored from its journal.",) if is_damaged else ()
    is_current = checkpoint is not None and not is_damaged and checkpoint.n == replayed.last_n
    unknown = unknown_in(raw, Project)
    return Recovered(replayed.history, replayed.last_n, unknown, notices, journal_bytes, is_current)


def _from_checkpoint(checkpoint: Checkpoint, replayed: Replayed | None) -> Recovered:
    notices = ["The song's journal is missing or damaged: edits after the last save are lost."]
    if checkpoint.lost:
        places = ", ".join(checkpoint.lost[:5]) + (" and others" if len(checkpoint.lost) > 5 else "")
        notices.append(f"The project file is damaged in places, which were left out: {places}.")
    if replayed:
        entry = HistoryEntry("Recovered", time.time(), replayed.history.next_number)
        history = replayed.history.pushed(entry, checkpoint.project)
    else:
        history = new_history(checkpoint.project, "Recovered", time.time())
    last_n = max(checkpoint.n, replayed.last_n if replayed else 0)
    return Recovered(history, last_n, unknown_in(checkpoint.raw, Project), tuple(notices))
