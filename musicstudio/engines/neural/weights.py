# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of a model in a folder: which models are there, how large they are, their hash. No torch."""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

from musicstudio.core.errors import EngineError, MediaError
from musicstudio.model_store.catalogue import Entry, find_entry, list_entries
from musicstudio.model_store.installed import is_present
from musicstudio.model_store.safe_files import read_header

from .memory import Need

_CHUNK_BYTES = 1 << 24
_MAX_CONFIG_BYTES = 4_000_000
_WIDTH = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1, "I64": 8, "I32": 4, "I16": 2, "I8": 1}


def models_here(plugin: str) -> tuple[Entry, ...]:
    """The models of a plug-in that are whole on this machine, in the order of the catalogue.

    Parameters
    ----------
    plugin : str
        Its folder's name.

    Returns
    -------
    tuple of Entry
    """
    return tuple(entry for entry in models_of(plugin) if is_present(entry))


def models_of(plugin: str) -> tuple[Entry, ...]:
    """All models of a plug-in that the catalogue knows.

    Parameters
    ----------
    plugin : str
        Its folder's name.

    Returns
    -------
    tuple of Entry
    """
    return tuple(entry for entry in list_entries("engine") if entry.plugin == plugin)


def model_entry(name: str) -> Entry:
    """The entry of a model.

    Parameters
    ----------
    name : str

    Returns
    -------
    Entry

    Raises
    ------
    InputError
    """
    return find_entry(name)


def hash_of(folder: Path, on_chunk: Callable[[], None]) -> str:
    """SHA-256 over all weights of a folder, in order of name.

    Parameters
    ----------
    folder : Path
    on_chunk : callable
        Called every 16 MB; what it raises ends the reading.

    Returns
    -------
    str, 64 hex digits
    """
    digest = hashlib.sha256()
    for path in weights_in(folder):
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
                on_chunk()
    return digest.hexdigest()


def weights_in(folder: Path) -> list[Path]:
    """Its safetensors, also of the parts in folders of their own."""
    return sorted([*folder.glob("*.safetensors"), *folder.glob("*/*.safetensors")])


def need_of(folder: Path, work_bytes: int) -> Need:
    """What the network of a folder takes at full precision, by the headers of its weights.

    Parameters
    ----------
    folder : Path
    work_bytes : int
        What is worked on.

    Returns
    -------
    Need

    Raises
    ------
    EngineError
        For files that cannot be right.
    """
    parts: dict[Path, int] = {}
    try:
        for path in weights_in(folder):
            parts[path.parent] = parts.get(path.parent, 0) + _full_bytes(read_header(path))
    except MediaError as error:
        raise EngineError(f"The model's files in {folder} cannot be read: {error}") from error
    return Need(sum(parts.values()), max(parts.values(), default=0), work_bytes)


def config_of(path: Path) -> dict[str, object]:
    """A model's settings.

    Parameters
    ----------
    path : Path
        Of a JSON file.

    Returns
    -------
    dict; empty where they cannot be read
    """
    try:
        if path.stat().st_size > _MAX_CONFIG_BYTES:
            return {}
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def require_parts(folder: Path, allowed: Iterable[tuple[str, str]]) -> None:
    """Hold a pipeline's index to the parts that its engine knows: what an index names is imported.

    Parameters
    ----------
    folder : Path
        With a ``model_index.json``.
    allowed : iterable of (library, class)

    Raises
    ------
    EngineError
        Where it names another.
    """
    index = config_of(folder / "model_index.json")
    known = set(allowed)
    for name, named in index.items():
        if name.startswith("_") or not isinstance(named, list) or named == [None, None]:
            continue
        if tuple(map(str, named[:2])) not in known:
            raise EngineError(
                f"The model in {folder} names a part that is not known ({name}: {'.'.join(map(str, named))[:80]})."
            )


def _full_bytes(header: dict[str, object]) -> int:
    total = 0
    for name, each in header.items():
        if name == "__metadata__" or not isinstance(each, dict):
            continue
        first, last = each["data_offsets"]
        total += (last - first) * 4 // _WIDTH.get(str(each.get("dtype")), 4)
    return total
