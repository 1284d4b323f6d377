# SPDX-License-Identifier: GPL-3.0-or-later
"""What assistants did, a line each call, for the user to read; kept on this machine, the last thousand calls."""

import os
import time
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from musicstudio.core.errors import StorageError
from musicstudio.core.files import storage_error, write_all, write_file
from musicstudio.core.paths import data_dir

_KEPT, _MAX_BYTES, _MAX_VALUE = 1000, 2_000_000, 200


class Activity(Struct, frozen=True, omit_defaults=True):
    """at: seconds since 1970. song: its folder's name, or empty. outcome: a sentence; is_refused: it was not done."""

    at: float
    tool: str
    song: str = ""
    asked: dict[str, str] = {}
    outcome: str = ""
    is_refused: bool = False


def log_activity(tool: str, song: str, asked: dict[str, Any], outcome: str, is_refused: bool = False) -> None:
    """Put it on disk. Raises `StorageError`: what cannot be logged must not be done unseen."""
    shown = {name: str(value)[:_MAX_VALUE] for name, value in asked.items() if value not in (None, "", (), [])}
    each = Activity(time.time(), tool, song[:_MAX_VALUE], shown, outcome[:_MAX_VALUE], is_refused)
    path = _path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _MAX_BYTES:
            write_file(path, b"".join(msgspec.json.encode(old) + b"\n" for old in activities()[:_KEPT][::-1]))
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        try:
            write_all(descriptor, msgspec.json.encode(each) + b"\n")
        finally:
            os.close(descriptor)
    except OSError as error:
        raise storage_error(error, path) from error


def activities() -> tuple[Activity, ...]:
    """The last calls, newest first; lines that cannot be read are passed over. Never raises."""
    try:
        lines = _path().read_bytes().splitlines()[-_KEPT:]
    except OSError:
        return ()
    found = []
    for line in lines:
        try:
            found.append(msgspec.json.decode(line, type=Activity))
        except (ValueError, RecursionError):
            continue
    return tuple(reversed(found))


def clear_activities() -> None:
    """Forget them. Never raises."""
    try:
        write_file(_path(), b"")
    except StorageError:
        return


def _path() -> Path:
    return data_dir() / "assistants" / "activity.jsonl"
