# SPDX-License-Identifier: GPL-3.0-or-later
"""The Transformer in torch, for training; `musicstudio.engines.composer.melody_model.network` is its numpy twin
for writing.

Prefix language model: context tokens see all context, target tokens see the context and the targets before
them. Rotary attention (Su et al.
2021, arXiv:2104.09864) turns by musical time in bars, with periods from 1/8 to 64 bars, so that "the same place
two bars ago" is one angle.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.conditions import CONDITION_SIZES
from musicstudio.engines.composer.melody_model.encoding import FIELDS
from musicstudio.engines.composer.melody_model.qualities import MODEL_QUALITIES

SLOT_SIZES = {
    "track": 2, "position": v.MAX_UNITS + 1, "remaining": v.MAX_UNITS + 1, "metre": len(v.METERS),
    "section_position": v.SECTION_POSITIONS, "to_end": v.TO_END, "echo": v.ECHOES,
}  # fmt: skip
COLUMN = {name: index for index, name in enumerate(FIELDS)}
PARTS = 12 + 6 + len(MODEL_QUALITIES) + 12
"""Shared parts of symbols: pitch class, octave, chord quality, chord root."""


def symbol_parts() -> Tensor:
    """(symbols, PARTS) of 0 and 1: which shared parts each symbol is made of."""
    table = torch.zeros(v.SYMBOLS, PARTS)
    for symbol in range(v.SYMBOLS):
        if v.is_pitch(symbol):
            pitch = v.symbol_pitch(symbol)
            table[symbol, pitch % 12] = 1
            table[symbol, 12 + pitch // 12 + 2] = 1
        elif v.is_chord(symbol):
            root, quality = v.symbol_chord(symbol)
            table[symbol, 18 + MODEL_QUALITIES.index(quality)] = 1
            table[symbol, 18 + len(MODEL_QUALITIES) + root] = 1
    return table


class Block(nn.Module):
    """Pre-norm attention and feed-forward."""

    def __init__(self, width: int, heads: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.norm_1, self.norm_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, hidden), nn.Linear(hidden, width)

    def forward(self, x: Tensor, q_angle: Tensor, k_angle: Tensor, mask: Tensor) -> Tensor:
        """x (batch, tokens, width); angles (batch, tokens, head width / 2); mask (batch, 1, tokens, tokens)
        True where seen.
        """
        batch, tokens, width = x.shape
        q, k, value = self.qkv(self.norm_1(x)).view(batch, tokens, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        q, k = rotate(q, q_angle), rotate(k, k_angle)
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
        seen = scores.masked_fill(~mask, -30000.0).softmax(dim=-1).to(value.dtype) @ value
        x = x + self.out(seen.transpose(1, 2).reshape(batch, tokens, width))
        hidden = functional.gelu(self.up(self.norm_2(x)), approximate="tanh")
        return x + functional.dropout(self.down(hidden), self.dropout, self.training)


def rotate(x: Tensor, angle: Tensor) -> Tensor:
    """Turns the two halves of each head (batch, heads, tokens, width) by ``angle`` (batch, tokens, width / 2)."""
    cos, sin = angle.cos().unsqueeze(1).to(x.dtype), angle.sin().unsqueeze(1).to(x.dtype)
    a, b = x.chunk(2, dim=-1)
    return torch.cat((a * cos - b * sin, a * sin + b * cos), dim=-1)


class LeadSheetNetwork(nn.Module):
    """Rows to the logits of the next symbol, and of its length given the symbol."""

    parts: Tensor
    turns: Tensor

    def __init__(
        self, width: int = 256, layers: int = 5, heads: int = 8, hidden: int = 896, dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.shape = {"width": width, "layers": layers, "heads": heads, "hidden": hidden}
        self.dropout = dropout
        self.symbol = nn.Embedding(v.SYMBOLS, width)
        self.part = nn.Linear(PARTS, width, bias=False)
        self.duration = nn.Embedding(v.DURATIONS, width)
        self.chord = nn.Linear(width, width, bias=False)
        self.slots = nn.ModuleDict({name: nn.Embedding(size, width) for name, size in SLOT_SIZES.items()})
        self.conditions = nn.ModuleList([nn.Embedding(size, width) for size in CONDITION_SIZES])
        self.blocks = nn.ModuleList([Block(width, heads, hidden, dropout) for _ in range(layers)])
        self.norm = nn.LayerNorm(width)
        self.symbol_bias = nn.Parameter(torch.zeros(v.SYMBOLS))
        self.length_in, self.length_out = nn.Linear(2 * width, width), nn.Linear(width, v.DURATIONS)
        self.register_buffer("parts", symbol_parts(), persistent=False)
        periods = 2.0 ** torch.linspace(-3, 6, width // heads // 2)
        self.register_buffer("turns", 2 * math.pi / periods, persistent=False)
        self._initialize()

    def _initialize(self) -> None:
        for module in self.modules():
            if isinstance(module, nn.Linear | nn.Embedding):
                nn.init.normal_(module.weight, std=0.02)
            if isinstance(module, nn.Linear) and module.bias is not None:
                nn.init.zeros_(module.bias)

    def symbol_table(self) -> Tensor:
        """(symbols, width): each symbol's own vector plus those of its shared parts."""
        shared: Tensor = self.part(self.parts)
        return self.symbol.weight + shared

    def forward(self, rows: Tensor, conditions: Tensor, context: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """(hidden state of every token, symbol table); rows (batch, tokens, fields), context and lengths (batch,)."""
        table = self.symbol_table()
        x = functional.embedding(rows[..., 0], table) + self.duration(rows[..., 1])
        x = x + self.chord(functional.embedding(rows[..., COLUMN["chord"]], table))
        for name, embedding in self.slots.items():
            x = x + embedding(rows[..., COLUMN[name]])
        x = x + sum(e(conditions[:, i]) for i, e in enumerate(self.conditions)).unsqueeze(1)
        x = functional.dropout(x, self.dropout, self.training)
        q_angle, k_angle = self._angles(rows, "query"), self._angles(rows, "key")
        mask = attention_mask(rows.shape[1], context, lengths)
        for block in self.blocks:
            x = block(x, q_angle, k_angle, mask)
        return self.norm(x), table

    def _angles(self, rows: Tensor, which: str) -> Tensor:
        bars = rows[..., COLUMN[f"{which}_bar"]] + rows[..., COLUMN[f"{which}_unit"]] / rows[..., COLUMN["bar_units"]]
        return bars.unsqueeze(-1).float() * self.turns

    def losses(
        self, rows: Tensor, conditions: Tensor, context: Tensor, lengths: Tensor, symbols: Tensor, durations: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Cross-entropy in nats of every target's symbol and of its length, flat over all targets of the batch."""
        hidden, table = self(rows, conditions, context, lengths)
        chosen = symbols > 0
        hidden, symbols, durations = hidden[chosen], symbols[chosen], durations[chosen]
        logits = hidden @ table.T.to(hidden.dtype) + self.symbol_bias
        together = torch.cat((hidden, functional.embedding(symbols, table).to(hidden.dtype)), dim=-1)
        lengths_logits = self.length_out(functional.gelu(self.length_in(together), approximate="tanh"))
        return (
            functional.cross_entropy(logits.float(), symbols, reduction="none"),
            functional.cross_entropy(lengths_logits.float(), durations, reduction="none"),
        )


def attention_mask(tokens: int, context: Tensor, lengths: Tensor) -> Tensor:
    """(batch, 1, tokens, tokens): True where a token sees another. Padding sees the first token only."""
    place = torch.arange(tokens)
    key_in_context = place[None, None, :] < context[:, None, None]
    causal = (place[None, None, :] <= place[None, :, None]) & (place[None, :, None] >= context[:, None, None])
    valid = place[None, None, :] < lengths[:, None, None]
    return ((key_in_context | causal) & valid).unsqueeze(1)
