# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the library's file, and entries as rows of them."""

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from .entries import Entry

T = TypeVar("T")
SCHEMA_VERSION = 1
COLUMNS = (
    "id", "kind", "title", "prompt", "path", "instruments", "styles", "bpm", "key", "meter", "length_s", "has_voice",
    "made_at", "engine", "seed", "recipe", "vector", "wave",
)  # fmt: skip
LISTED = tuple(name for name in COLUMNS if name not in ("vector", "recipe"))
_TABLES = """
CREATE TABLE entries (
  id TEXT PRIMARY KEY, kind TEXT, title TEXT, prompt TEXT, path TEXT, instruments TEXT, styles TEXT, bpm REAL, key TEXT,
  meter TEXT, length_s REAL, has_voice INTEGER, made_at REAL, engine TEXT, seed INTEGER, recipe TEXT, vector BLOB,
  wave BLOB);
CREATE INDEX entries_by_time ON entries (made_at);
CREATE TABLE marks (id TEXT PRIMARY KEY, is_starred INTEGER DEFAULT 0, tags TEXT DEFAULT '[]', plays INTEGER DEFAULT 0);
CREATE TABLE prompts (text TEXT PRIMARY KEY, used_at REAL, uses INTEGER);
CREATE TABLE saved (name TEXT PRIMARY KEY, kind TEXT, body TEXT, saved_at REAL);
CREATE TABLE songs (path TEXT PRIMARY KEY);
CREATE VIRTUAL TABLE words USING fts5(
  id UNINDEXED, title, prompt, instruments, styles, tags, tokenize = 'unicode61 remove_diacritics 2');
"""


def make_tables(db: sqlite3.Connection, on_made: Callable[[sqlite3.Connection], object]) -> None:
    """Make the tables where there are none yet, and call on_made in the same step.

    Raises `sqlite3.DatabaseError`, for a file of a newer studio, too.
    """
    if _version(db) == SCHEMA_VERSION:
        return
    db.execute("BEGIN IMMEDIATE")
    version = _version(db)  # another studio may have made them meanwhile
    if version > SCHEMA_VERSION:
        db.execute("ROLLBACK")
        raise sqlite3.DatabaseError("it was written by a newer MusicStudio")
    if version < SCHEMA_VERSION:
        for statement in _TABLES.split(";")[:-1]:
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        on_made(db)
    db.execute("COMMIT")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def put_entry(db: sqlite3.Connection, entry: Entry) -> None:
    """Write an entry over what was known of it; what it lacks now (its sound, its first date) stays."""
    known = db.execute("SELECT made_at, vector, wave FROM entries WHERE id = ?", (entry.id,)).fetchone()
    if known:
        entry = msgspec.structs.replace(
            entry, made_at=known[0], vector=entry.vector or known[1] or b"", wave=entry.wave or known[2] or b""
        )
    marks = ", ".join("?" * len(COLUMNS))
    db.execute(f"REPLACE INTO entries ({', '.join(COLUMNS)}) VALUES ({marks})", [_stored(entry, c) for c in COLUMNS])
    put_words(db, entry.id)


def put_words(db: sqlite3.Connection, entry_id: str) -> None:
    """Index the words of an entry and of its tags anew."""
    db.execute("DELETE FROM words WHERE id = ?", (entry_id,))
    db.execute(
        "INSERT INTO words SELECT e.id, e.title, e.prompt, e.instruments, e.styles, coalesce(m.tags, '') "
        "FROM entries e LEFT JOIN marks m ON m.id = e.id WHERE e.id = ?",
        (entry_id,),
    )


def entry_of(row: sqlite3.Row) -> Entry:
    """An entry from a row of entries joined with marks; columns that were not asked for keep their defaults."""
    values: dict[str, Any] = dict(row)
    for name in ("instruments", "styles", "tags"):
        values[name] = tuple(str(each) for each in _json(values.get(name), list))
    values["recipe"] = _json(values.get("recipe"), dict)
    for name in ("has_voice", "is_starred"):
        values[name] = bool(values.get(name))
    return Entry(**{name: value for name, value in values.items() if value is not None})


def _stored(entry: Entry, column: str) -> Any:
    value = getattr(entry, column)
    if isinstance(value, tuple | dict):
        return msgspec.json.encode(value).decode()
    return int(value) if isinstance(value, bool) else value


def _json(text: Any, kind: type[T]) -> T:
    """What a column says; nothing where it is damaged."""
    try:
        return msgspec.json.decode(text or b"null", type=kind)
    except (ValueError, TypeError, RecursionError):
        return kind()
