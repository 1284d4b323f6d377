# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the folder of an open song is still where it was, and still this window's.

Other programs move, delete and restore folders at any time. A descriptor goes on working then, and what is written
through it, or to a path made anew, would be lost for the song.
"""

import os
from pathlib import Path

from musicstudio.core.errors import StorageError
from musicstudio.core.files import storage_error

from .layout import LOCK_FILE
from .lock import FolderLock


class SongPlace:
    """A song's folder at the moment of opening. Make one when the folder is there; any thread may ask."""

    def __init__(self, path: Path, lock: FolderLock | None = None) -> None:
        """Raises OSError."""
        self.path = path
        self._lock = lock
        self._identity = _identity(path)

    def require(self) -> None:
        """Raise `StorageError` where nothing may be written: the folder is elsewhere, or another window has it."""
        try:
            is_same = _identity(self.path) == self._identity
        except (FileNotFoundError, NotADirectoryError):
            is_same = False
        except OSError as error:
            raise storage_error(error, self.path) from error
        if not is_same:
            raise StorageError(
                f"The folder of “{self.path.name}” was moved, renamed or deleted while the song was open. "
                f"Put it back, or close the song and open it at its new place."
            )
        self._require_lock()

    def _require_lock(self) -> None:
        """The lock file may have been deleted or restored from outside; then it is taken anew, if it can be."""
        if self._lock is None:
            return
        if self._lock.is_released:
            raise StorageError(f"“{self.path.name}” is closed.")
        try:
            is_ours = self._lock.holds(self.path / LOCK_FILE) or self._lock.take_anew(self.path / LOCK_FILE)
        except OSError as error:
            raise storage_error(error, self.path) from error
        if not is_ours:
            raise StorageError(f"“{self.path.name}” was opened in another window meanwhile and cannot be changed here.")


def _identity(path: Path) -> tuple[int, int]:
    found = os.stat(path)  # noqa: PTH116
    return found.st_dev, found.st_ino
