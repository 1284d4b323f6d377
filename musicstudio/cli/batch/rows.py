# SPDX-License-Identifier: GPL-3.0-or-later
"""A list of work as a person writes it (CSV, JSON lines or TOML), with every list of values crossed with the others."""

import csv
import io
import itertools
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from musicstudio.core.errors import InputError

Value: TypeAlias = str | int | float | bool
SUFFIXES = (".csv", ".jsonl", ".toml")
MAX_BYTES, MAX_TASKS = 16 << 20, 100_000


class Row(msgspec.Struct, frozen=True):
    """One piece of work. number: its place in the list, from 1; fields: what it says, all lists resolved."""

    number: int
    fields: dict[str, Value]
    problem: str = ""


def read_rows(path: Path) -> list[Row]:
    """All rows, crossed: lists in JSON and TOML, ``a|b`` in a cell of CSV. Raises `InputError` for no such list."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"A list of work is a .csv, .jsonl or .toml file, not “{path.name}”.")
    text = _read_text(path)
    readers = {".csv": _from_csv, ".jsonl": _from_json_lines, ".toml": _from_toml}
    rows: list[Row] = []
    for number, written in enumerate(readers[suffix](text, path.name), 1):
        rows += _crossed(number, written, MAX_TASKS - len(rows))
    if not rows:
        raise InputError(f"“{path.name}” lists no work.")
    return rows


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise InputError(f"“{path.name}” is too large for a list of work.")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"“{path.name}” is not text in UTF-8.") from error
    except OSError as error:
        raise InputError(f"“{path.name}” cannot be read: {error.strerror or error}.") from error


def _from_csv(text: str, name: str) -> Iterator[Any]:
    try:
        for cells in csv.DictReader(io.StringIO(text), strict=True):
            if None in cells:
                yield "it has more cells than the first line has names"
            else:
                yield {key.strip(): _parts(cell) for key, cell in cells.items() if cell and cell.strip()}
    except csv.Error as error:
        raise InputError(f"“{name}” is no table: {error}.") from error


def _parts(cell: str) -> list[str] | str:
    return [part.strip() for part in cell.split("|")] if "|" in cell else cell.strip()


def _from_json_lines(text: str, name: str) -> Iterator[Any]:
    for line in text.splitlines():
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                yield "it is no JSON"


def _from_toml(text: str, name: str) -> Iterator[Any]:
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"“{name}” is no TOML: {error}.") from error
    listed = content.get("job")
    if not isinstance(listed, list):
        raise InputError(f"“{name}” has no [[job]].")
    yield from listed


def _crossed(number: int, written: Any, room: int) -> Iterator[Row]:
    """One row for every combination of its lists."""
    if problem := _problem(written):
        yield Row(number, {}, problem)
        return
    written = {key.replace("-", "_"): value for key, value in written.items()}
    choices = [value if isinstance(value, list) else [value] for value in written.values()]
    count = 1
    for each in choices:
        count *= len(each)
    if count > room:
        raise InputError(f"Row {number} makes the list longer than {MAX_TASKS:,} pieces of work.")
    for values in itertools.product(*choices):
        yield Row(number, dict(zip(written, values, strict=True)))


def _problem(written: Any) -> str:
    if isinstance(written, str):
        return written
    if not isinstance(written, Mapping):
        return "it is no table of names and values"
    for key, value in written.items():
        values = value if isinstance(value, list) else [value]
        if not values or not all(isinstance(each, str | int | float | bool) for each in values):
            return f"“{key}” is neither a text, a number nor a list of such"
    return ""
