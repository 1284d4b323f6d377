# SPDX-License-Identifier: GPL-3.0-or-later
"""What nobody could make again: stars, tags, plays, prompts and saved wishes. One line each, in a file beside the
database, from which a library that was damaged gets them back.
"""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from musicstudio.core.files import storage_error, write_all, write_file

from .schema import put_words

MAX_TAG_CHARACTERS, MAX_TAGS = 60, 40
_MAX_BYTES = 64 * 2**20
What = Literal["star", "unstar", "tags", "play", "prompt", "save", "drop", "song"]


class Mark(Struct, frozen=True, omit_defaults=True):
    """Something that was said of an entry (``id``), or kept (``id`` is then a name, a prompt's text or a path).

    tags: all it has from now on. kind, body: of a saved wish.
    """

    what: What
    id: str
    at: float = 0.0
    tags: tuple[str, ...] = ()
    kind: str = ""
    body: str = ""


def apply_mark(db: sqlite3.Connection, mark: Mark) -> None:
    """Write it into the tables."""
    if mark.what in ("star", "unstar", "tags", "play"):
        db.execute("INSERT OR IGNORE INTO marks (id) VALUES (?)", (mark.id,))
    if mark.what in ("star", "unstar"):
        db.execute("UPDATE marks SET is_starred = ? WHERE id = ?", (mark.what == "star", mark.id))
    elif mark.what == "tags":
        db.execute("UPDATE marks SET tags = ? WHERE id = ?", (msgspec.json.encode(mark.tags).decode(), mark.id))
        put_words(db, mark.id)
    elif mark.what == "play":
        db.execute("UPDATE marks SET plays = plays + 1 WHERE id = ?", (mark.id,))
    elif mark.what == "prompt":
        db.execute(
            "INSERT INTO prompts VALUES (?, ?, 1) ON CONFLICT(text) DO UPDATE SET "
            "used_at = max(used_at, excluded.used_at), uses = uses + 1",
            (mark.id, mark.at),
        )
    elif mark.what == "save":
        db.execute("REPLACE INTO saved VALUES (?, ?, ?, ?)", (mark.id, mark.kind, mark.body, mark.at))
    elif mark.what == "song":
        db.execute("INSERT OR IGNORE INTO songs VALUES (?)", (mark.id,))
    elif mark.what == "drop":
        db.execute("DELETE FROM saved WHERE name = ?", (mark.id,))


def append_mark(path: Path, mark: Mark) -> None:
    """Put it on disk before it counts. Lines of two studios do not mix. Raises `StorageError`."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        try:
            write_all(descriptor, b"\n" * _ends_amid_a_line(path) + msgspec.json.encode(mark) + b"\n")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise storage_error(error, path) from error


def read_marks(path: Path) -> Iterator[Mark]:
    """Every line that can be read, in order; half a line of a killed studio is passed over. Never raises."""
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES)
    except OSError:
        return
    for line in content.splitlines():
        try:
            yield msgspec.json.decode(line, type=Mark)
        except (ValueError, RecursionError):
            continue


def keep_marks(path: Path, kept: set[str]) -> None:
    """Forget all marks but those of some kinds. Raises `StorageError`."""
    lines = [msgspec.json.encode(mark) for mark in read_marks(path) if mark.what in kept]
    write_file(path, b"".join(line + b"\n" for line in lines))


def _ends_amid_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
