# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the mark is written in time and frequency, and which signs spell which number.

Time goes in hops, frequency in bands of a few lines. Two hops by two neighbouring bands are a chip: its diagonal is
raised and the other lowered, or the other way round. What music does slowly in time or evenly in frequency cancels
within a chip. All chips of a period either show where it begins (the beacon) or spell one of the symbols. The signs
are drawn from a hash, so that every version of the studio draws the same.
"""

import hashlib
from functools import cache

import numpy as np
from numpy.typing import NDArray

WINDOW, HOP = 1024, 512
FIRST_LINE, LINES_A_BAND, PAIRS = 8, 3, 32
END_LINE = FIRST_LINE + 2 * PAIRS * LINES_A_BAND
ROWS = 256
"""Chips in time; a period is twice as many hops, 5.5 s."""
PERIOD_HOPS = 2 * ROWS
SYMBOLS, VALUES = 5, 256
BEACON = SYMBOLS
_KEY = b"MusicStudio mark 1"
_BEACON_SHARE = 77  # of 256

Signs = NDArray[np.float32]


@cache
def owners() -> NDArray[np.int64]:
    """Which symbol each chip belongs to, or `BEACON`; shape (ROWS, PAIRS)."""
    drawn = np.frombuffer(_draw(b"owners", ROWS * PAIRS), dtype=np.uint8).astype(np.int64)
    return np.where(drawn < _BEACON_SHARE, BEACON, drawn % SYMBOLS).reshape(ROWS, PAIRS)


@cache
def beacon_signs() -> Signs:
    """+1 and -1 where a chip is of the beacon, 0 elsewhere; shape (ROWS, PAIRS)."""
    return np.where(owners() == BEACON, _signs(b"beacon", 1)[0], np.float32(0.0)).astype(np.float32)


@cache
def value_signs() -> Signs:
    """For each value of a symbol the signs of all chips; shape (VALUES, ROWS, PAIRS)."""
    return _signs(b"values", VALUES)


def signs_of(symbols: tuple[int, ...]) -> Signs:
    """The signs of a whole period that spells these symbols; shape (ROWS, PAIRS)."""
    signs = beacon_signs().copy()
    for place, value in enumerate(symbols):
        own = owners() == place
        signs[own] = value_signs()[value][own]
    return signs


def symbols_of(number: int) -> tuple[int, ...]:
    """The symbols of a number of 32 bits, and one that checks them."""
    content = (number & 0xFFFFFFFF).to_bytes(4, "big")
    return (*content, _check(content))


def number_of(symbols: tuple[int, ...]) -> int | None:
    """The number that symbols spell; None where they do not agree with their check."""
    content = bytes(symbols[:4])
    return int.from_bytes(content, "big") if symbols[4] == _check(content) else None


def _check(content: bytes) -> int:
    return hashlib.blake2b(content, digest_size=1, key=_KEY).digest()[0]


def _signs(name: bytes, count: int) -> Signs:
    bits = np.unpackbits(np.frombuffer(_draw(name, count * ROWS * PAIRS // 8), dtype=np.uint8))
    return (bits.astype(np.float32) * 2.0 - 1.0).reshape(count, ROWS, PAIRS)


def _draw(name: bytes, size: int) -> bytes:
    return hashlib.shake_256(_KEY + name).digest(size)
