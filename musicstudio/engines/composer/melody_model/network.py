# SPDX-License-Identifier: GPL-3.0-or-later
"""The lead sheet Transformer in numpy: reads the context once, then writes one event a step from a cache of
keys and values.

The twin of ``scripts/train_leadsheet/network.py``. Numpy and not torch because a song's first section is due
within seconds and
torch alone takes two to load; one step is matrix times vector and takes under a millisecond.
"""

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.errors import ModelMissingError
from musicstudio.core.paths import resources_dir
from musicstudio.engines.composer.melody_model.conditions import CONDITION_SIZES
from musicstudio.engines.composer.melody_model.encoding import FIELDS

Array = NDArray[np.float32]
WEIGHTS = Path("models") / "leadsheet" / "leadsheet.safetensors"
MAX_TOKENS = 1024
SLOTS = ("track", "position", "remaining", "metre", "section_position", "to_end", "echo")
_COLUMN = {name: index for index, name in enumerate(FIELDS)}
_SLOT_COLUMNS = [_COLUMN[name] for name in SLOTS]
_GELU = math.sqrt(2 / math.pi)


@cache
def load_network() -> "Network":
    """The network that ships with the studio, loaded once. ModelMissingError where its weights are not there."""
    path = resources_dir() / WEIGHTS
    if not path.exists():
        raise ModelMissingError(f"The weights of the lead sheet network are missing: {path} is not there.")
    return read_network(path)


def read_network(path: Path) -> "Network":
    """A network from a safetensors file. ModelMissingError where the file is damaged."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            weights = {name: np.asarray(file.get_tensor(name), np.float32) for name in file.keys()}  # noqa: SIM118
            heads = json.loads(file.metadata()["shape"])["heads"]
    except (SafetensorError, KeyError, ValueError) as error:
        raise ModelMissingError(f"The weights of the lead sheet network are damaged: {path}.") from error
    return Network(weights, heads)


class Network:
    """Weights and their arithmetic; holds no state of a passage, so one instance serves every thread."""

    def __init__(self, weights: dict[str, Array], heads: int) -> None:
        self.symbols, self.chords = weights["symbols"], weights["chords"]
        self.durations, self.symbol_bias = weights["durations"], weights["symbol_bias"]
        self.slots = np.concatenate([weights[f"slots.{name}"] for name in SLOTS])
        sizes = [len(weights[f"slots.{name}"]) for name in SLOTS]
        self.slot_offsets = np.cumsum([0, *sizes[:-1]])
        self.conditions = [weights[f"conditions.{index}"] for index in range(len(CONDITION_SIZES))]
        self.layers = [_Layer(weights, f"blocks.{index}.") for index in range(_count_layers(weights))]
        self.norm = (weights["norm.weight"], weights["norm.bias"])
        self.length_in = _linear(weights, "length_in.")
        self.length_out = _linear(weights, "length_out.")
        self.width, self.heads = self.symbols.shape[1], heads
        periods = 2.0 ** np.linspace(-3, 6, self.width // heads // 2)
        self.turns = (2 * np.pi / periods).astype(np.float32)

    def condition_vector(self, weighted: Sequence[Sequence[tuple[int, float]]]) -> Array:
        """The sum (width,) of all condition fields, each a blend of (index, weight)."""
        total = np.zeros(self.width, np.float32)
        for table, blend in zip(self.conditions, weighted, strict=True):
            for index, weight in blend:
                total += np.float32(weight) * table[index]
        return total

    def embed(self, rows: NDArray[np.int64], condition: Array) -> Array:
        """(tokens, width) from rows (tokens, fields)."""
        slots = self.slots[rows[:, _SLOT_COLUMNS] + self.slot_offsets].sum(axis=1)
        chords = self.chords[rows[:, _COLUMN["chord"]]]
        return np.asarray(self.symbols[rows[:, 0]] + self.durations[rows[:, 1]] + chords + slots + condition)

    def angles(self, rows: NDArray[np.int64], which: str) -> Array:
        """(tokens, head width / 2): musical time in bars times the rotary speeds; ``which`` is query or key."""
        bars = rows[:, _COLUMN[f"{which}_bar"]] + rows[:, _COLUMN[f"{which}_unit"]] / rows[:, _COLUMN["bar_units"]]
        return np.asarray(bars[:, None].astype(np.float32) * self.turns)

    def symbol_logits(self, hidden: Array) -> Array:
        """(symbols,) from a token's hidden state."""
        return np.asarray(self.symbols @ hidden + self.symbol_bias)

    def duration_logits(self, hidden: Array, symbol: int) -> Array:
        """(durations,) of the event whose symbol was chosen."""
        together = np.concatenate((hidden, self.symbols[symbol]))
        return np.asarray(
            _gelu(together @ self.length_in[0] + self.length_in[1]) @ self.length_out[0] + self.length_out[1]
        )


class Reader:
    """One passage being read and written: the keys and values seen so far."""

    def __init__(self, network: Network, condition: Array) -> None:
        self.network, self.condition, self.tokens = network, condition, 0
        shape = (network.heads, MAX_TOKENS, network.width // network.heads)
        self.keys = [np.empty(shape, np.float32) for _ in network.layers]
        self.values = [np.empty(shape, np.float32) for _ in network.layers]

    def read(self, rows: Sequence[tuple[int, ...]]) -> Array:
        """Take in rows that see each other and all before them; returns their hidden states (tokens, width)."""
        table = np.asarray(rows, np.int64)
        x = self.network.embed(table, self.condition)
        query, key = _turner(self.network.angles(table, "query")), _turner(self.network.angles(table, "key"))
        begin, end = self.tokens, self.tokens + len(rows)
        for index, layer in enumerate(self.network.layers):
            q, k, value = layer.project(x, self.network.heads)
            self.keys[index][:, begin:end] = _rotate(k, key)
            self.values[index][:, begin:end] = value
            x = layer.finish(x, _rotate(q, query), self.keys[index][:, :end], self.values[index][:, :end])
        self.tokens = end
        return _norm(x, self.network.norm)


class _Layer:
    def __init__(self, weights: dict[str, Array], prefix: str) -> None:
        self.norm_1 = (weights[prefix + "norm_1.weight"], weights[prefix + "norm_1.bias"])
        self.norm_2 = (weights[prefix + "norm_2.weight"], weights[prefix + "norm_2.bias"])
        self.qkv, self.out = _linear(weights, prefix + "qkv."), _linear(weights, prefix + "out.")
        self.up, self.down = _linear(weights, prefix + "up."), _linear(weights, prefix + "down.")

    def project(self, x: Array, heads: int) -> tuple[Array, Array, Array]:
        """Queries, keys, values, each (heads, tokens, head width)."""
        mixed = _norm(x, self.norm_1) @ self.qkv[0] + self.qkv[1]
        q, k, value = mixed.reshape(len(x), 3, heads, -1).transpose(1, 2, 0, 3)
        return q, k, value

    def finish(self, x: Array, q: Array, keys: Array, values: Array) -> Array:
        """Attention, then feed-forward; x (tokens, width)."""
        scores = (q * np.float32(q.shape[-1] ** -0.5)) @ keys.transpose(0, 2, 1)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        seen = (scores @ values).transpose(1, 0, 2).reshape(x.shape)
        x = x + seen @ self.out[0] + self.out[1]
        hidden = _gelu(_norm(x, self.norm_2) @ self.up[0] + self.up[1])
        return np.asarray(x + hidden @ self.down[0] + self.down[1])


def _count_layers(weights: dict[str, Array]) -> int:
    return len({name.split(".")[1] for name in weights if name.startswith("blocks.")})


def _linear(weights: dict[str, Array], prefix: str) -> tuple[Array, Array]:
    return np.ascontiguousarray(weights[prefix + "weight"].T), weights[prefix + "bias"]


def _norm(x: Array, scale: tuple[Array, Array]) -> Array:
    """Layer normalisation over the last axis."""
    share = np.float32(1 / x.shape[-1])
    x = x - x.sum(axis=-1, keepdims=True) * share
    spread = np.sqrt((x * x).sum(axis=-1, keepdims=True) * share + np.float32(1e-5))
    return np.asarray(x / spread * scale[0] + scale[1])


def _gelu(x: Array) -> Array:
    """The tanh form of the Gaussian error linear unit (Hendrycks and Gimpel 2016, arXiv:1606.08415)."""
    return np.asarray(np.float32(0.5) * x * (1 + np.tanh(np.float32(_GELU) * (x + np.float32(0.044715) * x * x * x))))


def _turner(angle: Array) -> tuple[Array, Array]:
    return np.cos(angle), np.sin(angle)


def _rotate(x: Array, turner: tuple[Array, Array]) -> Array:
    """Turns the two halves of every head (heads, tokens, width)."""
    cos, sin = turner
    half = x.shape[-1] // 2
    a, b = x[..., :half], x[..., half:]
    return np.concatenate((a * cos - b * sin, a * sin + b * cos), axis=-1)
