# SPDX-License-Identifier: GPL-3.0-or-later
"""Speed and memory of separation beside demucs itself, with the same weights on the same audio.

    python -m tests.bench.separation_bench [--seconds 40] [--quick]

Random weights cost what trained ones cost. Each run has a process of its own, whose CPU time and peak memory are read.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from musicstudio.core.progress import run_to_end
from musicstudio.separation import models, weights

RATE = 44_100
FULL_SIZE: dict[str, Any] = {
    "sources": ["drums", "bass", "other", "vocals"],
    "bottom_channels": 512,
    "segment": 7.8,
    "samplerate": RATE,
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=40.0)
    parser.add_argument("--quick", action="store_true", help="the bundled network only")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(_measured(arguments.measure[0], Path(arguments.measure[1]), arguments.seconds)))
        return
    for title, path in _networks(arguments.quick):
        for way in ("studio", "demucs"):
            _print_row(title, way, _in_process(way, path, arguments.seconds), arguments.seconds)


def _networks(is_quick: bool) -> list[tuple[str, Path]]:
    networks = [("bundled", models.find_model(models.BUNDLED).paths[0])]
    if not is_quick:
        import torch
        from demucs.htdemucs import HTDemucs

        torch.manual_seed(0)
        path = Path(tempfile.mkdtemp()) / "955717e8.safetensors"
        weights.save_network(HTDemucs(**FULL_SIZE), path, FULL_SIZE)
        networks.append(("htdemucs (random weights)", path))
    return networks


def _in_process(way: str, path: Path, seconds: float) -> dict[str, float]:
    command = [
        sys.executable,
        "-m",
        "tests.bench.separation_bench",
        "--seconds",
        str(seconds),
        "--measure",
        way,
        str(path),
    ]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def _measured(way: str, path: Path, seconds: float) -> dict[str, float]:
    audio = np.random.default_rng(0).standard_normal((2, round(seconds * RATE)), dtype=np.float32) * 0.1
    run = _studio(path) if way == "studio" else _demucs(path)
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    run(audio)
    return {
        "wall_s": time.perf_counter() - wall_s,
        "cpu_s": time.process_time() - cpu_s,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0,
    }


def _studio(path: Path) -> Any:
    from musicstudio.separation import remembered, separate
    from musicstudio.separation.network import Network

    network = Network([weights.load_network(path)])
    separate.open_network = lambda model: (network, "bench")  # type: ignore[assignment]
    remembered.recall = lambda key: None  # type: ignore[assignment]
    remembered.keep = lambda key, parts: None  # type: ignore[assignment]
    return lambda audio: run_to_end(separate.separate(audio, RATE, models.BUNDLED))


def _demucs(path: Path) -> Any:
    import torch
    from demucs.apply import BagOfModels, apply_model

    bag = BagOfModels([weights.load_network(path)])

    def run(audio: Any) -> Any:
        """What demucs.api.Separator.separate_tensor does."""
        import soxr

        mix = torch.from_numpy(soxr.resample(audio.T, RATE, bag.samplerate).T.copy())
        mean, deviation = mix.mean(0).mean(), mix.mean(0).std() + 1e-8
        return apply_model(bag, ((mix - mean) / deviation)[None], shifts=0, split=True)[0] * deviation + mean

    return run


def _print_row(title: str, way: str, found: dict[str, float], seconds: float) -> None:
    speed = seconds / found["wall_s"]
    figures = f"{speed:6.2f} x real time  {found['cpu_s'] / seconds:6.2f} CPU s/s  peak {found['peak_mb']:6.0f} MB"
    print(f"{title:28s} {way:8s} {figures}", flush=True)


if __name__ == "__main__":
    main()
