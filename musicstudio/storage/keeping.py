# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that will be replaced, though they may hold something: copied to names of their own first."""

import os
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from musicstudio.core.files import new_path, storage_error
from musicstudio.core.plain_files import open_plain, stands


def keep_aside(paths: Iterable[Path], mark: str) -> list[Path]:
    """Copy files, where there are any, to ``name.mark-<time>.suffix`` beside them, on disk; the copies.

    Raises `StorageError` where one cannot be copied: it must not be replaced then.
    """
    try:
        return [_copy_aside(path, mark) for path in paths if stands(path)]
    except OSError as error:
        raise storage_error(error, Path(error.filename or "")) from error


def mark_of(path: Path) -> tuple[int, int, int] | None:
    """What tells a file from one that another program put in its place; None where none is."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _copy_aside(path: Path, mark: str) -> Path:
    copy = _free_name(path, f"{mark}-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}")
    with os.fdopen(open_plain(path), "rb") as source, new_path(copy, False) as part, part.open("xb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
    return copy


def _free_name(path: Path, mark: str) -> Path:
    """A name that nothing has yet: several copies may be made within a second."""
    names = [path.with_name(f"{path.stem}.{mark}{end}{path.suffix}") for end in ("", *(f"-{n}" for n in range(2, 100)))]
    return next((name for name in names if not stands(name)), names[-1])
