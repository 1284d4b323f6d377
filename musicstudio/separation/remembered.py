# SPDX-License-Identifier: GPL-3.0-or-later
"""Separations kept by content, so that asking again is quick. The folder may be deleted at any time."""

import hashlib
import shutil
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.errors import StorageError
from musicstudio.core.files import write_file
from musicstudio.core.paths import cache_dir
from musicstudio.core.plain_files import read_plain

Audio = NDArray[np.float32]
MAX_BYTES = 3_000_000_000
_INDEX, _SUFFIX = "index.json", ".f32"


class _Part(Struct, frozen=True):
    """One file of a separation: float32 in a shape."""

    name: str
    shape: tuple[int, ...]
    sha256: str


def key_of(audio: Audio, rate: int, model_hash: str, *choices: object) -> str:
    """The name of one separation: hash of the samples, the weights and every choice that changes the result."""
    digest = hashlib.sha256(repr((audio.shape, rate, model_hash, choices)).encode())
    digest.update(np.ascontiguousarray(audio, dtype=np.float32).data)
    return digest.hexdigest()[:32]


def recall(key: str) -> dict[str, Audio] | None:
    """The parts kept under a key, or None. What is damaged is thrown away, to be made anew."""
    folder = _folder() / key
    try:
        index = msgspec.json.decode(read_plain(folder / _INDEX), type=tuple[_Part, ...])
        parts = {part.name: _read(folder / f"{number}{_SUFFIX}", part) for number, part in enumerate(index)}
    except FileNotFoundError:
        shutil.rmtree(folder, ignore_errors=True)  # of an older version, or half deleted
        return None
    except OSError:
        return None
    except (ValueError, RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
        return None
    with suppress(OSError):
        folder.touch()
    return parts


def keep(key: str, parts: dict[str, Audio]) -> None:
    """Keep the parts, dropping the longest unused ones past `MAX_BYTES`. A full disk is no failure: nothing is
    kept.
    """
    needed = sum(part.nbytes for part in parts.values())
    folder = _folder() / key
    if needed > MAX_BYTES // 3 or (folder / _INDEX).exists():
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _make_room(needed, folder)
        index = tuple(
            _write(folder / f"{number}{_SUFFIX}", name, part) for number, (name, part) in enumerate(parts.items())
        )
        write_file(folder / _INDEX, msgspec.json.encode(index))  # last: what has an index is whole
    except (OSError, StorageError):
        shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, name: str, part: Audio) -> _Part:
    content = np.ascontiguousarray(part, dtype="<f4").data.cast("B") if part.size else b""
    write_file(path, content)
    return _Part(name, part.shape, hashlib.sha256(content).hexdigest())


def _read(path: Path, part: _Part) -> Audio:
    """Raises OSError, or ValueError for what was not written so."""
    content = read_plain(path)
    if hashlib.sha256(content).hexdigest() != part.sha256:
        raise ValueError("the samples are damaged")
    return np.frombuffer(bytearray(content), dtype="<f4").reshape(part.shape)


def _make_room(needed: int, new: Path) -> None:
    kept = [(path.stat().st_mtime, _size(path), path) for path in _folder().iterdir() if path != new]
    excess = sum(size for _, size, _ in kept) + needed - MAX_BYTES
    for _, size, path in sorted(kept):
        if excess <= 0:
            return
        shutil.rmtree(path, ignore_errors=True)
        excess -= size


def _size(folder: Path) -> int:
    total = 0
    with suppress(OSError):
        total = sum(path.stat().st_size for path in folder.iterdir())
    return total


def _folder() -> Path:
    return cache_dir() / "separation"
