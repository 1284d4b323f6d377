# SPDX-License-Identifier: GPL-3.0-or-later
"""Tensors of a TensorFlow checkpoint by its formats: an index in LevelDB's table format, whose values are protobuf
messages, and one file of raw numbers. Nothing is unpickled and TensorFlow is not needed.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

_FLOAT32 = 1
Array = NDArray[np.float32]


def read_tensors(index: bytes, data: bytes) -> dict[str, Array]:
    """All float32 tensors of a TensorFlow checkpoint of one shard, by name."""
    tensors: dict[str, Array] = {}
    for key, value in _table(index):
        entry = _message(value)
        if key and entry.get(1, [0])[0] == _FLOAT32:
            shape = [_message(size)[1][0] for size in _message(entry[2][0]).get(2, [])]
            start, size = entry.get(4, [0])[0], entry[5][0]
            tensors[key.decode()] = np.frombuffer(data[start : start + size], "<f4").reshape(shape)
    return tensors


def _table(table: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Keys and values of a LevelDB table: a footer points to a block that points to the blocks of entries."""
    footer, at = table[-48:], 0
    handles = []
    for _ in range(4):
        number, at = _varint(footer, at)
        handles.append(number)
    for _, handle in _block(table, *handles[2:]):
        start, at = _varint(handle, 0)
        yield from _block(table, start, _varint(handle, at)[0])


def _block(table: bytes, start: int, size: int) -> Iterator[tuple[bytes, bytes]]:
    if table[start + size]:
        raise ValueError("the index is compressed, which TensorFlow's own are not")
    block = table[start : start + size]
    end = size - 4 - 4 * int.from_bytes(block[-4:], "little")
    at, key = 0, b""
    while at < end:
        shared, at = _varint(block, at)
        own, at = _varint(block, at)
        length, at = _varint(block, at)
        key = key[:shared] + block[at : at + own]
        yield key, block[at + own : at + own + length]
        at += own + length


def _message(message: bytes) -> dict[int, list[Any]]:
    """The fields of a protobuf message by number: whole numbers, or bytes."""
    fields: dict[int, list[Any]] = {}
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        if key & 7 == 0:
            value: Any
            value, at = _varint(message, at)
        else:
            length, at = _varint(message, at) if key & 7 == 2 else ({1: 8, 5: 4}[key & 7], at)
            value, at = message[at : at + length], at + length
        fields.setdefault(key >> 3, []).append(value)
    return fields


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
