# SPDX-License-Identifier: GPL-3.0-or-later
"""Song sheets as JSON files: ``plan.json`` that ``musicstudio plan`` writes and ``generate --plan`` reads."""

from pathlib import Path

import msgspec

from musicstudio.core.errors import InputError
from musicstudio.core.files import write_file
from musicstudio.project.model.sheet import SHEET_SCHEMA, SongSheet

_MAX_BYTES = 4_000_000


def write_sheet(path: Path, sheet: SongSheet) -> None:
    """The whole sheet, indented, whole or not at all. Raises `StorageError`."""
    write_file(path, sheet_json(sheet))


def sheet_json(sheet: SongSheet) -> bytes:
    """A sheet as UTF-8 JSON."""
    return msgspec.json.format(msgspec.json.encode(sheet), indent=2) + b"\n"


def read_sheet(path: Path) -> SongSheet:
    """A sheet from a file. Raises `InputError` with the place of what is wrong."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    if len(data) > _MAX_BYTES:
        raise InputError(f"{path.name} is too large to be a song sheet.")
    return sheet_from_json(data, path.name)


def sheet_from_json(data: bytes, name: str = "The plan") -> SongSheet:
    """A sheet from JSON. Raises `InputError`."""
    try:
        sheet = msgspec.json.decode(data, type=SongSheet)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{name} is not a song sheet: {error}.") from None
    if sheet.schema > SHEET_SCHEMA:
        raise InputError(f"{name} was made by a newer MusicStudio; update to open it.")
    return sheet
