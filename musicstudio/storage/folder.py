# SPDX-License-Identifier: GPL-3.0-or-later
"""A song's folder on disk, open: the one place that makes, opens, saves and closes it.

Every edit of `ProjectFolder.document` is in the journal, on disk, before `transact` returns. The project file is
written at checkpoints: when the song is opened after a crash, on `checkpoint`, and when it is closed.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from musicstudio.core.errors import StorageError
from musicstudio.core.files import reading_error, remove_leftovers, storage_error
from musicstudio.core.plain_files import NotPlainError, require_own_folder
from musicstudio.media.store import MediaStore
from musicstudio.project.document import Document
from musicstudio.project.history import new_history
from musicstudio.project.model import Project
from musicstudio.project.model.song import SCHEMA_VERSION

from .journal import Journal, ReadOnly, write_journal
from .keeping import keep_aside, mark_of
from .layout import (
    CACHE_FOLDER,
    JOURNAL_FILE,
    LOCK_FILE,
    MEDIA_FOLDER,
    PEAKS_FOLDER,
    PROJECT_FILE,
    is_project_folder,
)
from .lock import FolderLock
from .missing_media import missing_media_notice
from .place import SongPlace
from .project_file import write_project
from .recovery import Recovered, recover

MAX_USELESS_RECORDS = 500


class ProjectFolder:
    """Make one with `create` or `open`, end it with `close`, on the main thread.

    document: the song. media: its audio. notices: sentences for the user about what was damaged or missing;
    missing_notices: those of them about missing audio.
    read_only_reason: why nothing can be changed, or empty.
    """

    def __init__(self, path: Path, recovered: Recovered, lock: FolderLock | None, read_only_reason: str) -> None:
        self.path = path
        self.place = SongPlace(path, lock)
        self.media = MediaStore(path / MEDIA_FOLDER, self.place.require)
        self.read_only_reason = read_only_reason
        self._lock = lock
        self._unknown = recovered.unknown
        self._journal: Journal | None = None
        self._file_mark = mark_of(path / PROJECT_FILE)
        self._saved: Project | None = recovered.history.project if recovered.is_checkpoint_current else None
        sink = ReadOnly(read_only_reason) if read_only_reason else self._writable(recovered)
        self.document = Document(recovered.history.project, sink, recovered.history)
        if isinstance(sink, Journal):
            sink.history = lambda: self.document.history_states
        self.notices = (*recovered.notices, *([self.read_only_reason] if self.read_only_reason else []))
        self.missing_notices = missing_media_notice(self.document.committed, self.media)
        self.notices += self.missing_notices

    @classmethod
    def create(cls, path: Path, project: Project) -> "ProjectFolder":
        """Make a new folder with a song.

        Raises `StorageError` when something is there already or it cannot be written.
        """
        path = Path(path).absolute()
        try:
            if path.exists() and (not path.is_dir() or any(path.iterdir())):
                raise StorageError(f"There is something called “{path.name}” already.")
            path.mkdir(parents=True, exist_ok=True)
            lock = FolderLock.take(path / LOCK_FILE)
        except OSError as error:
            raise storage_error(error, path) from error
        if lock is None:  # another window was quicker
            raise StorageError(f"There is something called “{path.name}” already.")
        try:
            return cls(path, Recovered(new_history(project, "New song", time.time()), 0, {}), lock, "")
        except (StorageError, OSError) as error:
            _remove_new(path, lock)
            raise _told(error, path) from error

    @classmethod
    def open(cls, path: Path) -> "ProjectFolder":
        """Open a song in whatever state it is. Raises `StorageError` when there is none.

        What is damaged is left out and told in ``notices``. A song that is open elsewhere, cannot be read in part,
        cannot be written, or was made by a newer version opens read-only.
        """
        path = Path(path).absolute()
        _require_song(path)
        lock, reason = _try_lock(path)
        try:
            recovered = recover(path)
        except BaseException:
            if lock:
                lock.release()
            raise
        reason = recovered.read_only_reason or reason
        if recovered.history.project.schema_version > SCHEMA_VERSION:
            reason = f"“{path.name}” was made by a newer version of MusicStudio and can only be looked at."
        return cls._open_recovered(path, recovered, lock, reason)

    @classmethod
    def _open_recovered(cls, path: Path, recovered: Recovered, lock: FolderLock | None, reason: str) -> "ProjectFolder":
        try:
            return cls(path, recovered, lock, reason)
        except (StorageError, OSError) as error:
            return cls(path, recovered, lock, f"{_told(error, path)} The song can only be looked at.")

    @property
    def is_read_only(self) -> bool:
        """Whether every edit is refused."""
        return bool(self.read_only_reason)

    @property
    def is_settled(self) -> bool:
        """Whether what is on disk is the song as it stands, without an edit that was refused while the disk failed."""
        return self._journal is not None and self._journal.is_settled()

    def checkpoint(self) -> None:
        """Write the project file if the song has changed since.

        Raises `StorageError`; nothing is lost then, the journal has it all.
        """
        project = self.document.committed
        if self._journal is None or project is self._saved:
            return
        self.place.require()
        self._write_project(project, self._journal.last_n)

    def look_after(self) -> None:
        """Look whether the song is still in its place, and mend its journal where it is not as it was left.

        Raises `StorageError` where the folder is gone: then nothing can be changed. Cheap; to be called now and then.
        """
        if self._journal is not None:
            self._journal.stay_in_place()

    def forget_steps(self, kept: int) -> None:
        """Keep only the last steps of the undo history, so that audio of older ones can be removed.

        Raises `StorageError`; the history is then as before.
        """
        if self._journal is None:
            raise StorageError(self.read_only_reason or f"“{self.path.name}” is closed.")
        history = self.document.history_states.shortened(kept)
        self._journal.stay_in_place()
        self._journal.renew(history)
        self.document.shorten_history(history)

    def tell_with(self, tell: Callable[[str], None]) -> None:
        """Who hears what happens to the files while the song is open."""
        if self._journal is not None:
            self._journal.tell = tell

    def close(self) -> None:
        """Write the project file where possible and let others open the song. Harmless when closed already."""
        try:
            if self._journal is not None:
                with suppress(StorageError):
                    self._compact()
                    self.checkpoint()
        finally:
            self._let_go()

    def _let_go(self) -> None:
        journal, self._journal = self._journal, None
        lock, self._lock = self._lock, None
        self.media.close()
        if journal is not None:
            journal.close()
        if lock is not None:
            lock.release()

    def __enter__(self) -> "ProjectFolder":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _writable(self, recovered: Recovered) -> Journal:
        """The journal to append to, written anew where it is new or damaged. Raises `StorageError` or OSError."""
        _require_own_folders(self.path)
        remove_leftovers(self.path)
        remove_leftovers(self.media.folder)
        path = self.path / JOURNAL_FILE
        first_n, last_n, size_bytes = recovered.first_n, recovered.last_n, recovered.journal_bytes
        if not size_bytes:
            keep_aside([self.path / PROJECT_FILE, path], "damaged")
        if not size_bytes or path.lstat().st_nlink > 1:  # a copy of hard links would get this song's edits, too
            first_n = last_n + 1
            last_n, size_bytes = write_journal(path, recovered.history, first_n)
        journal = Journal(self.place, last_n, size_bytes, first_n)
        try:
            if not recovered.is_checkpoint_current:
                self._write_project(recovered.history.project, last_n)
        except StorageError:
            journal.close()
            raise
        self._saved = recovered.history.project
        self._journal = journal
        return journal

    def _write_project(self, project: Project, last_n: int) -> None:
        """Write the project file; one that another program put in its place since it was read is kept aside."""
        path = self.path / PROJECT_FILE
        if self._file_mark is not None and mark_of(path) != self._file_mark:
            keep_aside([path], "replaced")
        write_project(path, project, last_n, self._unknown)
        self._file_mark = mark_of(path)
        self._saved = project

    def _compact(self) -> None:
        """Write the journal anew when much of it is of undone, jumped over, merged and forgotten steps."""
        journal, steps = self._journal, len(self.document.history)
        if journal is not None and journal.last_n - journal.first_n - steps + 1 > MAX_USELESS_RECORDS:
            journal.stay_in_place()
            journal.renew()
            self._saved = None


def _require_song(path: Path) -> None:
    """Raise `StorageError` where no song is, or where nobody can know."""
    try:
        if not path.exists():
            raise StorageError(f"There is no song at “{path}”.")
        if not path.is_dir() or not is_project_folder(path):
            raise StorageError(f"“{path.name}” is not a song of MusicStudio.")
    except OSError as error:
        raise reading_error(error, path) from error


def _require_own_folders(path: Path) -> None:
    """Raise `StorageError` where the audio or the pictures of a song are kept somewhere else by a link."""
    for name in (MEDIA_FOLDER, PEAKS_FOLDER, CACHE_FOLDER):
        try:
            require_own_folder(path / name)
        except OSError as error:
            raise storage_error(error, path / name) from error


def _try_lock(path: Path) -> tuple[FolderLock | None, str]:
    try:
        lock = FolderLock.take(path / LOCK_FILE)
    except OSError as error:
        place = path / LOCK_FILE if isinstance(error, NotPlainError) else path
        return None, f"{storage_error(error, place)} The song can only be looked at."
    busy = f"“{path.name}” is open in another window and can only be looked at here."
    return lock, "" if lock else busy


def _told(error: StorageError | OSError, path: Path) -> StorageError:
    return storage_error(error, path) if isinstance(error, OSError) else error


def _remove_new(path: Path, lock: FolderLock) -> None:
    """Leave nothing of a song that could not be made."""
    lock.release()
    with suppress(OSError):
        for name in (JOURNAL_FILE, PROJECT_FILE, LOCK_FILE):
            (path / name).unlink(missing_ok=True)
        path.rmdir()
