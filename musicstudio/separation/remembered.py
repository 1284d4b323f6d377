# SPDX-License-Identifier: GPL-3.0-or-later
"""Separations kept by content, so that asking again is quick. The folder may be deleted at any time."""

import hashlib
import shutil
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.paths import cache_dir

Audio = NDArray[np.float32]
MAX_BYTES = 3_000_000_000


def key_of(audio: Audio, rate: int, model_hash: str, *choices: object) -> str:
    """The name of one separation: hash of the samples, the weights and every choice that changes the result."""
    digest = hashlib.sha256(repr((audio.shape, rate, model_hash, choices)).encode())
    digest.update(np.ascontiguousarray(audio, dtype=np.float32).data)
    return digest.hexdigest()[:32]


def recall(key: str) -> dict[str, Audio] | None:
    """The parts kept under a key, or None."""
    folder = _folder() / key
    try:
        names = (folder / "names").read_text(encoding="utf-8").split("\n")
        parts = {name: np.load(folder / f"{index}.npy") for index, name in enumerate(names)}
        folder.touch()
    except (OSError, ValueError):
        return None
    return parts


def keep(key: str, parts: dict[str, Audio]) -> None:
    """Keep the parts, dropping the longest unused ones past `MAX_BYTES`. A full disk is no failure: nothing is
    kept.
    """
    needed = sum(part.nbytes for part in parts.values())
    if needed > MAX_BYTES // 3:
        return
    temporary = _folder() / f"{key}.part"
    try:
        temporary.mkdir(parents=True, exist_ok=True)
        _make_room(needed)
        for index, part in enumerate(parts.values()):
            np.save(temporary / f"{index}.npy", part)
        (temporary / "names").write_text("\n".join(parts), encoding="utf-8")
        temporary.rename(_folder() / key)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)


def _make_room(needed: int) -> None:
    kept = [(path.stat().st_mtime, _size(path), path) for path in _folder().iterdir() if path.suffix != ".part"]
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
