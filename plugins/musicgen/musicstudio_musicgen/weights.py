# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of the model: which there must be, what is said when they are not there, and their hash. No torch."""

import hashlib
import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

MODEL = "musicgen-small"
LICENSE = "CC-BY-NC-4.0"
BYTES = 2_400_000_000
_ORIGIN = "facebook/musicgen-small"
_PROCESSORS = ("preprocessor_config.json", "processor_config.json")
_CHUNK_BYTES = 1 << 24


def why_unavailable(folder: Path) -> str:
    """A sentence for the user when the engine cannot run now, else empty. Reads at most one small file."""
    if find_spec("transformers") is None:
        return "MusicGen needs the Python package transformers; install the plugin together with what it depends on."
    if not are_present(folder):
        return (
            f"MusicGen's weights are not on this machine: put the files of “{_ORIGIN}” ({BYTES / 1e9:.1f} GB, licence "
            f"{LICENSE}: no commercial use) into the folder {folder}."
        )
    kind = _kind_of(folder)
    return "" if kind == "musicgen" else f"The folder {folder} holds a model of the kind “{kind}”, not MusicGen."


def are_present(folder: Path) -> bool:
    """Whether the files are all there. Pickled weights (``.bin``) do not count: they are never read."""
    has_basics = all((folder / name).is_file() for name in ("config.json", "tokenizer.json"))
    has_processor = any((folder / name).is_file() for name in _PROCESSORS)
    return has_basics and has_processor and bool(_weights(folder))


def hash_of(folder: Path, on_chunk: Callable[[], None]) -> str:
    """SHA-256 over the weights files in order of name.

    on_chunk: called every 16 MB; what it raises ends the reading.
    """
    digest = hashlib.sha256()
    for path in _weights(folder):
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
                on_chunk()
    return digest.hexdigest()


def _weights(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.safetensors"))


def _kind_of(folder: Path) -> str:
    try:
        return str(json.loads((folder / "config.json").read_text("utf-8")).get("model_type", "unknown"))
    except (OSError, ValueError, AttributeError):
        return "unreadable"
