# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading Demucs weights without ever unpickling: safetensors whose metadata names a class of demucs,
or our own `vocals_net`.

demucs' own loader would import whatever class the file names; here the class must be one of four, and its arguments
plain.
"""

import hashlib
import json
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from musicstudio.core.errors import MediaError
from musicstudio.model_store.safe_files import read_header, refuse_pickle

CLASSES = {
    "demucs.htdemucs.HTDemucs": ("demucs.htdemucs", "HTDemucs"),
    "demucs.hdemucs.HDemucs": ("demucs.hdemucs", "HDemucs"),
    "demucs.demucs.Demucs": ("demucs.demucs", "Demucs"),
    "musicstudio.separation.vocals_net.VocalsNet": ("musicstudio.separation.vocals_net", "VocalsNet"),
}


def check_weights(path: Path) -> dict[str, str]:
    """The metadata of a weight file that is safe to load. Raises `MediaError` with the reason when it is not."""
    refuse_pickle(path)
    metadata = {str(key): str(value) for key, value in read_header(path).get("__metadata__", {}).items()}
    if metadata.get("klass") not in CLASSES:
        named = metadata.get("klass") or "nothing"
        raise MediaError(f"{path.name} holds no Demucs network (it names {named[:60]}).")
    if "structure" in metadata:
        raise MediaError(f"{path.name} is a quantised checkpoint, which the studio does not read.")
    return metadata


def load_network(path: Path) -> Any:
    """The network of a weight file, in evaluation mode, float32, on the CPU. Raises `MediaError` when it is damaged."""
    import importlib

    from safetensors.torch import load_file

    metadata = check_weights(path)
    module, name = CLASSES[metadata["klass"]]
    try:
        arguments = [_plain(value) for value in json.loads(metadata.get("args", "[]"))]
        named = {key: _plain(value) for key, value in json.loads(metadata["kwargs"]).items()}
        network = getattr(importlib.import_module(module), name)(*arguments, **named)
        network.load_state_dict({key: tensor.float() for key, tensor in load_file(path).items()})
    except Exception as error:
        raise MediaError(
            f"The weights {path.name} are damaged or of another version ({type(error).__name__})."
        ) from error
    return network.eval()


def save_network(network: Any, path: Path, arguments: dict[str, Any]) -> None:
    """Write a demucs network as float16 safetensors with the metadata that `load_network` and demucs itself read."""
    from safetensors.torch import save_file

    klass = f"{type(network).__module__}.{type(network).__name__}"
    tensors = {name: tensor.half().contiguous() for name, tensor in network.state_dict().items()}
    save_file(tensors, path, {"klass": klass, "args": "[]", "kwargs": json.dumps(arguments)})


def sha256_of(path: Path) -> str:
    """Hash of a weight file; remembered until the file changes."""
    status = path.stat()
    return _sha256(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=32)
def _sha256(path: Path, modified_ns: int, size: int) -> str:
    del modified_ns, size
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _plain(value: Any) -> Any:
    """demucs' JSON encoding of arguments: fractions as objects, all else as it is."""
    if isinstance(value, dict):
        if value.get("_type") == "fraction":
            return Fraction(int(value["numerator"]), int(value["denominator"]))
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
