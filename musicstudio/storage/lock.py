# SPDX-License-Identifier: GPL-3.0-or-later
"""One writer a song.

The system's file lock ends with the process, however it ends, so a crash leaves nothing to clear.
"""

import os
import sys
from pathlib import Path

from musicstudio.core.plain_files import open_plain

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCKED_BYTE = 1 << 30


class FolderLock:
    """Holds a song for this process. Make one with `take`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def take(cls, path: Path) -> "FolderLock | None":
        """Lock a song by its lock file;

        None when another window or process holds it. Raises OSError where nothing can be written. Nothing is written
        into the file, which may have another name elsewhere.
        """
        descriptor = open_plain(path, os.O_RDWR | os.O_CREAT)
        if not _is_locked_by_us(descriptor):
            os.close(descriptor)
            return None
        return cls(descriptor)

    @property
    def is_released(self) -> bool:
        """Whether it was let go."""
        return self._descriptor < 0

    def holds(self, path: Path) -> bool:
        """Whether the lock file of a song is still the one that is locked. Raises OSError."""
        try:
            found = os.lstat(path)
        except FileNotFoundError:
            return False
        return os.path.samestat(found, os.fstat(self._descriptor))

    def take_anew(self, path: Path) -> bool:
        """Lock the file that stands there now instead; False when another holds it. Raises OSError."""
        other = FolderLock.take(path)
        if other is None:
            return False
        os.close(self._descriptor)
        self._descriptor = other._descriptor
        return True

    def release(self) -> None:
        """Let others have it."""
        descriptor, self._descriptor = self._descriptor, -1
        os.close(descriptor)


def _is_locked_by_us(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a disk that knows no locks: better to write than to refuse
        return True
    return True
