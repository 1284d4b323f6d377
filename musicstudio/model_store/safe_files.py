# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files of a stranger's are taken: plain names, no pickles, safetensors whose header holds."""

import json
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

from musicstudio.core.errors import MediaError

from .catalogue import Entry

PICKLES = (".th", ".pt", ".pth", ".ckpt", ".bin", ".pkl", ".pickle", ".npy", ".npz", ".h5", ".msgpack")
_TAKEN = (".json", ".safetensors", ".txt", ".model", ".md", ".sf2", ".sf3")
_MAX_HEADER_BYTES = 100_000_000
_MAX_TEXT_BYTES = 100_000_000
_DEPTH = 4
_NO_NAMES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
"""Windows keeps these for devices, with any suffix."""


def is_wanted(entry: Entry, path: str) -> bool:
    """Whether a file of a repository or folder belongs to an entry and may be taken at all."""
    if not is_plain_path(path) or PurePosixPath(path).suffix.lower() not in _TAKEN:
        return False
    return any(_fits(path, pattern) for pattern in entry.wants) and not any(_fits(path, each) for each in entry.skips)


def is_plain_path(path: str) -> bool:
    """Whether a path stays below the folder that it is put into, on any system."""
    parts = path.split("/")
    is_short = len(parts) <= _DEPTH and all(0 < len(part) <= 120 for part in parts)
    return is_short and all(_is_plain(part) for part in parts)


def missing_of(entry: Entry, paths: list[str]) -> list[str]:
    """The patterns that an entry needs and none of some paths fits."""
    return [pattern for pattern in entry.needs if not any(_fits(path, pattern) for path in paths)]


def refuse_pickle(path: Path) -> None:
    """Raise `MediaError` for a kind of file that can run programs when it is opened."""
    if path.suffix.lower() in PICKLES:
        raise MediaError(
            f"{path.name} is a pickled checkpoint, which can run hidden programs when it is opened; "
            "only .safetensors files are taken."
        )


def check_file(path: Path) -> None:
    """Raise `MediaError` unless a file is what its name says. Nothing of it is run."""
    refuse_pickle(path)
    if path.suffix == ".safetensors":
        read_header(path)
    elif path.suffix == ".json":
        _check_json(path)


def read_header(path: Path) -> dict[str, Any]:
    """The header of a safetensors file (8 bytes of length, then JSON), every tensor inside the file.

    Raises `MediaError`.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 2 <= length <= min(size - 8, _MAX_HEADER_BYTES):
                raise MediaError(f"{path.name} is not a safetensors file.")
            header = json.loads(file.read(length))
        spans = [each["data_offsets"] for name, each in header.items() if name != "__metadata__"]
        is_inside = all(0 <= first <= last <= size - 8 - length for first, last in spans)
        dict(header.get("__metadata__", {}))
    except OSError as error:
        raise MediaError(f"{path.name} cannot be read ({error.strerror or error}).") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise MediaError(f"{path.name} is not a safetensors file.") from error
    if not is_inside:
        raise MediaError(f"{path.name} is cut off; its header names more than there is.")
    return dict(header)


def _check_json(path: Path) -> None:
    try:
        if path.stat().st_size > _MAX_TEXT_BYTES:
            raise MediaError(f"{path.name} is too large for what it should be.")
        json.loads(path.read_bytes())
    except OSError as error:
        raise MediaError(f"{path.name} cannot be read ({error.strerror or error}).") from error
    except (ValueError, RecursionError) as error:
        raise MediaError(f"{path.name} is damaged: it is not JSON.") from error


def _fits(path: str, pattern: str) -> bool:
    """A pattern without a slash goes for files at the top and for names in any folder; with one, for the whole path."""
    return fnmatchcase(path, pattern) if "/" in pattern else fnmatchcase(PurePosixPath(path).name, pattern)


def _is_plain(part: str) -> bool:
    is_named = part.strip(". ") == part.strip() and part not in ("", ".", "..")
    is_file = part.split(".")[0].lower() not in _NO_NAMES
    return is_named and is_file and part[0] not in ". " and all(char.isalnum() or char in "._-+ ()" for char in part)
