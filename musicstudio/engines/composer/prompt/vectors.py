# SPDX-License-Identifier: GPL-3.0-or-later
"""Embeddings of sentences that hardly ever change (scenes, styles, title words): shipped ones are looked up, a
user's own are made once and kept in the cache folder.

``resources/models/sentences/known.npz`` is made by ``scripts/embed_known_sentences.py``.
"""

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path

import numpy as np

from musicstudio.core.paths import cache_dir, resources_dir

from .embedding import MODEL_NAME, WIDTH, Floats, load_encoder, model_folder


@lru_cache(maxsize=16)
def fixed_vectors(sentences: tuple[str, ...]) -> Floats | None:
    """Unit vectors, shape (sentences, 384); None where there is no encoder."""
    if model_folder() is None:
        return None
    known = _load_known()
    missing = tuple(text for text in sentences if digest_of(text) not in known)
    made = dict(zip(missing, _make_vectors(missing), strict=True)) if missing else {}
    return np.stack([made[text] if text in made else known[digest_of(text)] for text in sentences])


def digest_of(sentence: str) -> int:
    """A 64-bit name of a sentence under this model."""
    return int.from_bytes(hashlib.blake2b(f"{MODEL_NAME}\n{sentence}".encode(), digest_size=8).digest(), "big")


def known_path() -> Path:
    """The shipped vectors: ``digests`` (uint64) and ``vectors`` (float16, 384 wide)."""
    return resources_dir() / "models" / "sentences" / "known.npz"


@lru_cache(maxsize=1)
def _load_known() -> dict[int, Floats]:
    try:
        with np.load(known_path(), allow_pickle=False) as file:
            digests, vectors = file["digests"], file["vectors"].astype(np.float32)
    except (OSError, ValueError, KeyError):
        return {}
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return {int(digest): vector for digest, vector in zip(digests, vectors, strict=True)}


def _make_vectors(sentences: tuple[str, ...]) -> Floats:
    """Vectors of sentences that were not shipped; a damaged cache file is made again."""
    encoder = load_encoder()
    assert encoder is not None, "asked only where there is an encoder"
    joined = hashlib.blake2b("\n".join((MODEL_NAME, *sentences)).encode(), digest_size=12).hexdigest()
    path = cache_dir() / "embeddings" / f"{joined}.npy"
    kept = _read(path, len(sentences))
    if kept is None:
        kept = encoder.encode(list(sentences))
        _write(path, kept)
    return kept


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
