# SPDX-License-Identifier: GPL-3.0-or-later
"""A tiny network of the real class with random weights, installed the way a user would install the big one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from musicstudio.core.progress import run_to_end
from musicstudio.separation import network, store
from musicstudio.separation.weights import save_network

TINY: dict[str, Any] = {
    "sources": ["drums", "bass", "other", "vocals"],
    "channels": 8, "growth": 2, "depth": 4, "t_layers": 1, "t_heads": 2,
    "t_hidden_scale": 1.0, "nfft": 4096, "samplerate": 44_100, "segment": 1.5, "bottom_channels": 32,
}  # fmt: skip


@pytest.fixture(scope="session")
def tiny_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A safetensors file of an HTDemucs."""
    path = tmp_path_factory.mktemp("weights") / "955717e8.safetensors"
    write_tiny(path)
    return path


def write_tiny(path: Path, **changes: Any) -> None:
    """Save a tiny HTDemucs with fixed random weights."""
    import torch
    from demucs.htdemucs import HTDemucs

    torch.manual_seed(1)
    arguments = TINY | changes
    save_network(HTDemucs(**arguments), path, arguments)


@pytest.fixture()
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home of the studio: no models but the bundled one, no cache."""
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(tmp_path / "home"))
    network._open_cached.cache_clear()
    yield tmp_path / "home"
    network._open_cached.cache_clear()


@pytest.fixture()
def tiny_htdemucs(home: Path, tiny_weights: Path) -> str:
    """The tiny network standing in for htdemucs, imported through the store."""
    run_to_end(store.import_path(tiny_weights, "htdemucs"))
    return "htdemucs"
