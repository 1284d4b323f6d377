# SPDX-License-Identifier: GPL-3.0-or-later
"""Embeddings of sentences that never change (scenes, styles, title words), kept in the cache folder between runs."""

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path

import numpy as np

from musicstudio.core.paths import cache_dir

from .embedding import MODEL_NAME, WIDTH, Floats, load_encoder


@lru_cache(maxsize=16)
def fixed_vectors(sentences: tuple[str, ...]) -> Floats | None:
    """Unit vectors, shape (sentences, 384); None where there is no encoder. A damaged cache file is made again."""
    path = _path_of(sentences)
    kept = _read(path, len(sentences))
    if kept is not None:
        return kept
    encoder = load_encoder()
    if encoder is None:
        return None
    vectors = encoder.encode(list(sentences))
    _write(path, vectors)
    return vectors


def _path_of(sentences: tuple[str, ...]) -> Path:
    digest = hashlib.blake2b("\n".join((MODEL_NAME, *sentences)).encode(), digest_size=12).hexdigest()
    return cache_dir() / "embeddings" / f"{digest}.npy"


def _read(path: Path, count: int) -> Floats | None:
    try:
        vectors = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return vectors if vectors.shape == (count, WIDTH) and vectors.dtype == np.float32 else None


def _write(path: Path, vectors: Floats) -> None:
    """Keep the vectors if the disk lets us; a full or read-only disk only costs the time to make them again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.save(file, vectors)
        Path(name).replace(path)
    except OSError:
        return
