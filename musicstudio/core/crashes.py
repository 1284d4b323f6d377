# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports of what went wrong inside the studio, written on this machine and sent nowhere.

An exception that nobody expected is written at once. For a crash in machine code (a driver, a library) a file is kept
open while the studio runs, into which `faulthandler` writes the stacks as the process dies; one that stays empty is
removed. `new_reports` tells the next start what it has not shown yet.
"""

import contextlib
import faulthandler
import os
import platform
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from .build import version_line
from .paths import logs_dir

_FAULT, _NATIVE, _SEEN = "fault-", "crash-", ".seen"
_MOST_KEPT = 10
_MOST_BYTES = 64 * 1024


def reports_dir() -> Path:
    """Where they lie."""
    return logs_dir() / "crashes"


def write_report(error: BaseException, is_seen: bool = False) -> Path | None:
    """Write an unexpected exception down; None where the disk takes nothing. is_seen: the user was told already."""
    text = _head() + "".join(traceback.format_exception(error))
    path = reports_dir() / f"{_FAULT}{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    try:
        reports_dir().mkdir(parents=True, exist_ok=True)
        path.write_text(text[-_MOST_BYTES:], encoding="utf-8", errors="replace")
        if is_seen:
            mark_seen([path])
    except OSError:
        return None
    _keep_newest()
    return path


@contextlib.contextmanager
def watch_for_crashes() -> Iterator[None]:
    """Until the block ends, a crash in machine code leaves the stacks of all threads in a file."""
    path = reports_dir() / f"{_NATIVE}{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    try:
        reports_dir().mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8")
    except OSError:
        yield
        return
    faulthandler.enable(file)
    try:
        yield
    finally:
        faulthandler.disable()
        file.close()
        path.unlink(missing_ok=True)


def all_reports() -> list[Path]:
    """What was written down, the newest first; crashes with their stacks only once the process has written them."""
    return sorted(_written(), key=lambda path: (path.stat().st_mtime, path.name), reverse=True)


def new_reports() -> list[Path]:
    """Those that were not shown yet, the newest first. Files of studios that were closed or killed are put away."""
    _drop_empty()
    return [path for path in all_reports() if not path.with_suffix(_SEEN).exists()]


def mark_seen(reports: list[Path]) -> None:
    """They have been shown."""
    for path in reports:
        with contextlib.suppress(OSError):
            path.with_suffix(_SEEN).touch()


def read_report(path: Path) -> str:
    """Its text; of a crash in machine code the version of now is put before the stacks."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            text = file.read(_MOST_BYTES)
    except OSError as error:
        return f"The report cannot be read: {error.strerror or error}."
    return text if path.name.startswith(_FAULT) else _head() + text


def _head() -> str:
    machine = f"{platform.system()} {platform.release()} {platform.machine()}"
    return f"MusicStudio {version_line()}\nPython {platform.python_version()} on {machine}\n\n"


def _written() -> list[Path]:
    try:
        return [path for path in reports_dir().glob("*.txt") if path.is_file() and path.stat().st_size]
    except OSError:
        return []


def _drop_empty() -> None:
    with contextlib.suppress(OSError):
        for path in reports_dir().glob(f"{_NATIVE}*.txt"):
            if not path.stat().st_size and not _may_run(path):
                path.unlink(missing_ok=True)


def _may_run(path: Path) -> bool:
    """Whether the studio that would write into the file may still be there. Windows does not delete an open file."""
    if os.name == "nt":
        return False
    number = path.stem.rpartition("-")[2]
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _keep_newest() -> None:
    with contextlib.suppress(OSError):
        for path in all_reports()[_MOST_KEPT:]:
            path.unlink(missing_ok=True)
            path.with_suffix(_SEEN).unlink(missing_ok=True)
