# SPDX-License-Identifier: GPL-3.0-or-later
"""What can only be tried on a graphics card, in one go: shapes, half against full precision, cancel, memory that runs
out, real-time factors; on random weights at real size.

    make gpu-check                                   # a CUDA card
    python -m tests.bench.gpu_check --device cpu --tiny   # does the check itself run?
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from musicstudio.core.errors import EngineError
from musicstudio.engines.neural.memory import Need, Plan, plan_memory
from musicstudio.engines.neural.warm import is_warm, loaded
from musicstudio.jobs.compute import CPU, TITLES, ComputeDevice
from musicstudio.jobs.heartbeat import Reporter
from tests.bench import neural_networks as networks

Make = Callable[[torch.dtype], networks.Player]


def main() -> int:
    """Try everything; the number of things that failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="cuda", choices=("cuda", "cpu"))
    parser.add_argument("--tiny", action="store_true")
    options = parser.parse_args()
    if options.device == "cuda" and not torch.cuda.is_available():
        print("There is no CUDA card here; nothing was tried.")
        return 1
    if options.device == "cuda":
        print(torch.cuda.get_device_name(0), f"{torch.cuda.mem_get_info()[1] / 1e9:.0f} GB")
    failed = 0
    for name, seconds, make in _players(options.device, options.tiny):
        for check in (_shape_and_speed, _half_against_full, _cancel, _runs_out):
            failed += not _tried(name, check, make, options.device, 1.0 if options.tiny else seconds)
    failed += not _tried("memory", _refusal, lambda _: None, options.device, 0.0)  # type: ignore[arg-type,return-value]
    print("all well" if not failed else f"{failed} failed")
    return failed


def _players(device: str, is_tiny: bool) -> list[tuple[str, float, Make]]:
    sizes = ("tiny",) if is_tiny else ("small", "medium")
    size = "tiny" if is_tiny else "small"
    found: list[tuple[str, float, Make]] = [
        (f"MusicGen {each}", 5.0, lambda dtype, each=each: networks.musicgen(each, device, dtype)) for each in sizes
    ]  # type: ignore[misc]
    found.append(("ACE-Step", 30.0, lambda dtype: networks.ace_step(size, device, dtype)))
    found.append(("Stable Audio", 10.0, lambda dtype: networks.stable_audio(size, device, dtype)))
    found.append(("htdemucs", 30.0, lambda dtype: networks.htdemucs(size, device, dtype)))
    return found


def _tried(name: str, check: Any, make: Make, device: str, seconds: float) -> bool:
    begun = time.monotonic()
    try:
        said = check(make, device, seconds)
    except Exception as error:  # one that fails must not keep the others from being tried
        print(f"FAILED {name}: {check.__name__[1:]}: {type(error).__name__}: {str(error)[:200]}")
        return False
    finally:
        _free(device)
    print(f"ok     {name}: {check.__name__[1:]}: {said} ({time.monotonic() - begun:.1f} s)")
    return True


def _shape_and_speed(make: Make, device: str, seconds: float) -> str:
    player = make(_half(device))
    player.play(min(1.0, seconds), lambda: None)
    _wait(device)
    begun = time.monotonic()
    audio, rate = player.play(seconds, lambda: None)
    _wait(device)
    took_s = time.monotonic() - begun
    assert audio.ndim == 2 and audio.shape[0] in (1, 2) and audio.shape[1] > 0.5 * seconds * rate, audio.shape
    assert np.isfinite(audio).all(), "not all samples are numbers"
    peak = f", {torch.cuda.max_memory_allocated() / 1e9:.1f} GB" if device == "cuda" else ""
    return f"{audio.shape[1] / rate / took_s:.1f} x real time{peak}, {player.parameters / 1e6:.0f} M"


def _half_against_full(make: Make, device: str, seconds: float) -> str:
    """The same weights and the same noise: half precision must be near the full one, as far as rounding goes."""
    outputs = []
    for dtype in (torch.float32, _half(device)):
        torch.manual_seed(1)
        player = make(dtype)
        torch.manual_seed(2)
        outputs.append(player.play(1.0, lambda: None)[0])
        del player
        _free(device)
    full, half = outputs
    assert full.shape == half.shape and np.isfinite(half).all()
    return f"correlation {np.corrcoef(full.ravel(), half.ravel())[0, 1]:.3f} (sampled tokens may part)"


def _cancel(make: Make, device: str, seconds: float) -> str:
    """What is raised in a step ends the run at once, and the memory of the run comes back."""
    player, steps = make(_half(device)), [0]
    player.play(min(1.0, seconds), lambda: None)
    before = _used(device)

    def stop() -> None:
        steps[0] += 1
        if steps[0] == 1:
            raise KeyboardInterrupt

    try:
        player.play(seconds, stop)
        raise AssertionError("it was not stopped")
    except KeyboardInterrupt:
        pass
    gc.collect()
    assert steps[0] == 1 and _used(device) <= before + 50_000_000, (steps, _used(device) - before)
    return "stopped at the first step, memory as before"


def _runs_out(make: Make, device: str, seconds: float) -> str:
    """Too little memory in the middle is the studio's sentence, and nothing stays."""
    place = ComputeDevice(device, device, TITLES[device])
    plan = Plan(place if device == "cuda" else CPU, "float32")

    def run_out() -> None:
        if device == "cuda":
            torch.empty(1 << 50, dtype=torch.uint8, device=device)
        raise RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate a lot")

    try:
        with loaded("check", lambda: plan, lambda _: make(_half(device)), Reporter()) as (player, _):
            player.play(min(1.0, seconds), run_out)
        raise AssertionError("memory did not run out")
    except EngineError as error:
        said = str(error)
    del player
    gc.collect()
    assert "ran out of memory" in said and not is_warm(), said
    return "one sentence, nothing stays"


def _refusal(_: Make, device: str, seconds: float) -> str:
    try:
        plan_memory("A giant", Need(1 << 50, 1 << 50, 0), "a dwarf", ComputeDevice(device, device, TITLES[device]))
        raise AssertionError("it was not refused")
    except EngineError as error:
        return str(error)


def _half(device: str) -> torch.dtype:
    return torch.bfloat16 if device == "cuda" else torch.float32


def _wait(device: str) -> None:
    if device == "cuda":
        torch.cuda.synchronize()


def _used(device: str) -> int:
    return torch.cuda.memory_allocated() if device == "cuda" else 0


def _free(device: str) -> None:
    gc.collect()
    if device == "cuda":
        torch.cuda.empty_cache()


if __name__ == "__main__":
    sys.exit(main())
