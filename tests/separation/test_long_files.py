# SPDX-License-Identifier: GPL-3.0-or-later
"""Hours of audio need the memory of seconds."""

import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import torch

from musicstudio.core.progress import run_to_end
from musicstudio.separation import separate as separation
from musicstudio.separation.models import BUNDLED
from musicstudio.separation.network import Network

RATE = 16_000
MINUTES = 10
MAX_BYTES = 20_000_000  # the file alone is 38 MB as float32, and there are five results


class _Quarter:
    """Stands for a network whose cost does not matter here: a quarter of the mix for each stem."""

    sources = ("drums", "bass", "other", "vocals")
    samplerate = RATE
    segment = 5

    def __call__(self, mix: Any) -> Any:

        return torch.stack([mix / 4.0] * 4, dim=1)


def test_memory_does_not_grow_with_the_file(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "long.wav"
    with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16") as file:
        for minute in range(MINUTES):
            file.write(np.random.default_rng(minute).standard_normal(60 * RATE) * 0.1)
    monkeypatch.setattr(separation, "open_network", lambda model: (Network([_Quarter()]), "none"))
    tracemalloc.start()
    paths = run_to_end(separation.separate_file(path, tmp_path / "stems", BUNDLED))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MAX_BYTES
    assert {soundfile.info(stem).frames for stem in paths.values()} == {MINUTES * 60 * RATE}
