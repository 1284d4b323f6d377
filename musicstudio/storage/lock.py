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

    def release(self) -> None:
        """Let others have it."""
        os.close(self._descriptor)


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
