# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal that every edit is appended to before it is reported done."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from musicstudio.core.errors import EditError, StorageError
from musicstudio.core.files import new_file, storage_error, write_all
from musicstudio.core.plain_files import open_plain
from musicstudio.project.history import History, HistoryEntry
from musicstudio.project.json_values import to_json
from musicstudio.project.model import Project
from musicstudio.project.model.song import SCHEMA_VERSION
from musicstudio.project.patch import apply_patch, make_patch

from .keeping import keep_aside
from .layout import JOURNAL_FILE
from .place import SongPlace
from .records import Base, Commit, Jump, Record, decode_record, encode_record


class Journal:
    """An open journal: the `musicstudio.project.document.Sink` of a song on disk. Called on the main thread."""

    def __init__(self, place: SongPlace, last_n: int, size_bytes: int, first_n: int) -> None:
        """first_n, last_n and size_bytes: of the sound records in the file; what follows them is cut off.

        history and tell are to be set before the first edit: the steps as they stand, and who hears a sentence.
        Raises OSError.
        """
        self.place, self.path = place, place.path / JOURNAL_FILE
        self.first_n, self.last_n, self.size_bytes = first_n, last_n, size_bytes
        self.history: Callable[[], History] | None = None
        self.tell: Callable[[str], None] = lambda text: None
        self._descriptor = open_plain(self.path, os.O_RDWR)
        self._has_torn_end = True

    def commit(self, before: Project, after: Project, entry: HistoryEntry, is_folded: bool) -> None:
        """Append a change, after making sure that it can be read back.

        Raises `StorageError`, or `EditError` for what cannot be saved; the file is then as before.
        """
        self.stay_in_place()
        try:
            line = encode_record(Commit(self.last_n + 1, entry, is_folded, make_patch(before, after)))
            _require_readable(before, line)
        except (ValueError, TypeError, RecursionError) as error:
            raise EditError("This holds characters or values that cannot be saved.") from error
        self._append(line)

    def jump(self, entry: HistoryEntry) -> None:
        """Append that another step stands now. Raises `StorageError`."""
        self.stay_in_place()
        self._append(encode_record(Jump(self.last_n + 1, entry.number)))

    def stay_in_place(self) -> None:
        """Make sure that what is appended reaches the song: where another program replaced, removed or cut the file,
        it is written anew with the whole history, and what the other left is kept aside.

        Raises `StorageError` where it cannot be.
        """
        self.place.require()
        if self._is_as_left():
            return
        kept = keep_aside([self.path], "replaced")
        self.renew()
        aside = f"; what was there is kept as “{kept[0].name}”" if kept else ""
        self.tell(f"Another program changed the journal of this song. It was written anew, with every edit{aside}.")

    def renew(self, history: History | None = None) -> None:
        """Write the file anew from the history, or from a shorter one, in place of what stands there.

        Raises `StorageError`.
        """
        assert self.history is not None
        first_n = self.last_n + 1
        last_n, size_bytes = write_journal(self.path, history or self.history(), first_n)
        try:
            descriptor = open_plain(self.path, os.O_RDWR)
        except OSError as error:
            raise storage_error(error, self.path) from error
        os.close(self._descriptor)
        self._descriptor, self._has_torn_end = descriptor, False
        self.first_n, self.last_n, self.size_bytes = first_n, last_n, size_bytes

    def is_settled(self) -> bool:
        """Whether the file holds the edits that were done and no more.

        Where the disk failed in an edit, all of it may have reached the file, though it was refused; it is cut off as
        soon as the disk lets it.
        """
        try:
            if self._has_torn_end:
                self._cut_torn_end()
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Let go of the file. What is appended later fails, and never reaches a file with the same descriptor."""
        descriptor, self._descriptor = self._descriptor, -1
        os.close(descriptor)

    def _is_as_left(self) -> bool:
        try:
            found = os.lstat(self.path)
            is_same = os.path.samestat(found, os.fstat(self._descriptor))
        except OSError:
            return False
        has_torn_end = self._has_torn_end and found.st_size > self.size_bytes
        return is_same and (found.st_size == self.size_bytes or has_torn_end)

    def _append(self, line: bytes) -> None:
        try:
            if self._has_torn_end:
                self._cut_torn_end()
            self._has_torn_end = True
            os.lseek(self._descriptor, self.size_bytes, os.SEEK_SET)
            write_all(self._descriptor, line)
            os.fsync(self._descriptor)
        except OSError as error:
            with suppress(OSError):  # when this fails too, the next append tries again before it writes
                self._cut_torn_end()
            raise storage_error(error, self.path.parent) from error
        self._has_torn_end = False
        self.size_bytes += len(line)
        self.last_n += 1

    def _cut_torn_end(self) -> None:
        os.ftruncate(self._descriptor, self.size_bytes)
        self._has_torn_end = False


def _require_readable(before: Project, line: bytes) -> None:
    """Raise ValueError where a value is of another type than its field, which only reading back would find out."""
    record = decode_record(line)
    if not isinstance(record, Commit):
        raise ValueError("the record cannot be read back")
    apply_patch(before, record.patch)


class ReadOnly:
    """The sink of a song that cannot be written: every edit is refused with the reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def commit(self, before: Project, after: Project, entry: HistoryEntry, is_folded: bool) -> None:
        """Raises `StorageError`."""
        raise StorageError(self.reason)

    def jump(self, entry: HistoryEntry) -> None:
        """Raises `StorageError`."""
        raise StorageError(self.reason)


def write_journal(path: Path, history: History, first_n: int) -> tuple[int, int]:
    """Write a journal anew from a history, whole or not at all; returns the number of its last record and its size.

    Raises `StorageError`.
    """
    records = _records_of(history, first_n)
    with new_file(path, makes_folder=False) as file:
        for record in records:
            file.write(encode_record(record))
    return records[-1].n, file.size_bytes


def _records_of(history: History, first_n: int) -> list[Record]:
    entries, states = history.entries, history.states
    commits: list[Record] = [
        Commit(first_n + index, entries[index], False, make_patch(states[index - 1], states[index]))
        for index in range(1, len(states))
    ]
    is_at_end = history.index == len(entries) - 1
    last = [] if is_at_end else [Jump(first_n + len(states), history.entry.number)]
    whole_at = first_n + len(commits) + len(last)
    base = Base(first_n, whole_at, SCHEMA_VERSION, entries[0], msgspec.Raw(to_json(states[0])))
    return [base, *commits, *last]
