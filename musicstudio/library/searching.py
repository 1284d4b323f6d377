# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking through the library: words by SQLite's full-text search, sounds by how near their vectors are."""

import re
import sqlite3
from typing import Any

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.errors import InputError

from .entries import MAX_FOUND, Entry, Found, Query, SearchResult
from .schema import LISTED, entry_of

_EMPTY_WORDS = frozenset(["a", "an", "and", "the", "with", "of", "in", "on", "for", "to", "by", "or", "but"])
_JOINED = "FROM entries e LEFT JOIN marks m ON m.id = e.id"
_MARKS = "coalesce(m.is_starred, 0) AS is_starred, coalesce(m.tags, '[]') AS tags, coalesce(m.plays, 0) AS plays"
_SHOWN = ", ".join(f"e.{name}" for name in LISTED) + f", {_MARKS}"
_BATCH, _MOST_WORDS = 400, 32


def search(db: sqlite3.Connection, query: Query) -> SearchResult:
    """What a query finds. Raises `InputError` for a sound that is not there."""
    wanted, unwanted = words_of(query.words)
    conditions, values = _conditions(query)
    has_all = True
    ranks = _ranks(db, wanted, " AND ") if wanted else None
    if ranks is not None and not ranks and len(wanted) > 1:
        ranks, has_all = _ranks(db, wanted, " OR "), False
    shut_out = _ranks(db, unwanted, " OR ") if unwanted else {}
    rows = db.execute(f"SELECT e.id, e.made_at, e.vector {_JOINED} WHERE {conditions}", values).fetchall()
    rows = [row for row in rows if (ranks is None or row[0] in ranks) and row[0] not in shut_out]
    nearness = _nearness(db, query, rows)
    order = sorted(rows, key=lambda row: _place(row, nearness, ranks))
    shown = [row[0] for row in order[: max(1, min(query.limit, MAX_FOUND))]]
    entries = _entries(db, shown)
    found = tuple(Found(entries[each], nearness.get(each)) for each in shown if each in entries)
    return SearchResult(found, len(rows), has_all)


def words_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that must be there and those that must not, of what was typed; what has a hyphen stays together."""
    wanted: dict[str, None] = {}
    unwanted: dict[str, None] = {}
    for typed in text.lower().split()[:_MOST_WORDS]:
        phrase = " ".join(re.findall(r"\w+", typed))
        if phrase and phrase not in _EMPTY_WORDS:
            (unwanted if typed.startswith("-") else wanted)[phrase] = None
    return tuple(wanted), tuple(unwanted)


def load_entry(db: sqlite3.Connection, entry_id: str) -> Entry | None:
    """One entry with everything that is known of it."""
    row = db.execute(f"SELECT e.*, {_MARKS} {_JOINED} WHERE e.id = ?", (entry_id,)).fetchone()
    return entry_of(row) if row else None


def vectors(db: sqlite3.Connection) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """The ids of all that has a sound, and their vectors as rows; those of another size are left out."""
    rows = db.execute("SELECT id, vector FROM entries WHERE length(vector) > 0 ORDER BY id")
    return _stacked([(row[0], row[1]) for row in rows])


def _stacked(rows: list[tuple[str, bytes]]) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    size = max((len(vector) for _, vector in rows), default=0)
    kept = [(each, vector) for each, vector in rows if len(vector) == size and size % 4 == 0]
    matrix = np.frombuffer(b"".join(vector for _, vector in kept), dtype="<f4").reshape(len(kept), -1)
    return tuple(each for each, _ in kept), np.nan_to_num(matrix)


def _ranks(db: sqlite3.Connection, wanted: tuple[str, ...], joint: str) -> dict[str, float]:
    """How well each entry matches, the lower the better, by SQLite's bm25; titles and tags count most."""
    match = joint.join(f'"{word}"*' for word in wanted)
    rank = "SELECT id, bm25(words, 0, 4, 2, 1, 1, 4) FROM words WHERE words MATCH ?"
    return {row[0]: row[1] for row in db.execute(rank, (match,))}


def _conditions(query: Query) -> tuple[str, list[Any]]:
    parts: list[tuple[str, list[Any]]] = [("1", [])]
    if query.kinds:
        parts.append((f"e.kind IN ({', '.join('?' * len(query.kinds))})", list(query.kinds)))
    if query.is_starred:
        parts.append(("m.is_starred = 1", []))
    if query.min_bpm is not None:
        parts.append(("e.bpm >= ?", [query.min_bpm]))
    if query.max_bpm is not None:
        parts.append(("e.bpm <= ?", [query.max_bpm]))
    if query.mode:
        parts.append(("e.key LIKE ?", [f"%{query.mode}"]))
    if query.has_voice is not None:
        parts.append(("e.has_voice = ?", [int(query.has_voice)]))
    parts += [
        ("EXISTS (SELECT 1 FROM json_each(m.tags) WHERE json_each.value = ?)", [tag.lower()]) for tag in query.tags
    ]
    return " AND ".join(text for text, _ in parts), [value for _, values in parts for value in values]


def _nearness(db: sqlite3.Connection, query: Query, rows: list[Any]) -> dict[str, float]:
    target = query.like_vector
    if query.like:
        row = db.execute("SELECT vector FROM entries WHERE id = ?", (query.like,)).fetchone()
        if row is None:
            raise InputError("What this should sound like is not in the library.")
        if not row[0]:
            raise InputError("That has not sounded yet, so nothing can be compared with it.")
        target = row[0]
    if not target:
        return {}
    ids, matrix = _stacked([(row[0], row[2]) for row in rows if row[2] and len(row[2]) == len(target)])
    if not ids:
        return {}
    return dict(zip(ids, map(float, nearness(matrix, np.frombuffer(target, dtype="<f4"))), strict=True))


def nearness(matrix: NDArray[np.float32], target: NDArray[np.float32]) -> NDArray[np.float32]:
    """1 for the same sound, towards 0 the further away; distances are in units of how much songs differ."""
    distance = np.sqrt(np.mean((matrix - np.nan_to_num(target)) ** 2, axis=1))
    return np.asarray(np.exp(-distance), dtype=np.float32)


def _place(row: Any, near: dict[str, float], ranks: dict[str, float] | None) -> tuple[float, float, float]:
    """Nearest first where a sound was given, else the best words, else the newest."""
    return (-near.get(row[0], -1.0) if near else 0.0, ranks.get(row[0], 0.0) if ranks else 0.0, -(row[1] or 0.0))


def _entries(db: sqlite3.Connection, ids: list[str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for first in range(0, len(ids), _BATCH):
        some = ids[first : first + _BATCH]
        marks = ", ".join("?" * len(some))
        for row in db.execute(f"SELECT {_SHOWN} {_JOINED} WHERE e.id IN ({marks})", some):
            found[row["id"]] = entry_of(row)
    return found
