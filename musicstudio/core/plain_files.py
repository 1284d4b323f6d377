# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and folders of a song that are really in it: no link to somewhere else, no pipe, no device.

A song can come from anybody. A link in place of one of its files would have the studio read, write over or lock a file
of the user's, and a pipe would have it wait for ever.
"""

import os
import stat
from pathlib import Path

# All of them 0 on Windows, where `_require_plain` before opening has to do.
_GUARDS = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"))
_JUNCTION = 0xA0000003


class NotPlainError(OSError):
    """Something else stands where a file or folder should be."""

    def __init__(self, path: Path) -> None:
        super().__init__(0, "a link, a pipe or a device stands in its place", str(path))


def open_plain(path: Path, flags: int = os.O_RDONLY) -> int:
    """The descriptor of a plain file at a path, which no link leads to. Raises OSError, of which `NotPlainError`."""
    try:
        _require_plain(os.lstat(path), path)  # before opening: opening a pipe waits, and a device acts
    except FileNotFoundError:
        if not flags & os.O_CREAT:
            raise
    descriptor = os.open(path, flags | _GUARDS | getattr(os, "O_BINARY", 0), 0o666)
    try:
        _require_plain(os.fstat(descriptor), path)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def read_plain(path: Path) -> bytes:
    """All of a plain file. Raises OSError."""
    with os.fdopen(open_plain(path), "rb") as file:
        return file.read()


def require_own_folder(path: Path) -> None:
    """Raise `NotPlainError` where something else than a folder stands at a path. A missing folder is fine."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(found.st_mode) or _is_link(found):
        raise NotPlainError(path)


def stands(path: Path) -> bool:
    """Whether anything at all has this name, be it a link to nowhere. Raises OSError where nobody can know."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return False
    return True


def _require_plain(found: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(found.st_mode) or _is_link(found):
        raise NotPlainError(path)


def _is_link(found: os.stat_result) -> bool:
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _JUNCTION
