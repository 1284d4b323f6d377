# SPDX-License-Identifier: GPL-3.0-or-later
"""Saved prompts and song-sheet templates as a JSON file, out and in."""

from pathlib import Path

import msgspec
from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.core.files import write_file
from musicstudio.interchange.song_sheet import sheet_from_json, sheet_json
from musicstudio.library.entries import SavedWish
from musicstudio.library.file import Library
from musicstudio.project.model.sheet import SongSheet

FORMAT, VERSION = "musicstudio-wishes", 1
_MAX_BYTES, _MAX_WISHES = 32_000_000, 2000


class _Wish(Struct, frozen=True, omit_defaults=True):
    """prompt or sheet: what is saved."""

    name: str
    prompt: str = ""
    sheet: SongSheet | None = None


class _File(Struct, frozen=True):
    format: str = FORMAT
    version: int = VERSION
    wishes: tuple[_Wish, ...] = ()


def save_prompt(library: Library, name: str, prompt: str) -> None:
    """Keep a prompt under a name. Raises `InputError`."""
    library.save_wish(name, "prompt", prompt.strip())


def save_template(library: Library, name: str, sheet: SongSheet) -> None:
    """Keep a song sheet under a name, without what became of it once. Raises `InputError`."""
    library.save_wish(name, "sheet", sheet_json(msgspec.structs.replace(sheet, made=())).decode())


def sheet_of(wish: SavedWish) -> SongSheet | None:
    """The sheet of a template; None for a prompt. Raises `InputError` for a damaged one."""
    return sheet_from_json(wish.body.encode(), f"“{wish.name}”") if wish.kind == "sheet" else None


def wish_named(library: Library, name: str) -> SavedWish:
    """A saved wish, whatever the case of its letters. Raises `InputError` naming those there are."""
    wishes = library.wishes()
    found = next((wish for wish in wishes if wish.name.lower() == name.strip().lower()), None)
    if found is None:
        there_are = ", ".join(wish.name for wish in wishes) or "none yet"
        raise InputError(f"Nothing is saved as {name!r}; saved are: {there_are}.")
    return found


def export_wishes(library: Library, path: Path) -> int:
    """Write all saved prompts and templates; how many. Raises `StorageError`."""
    wishes = tuple(
        _Wish(wish.name, wish.body if wish.kind == "prompt" else "", sheet_of(wish)) for wish in library.wishes()
    )
    write_file(path, msgspec.json.format(msgspec.json.encode(_File(wishes=wishes)), indent=2) + b"\n")
    return len(wishes)


def import_wishes(library: Library, path: Path) -> int:
    """Keep everything that a file holds, in place of what has the same names; how many. Raises `InputError`, and
    keeps nothing then."""
    read = _read(path)
    for wish in read.wishes:
        if not wish.name.strip() or len(wish.name) > 100 or not (wish.prompt.strip() or wish.sheet):
            raise InputError(f"“{path.name}” holds a wish without a name or without words.")
    for wish in read.wishes:
        if wish.sheet is not None:
            save_template(library, wish.name, wish.sheet)
        else:
            save_prompt(library, wish.name, wish.prompt)
    return len(read.wishes)


def _read(path: Path) -> _File:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"“{path.name}” cannot be read: {error.strerror or error}.") from error
    try:
        read = msgspec.json.decode(content, type=_File) if len(content) <= _MAX_BYTES else None
    except (ValueError, RecursionError) as error:
        raise InputError(f"“{path.name}” is no file of saved prompts: {error}.") from None
    if read is None or read.format != FORMAT or len(read.wishes) > _MAX_WISHES:
        raise InputError(f"“{path.name}” is no file of saved prompts.")
    if read.version > VERSION:
        raise InputError(f"“{path.name}” was made by a newer MusicStudio; update to read it.")
    return read
