# SPDX-License-Identifier: GPL-3.0-or-later
"""The library's file: SQLite with a write-ahead log, so that two studios may use it and a kill costs nothing.

Every call opens the file for itself, so that any thread may make it. A file that is damaged is put aside and an empty
one begun; stars, tags and saved wishes come back from the marks beside it, the rest from the songs (`needs_songs`).
"""

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.errors import InputError, StorageError
from musicstudio.core.files import text_of_name
from musicstudio.core.paths import data_dir

from .entries import Entry, Query, SavedWish, SearchResult, UsedPrompt
from .marks import MAX_TAG_CHARACTERS, MAX_TAGS, Mark, append_mark, apply_mark, keep_marks, read_marks
from .schema import make_tables, put_entry
from .searching import load_entry, search, vectors

T = TypeVar("T")
_BUSY_S = 10.0
DAMAGED = "The library was damaged and has been put aside; it is made anew from your songs."
_ALL_MARKS = {"star", "unstar", "tags", "play", "prompt", "save", "drop", "song"}
_HAS_SONGS = 20_26
_LEARNED_MARKS = {"play", "prompt"}


class Library:
    """Raises `StorageError` with a sentence wherever the disk refuses. was_damaged: found so, and begun anew."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or data_dir() / "library"
        self.file, self._marks = self.folder / "library.db", self.folder / "marks.jsonl"
        self.was_damaged = False

    @property
    def needs_songs(self) -> bool:
        """Whether it was begun anew, and the songs of this machine have not been read into it since."""
        return bool(self._read(lambda db: db.execute("PRAGMA application_id").fetchone()[0]) != _HAS_SONGS)

    def has_songs_now(self) -> None:
        """The songs of this machine have been read into it."""
        with self._writing() as db:
            db.execute(f"PRAGMA application_id = {_HAS_SONGS}")

    def note_song(self, path: Path) -> None:
        """That there is a song at a path: from there it is read again when the library was damaged."""
        with self._writing() as db:
            if db.execute("INSERT OR IGNORE INTO songs VALUES (?)", (str(path),)).rowcount:
                append_mark(self._marks, Mark("song", str(path), time.time()))

    def songs(self) -> tuple[Path, ...]:
        """Where songs were."""
        return tuple(Path(row[0]) for row in self._read(lambda db: db.execute("SELECT path FROM songs").fetchall()))

    def put(self, entries: Iterable[Entry]) -> None:
        """Write entries over what was known of them, all or none."""
        with self._writing() as db:
            for entry in entries:
                put_entry(db, entry)

    def search(self, query: Query) -> SearchResult:
        """What a query finds. Raises `InputError` for a sound that is not there."""
        return self._read(lambda db: search(db, query))

    def entry(self, entry_id: str) -> Entry:
        """Everything about one. Raises `InputError`."""
        found = self._read(lambda db: load_entry(db, entry_id))
        if found is None:
            raise InputError(f"There is no {entry_id!r} in the library.")
        return found

    def vectors(self) -> tuple[tuple[str, ...], NDArray[np.float32]]:
        """Ids and sounds of all that has one."""
        return self._read(vectors)

    def names(self) -> dict[str, tuple[str, str]]:
        """The title and the foremost style of each by its id."""
        sql = "SELECT id, title, coalesce(json_extract(styles, '$[0]'), '') FROM entries"
        return {row[0]: (row[1], row[2]) for row in self._read(lambda db: db.execute(sql).fetchall())}

    def ids_with_sound(self) -> frozenset[str]:
        """What need not be listened to again."""
        rows = self._read(lambda db: db.execute("SELECT id FROM entries WHERE length(vector) > 0").fetchall())
        return frozenset(row[0] for row in rows)

    def star(self, entry_id: str, is_starred: bool = True) -> None:
        """Give a star or take it away. Raises `InputError` for what is not there."""
        self._mark(Mark("star" if is_starred else "unstar", self.entry(entry_id).id, time.time()))

    def tag(self, entry_id: str, tags: Iterable[str]) -> None:
        """Have exactly these tags. Raises `InputError` for what is no tag."""
        known = self.entry(entry_id)
        self._mark(Mark("tags", known.id, time.time(), tags=clean_tags(tags)))

    def note_play(self, entry_id: str) -> None:
        """That it was listened to."""
        self._mark(Mark("play", entry_id, time.time()))

    def note_prompt(self, text: str, at: float | None = None) -> None:
        """That a prompt was made music of."""
        if text.strip():
            self._mark(Mark("prompt", text_of_name(text.strip())[:2000], at or time.time()))

    def prompts(self, limit: int = 200) -> tuple[UsedPrompt, ...]:
        """Prompts, the last used first."""
        sql = "SELECT text, used_at, uses FROM prompts ORDER BY used_at DESC LIMIT ?"
        return tuple(UsedPrompt(*row) for row in self._read(lambda db: db.execute(sql, (limit,)).fetchall()))

    def save_wish(self, name: str, kind: str, body: str) -> None:
        """Keep a prompt or a sheet under a name, in place of what had it. Raises `InputError`."""
        name = " ".join(name.split())
        if not 1 <= len(name) <= 100 or kind not in ("prompt", "sheet") or not body.strip():
            raise InputError("A saved wish has a name of 1 to 100 characters, and words or a song sheet.")
        self._mark(Mark("save", name, time.time(), kind=kind, body=body))

    def drop_wish(self, name: str) -> None:
        """Forget a saved wish. Raises `InputError` where there is none of the name."""
        if name not in {wish.name for wish in self.wishes()}:
            raise InputError(f"Nothing is saved as {name!r}.")
        self._mark(Mark("drop", name, time.time()))

    def wishes(self) -> tuple[SavedWish, ...]:
        """Saved prompts and sheets by name."""
        sql = "SELECT name, kind, body, saved_at FROM saved ORDER BY name COLLATE NOCASE"
        return tuple(SavedWish(*row) for row in self._read(lambda db: db.execute(sql).fetchall()))

    def counts(self) -> dict[str, int]:
        """How many entries there are of each kind."""
        rows = self._read(lambda db: db.execute("SELECT kind, count(*) FROM entries GROUP BY kind").fetchall())
        return {row[0]: row[1] for row in rows}

    def forget_learned(self) -> None:
        """Forget what was played and asked, which suggestions are made from; stars, tags and saved wishes stay."""
        with self._writing() as db:
            db.execute("DELETE FROM prompts")
            db.execute("UPDATE marks SET plays = 0")
        keep_marks(self._marks, _ALL_MARKS - _LEARNED_MARKS)

    def clear(self) -> None:
        """Forget everything but saved wishes. The songs themselves stay as they are."""
        with self._writing() as db:
            for table in ("entries", "marks", "prompts", "words", "songs"):
                db.execute(f"DELETE FROM {table}")
        keep_marks(self._marks, {"save", "drop"})
        self.has_songs_now()

    def _mark(self, mark: Mark) -> None:
        with self._writing() as db:
            apply_mark(db, mark)
            append_mark(self._marks, mark)

    def _read(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        with self._open() as db:
            return ask(db)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The file, begun anew when it is damaged. What goes wrong inside is a `StorageError`."""
        db = self._connect()
        try:
            yield db
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                db.close()
                self._put_aside()
            raise _sentence(error) from error
        finally:
            db.close()

    def _connect(self) -> sqlite3.Connection:
        try:
            return self._connected()
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise _sentence(error) from error
        self._put_aside()
        try:
            return self._connected()
        except sqlite3.DatabaseError as error:
            raise _sentence(error) from error

    def _connected(self) -> sqlite3.Connection:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"The library could not be opened: {error.strerror or error}.") from error
        db = sqlite3.connect(self.file, timeout=_BUSY_S, isolation_level=None)
        try:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            make_tables(db, self._bring_marks_back)
        except sqlite3.Error:
            db.close()
            raise
        return db

    def _bring_marks_back(self, db: sqlite3.Connection) -> None:
        for mark in read_marks(self._marks):
            apply_mark(db, mark)

    def _put_aside(self) -> None:
        """Keep a damaged file beside the new one, the last only; another studio may have done so meanwhile."""
        if _is_sound(self.file):
            return
        for suffix in ("", "-wal", "-shm"):
            part = self.file.with_name(self.file.name + suffix)
            with contextlib.suppress(OSError):
                part.replace(part.with_name(f"{part.name}.damaged"))
        self.was_damaged = True


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags in small letters, once each. Raises `InputError` for too many or too long ones."""
    cleaned = tuple(dict.fromkeys(text for tag in tags if (text := " ".join(tag.lower().split()))))
    if len(cleaned) > MAX_TAGS or any(len(tag) > MAX_TAG_CHARACTERS for tag in cleaned):
        raise InputError(f"At most {MAX_TAGS} tags of {MAX_TAG_CHARACTERS} characters can be given.")
    return cleaned


def _is_sound(file: Path) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(file, timeout=_BUSY_S)) as db:
            has_tables = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'entries'").fetchone()[0]
            return bool(has_tables) and db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except sqlite3.Error:
        return False


def _is_damage(error: sqlite3.Error) -> bool:
    """Whether the file is no database any more, or not one of ours, rather than busy, full or forbidden."""
    name = getattr(error, "sqlite_errorname", "") or ""
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "no such table" in str(error)


def _sentence(error: sqlite3.Error) -> StorageError:
    if _is_damage(error):
        return StorageError(DAMAGED)
    reasons = {
        "SQLITE_FULL": "the disk is full", "SQLITE_BUSY": "another studio is busy with it",
        "SQLITE_READONLY": "it may not be written", "SQLITE_CANTOPEN": "it cannot be opened",
        "SQLITE_IOERR": "the disk cannot be read or written",
    }  # fmt: skip
    name = getattr(error, "sqlite_errorname", "") or ""
    reason = next((text for start, text in reasons.items() if name.startswith(start)), str(error))
    return StorageError(f"The library could not be used: {reason}.")
