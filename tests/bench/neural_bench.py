# SPDX-License-Identifier: GPL-3.0-or-later
"""Real-size networks on random weights on the processor: processor time a second of sound, and memory.

    python -m tests.bench.neural_bench [--only musicgen|stable-audio|htdemucs] [--tiny]

Random weights take as long as trained ones; how they sound is another matter. Processor time, not the clock: the
machine may have other work. Each network runs in a process of its own, so that its peak of memory is its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from functools import partial

PIECES_S = {"musicgen": 2.0, "stable-audio": 1.0, "htdemucs": 7.8}
SHARE = 1 / 16
"""Of Stable Audio's window: a whole step takes minutes of processor time."""


def main() -> None:
    """Measure each, print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=PIECES_S)
    parser.add_argument("--tiny", action="store_true", help="tiny networks: does the bench itself run?")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(_measure(options.only, options.tiny)))
        return
    print(f"{'network':28} {'parameters':>11} {'CPU s per s':>12} {'x real time':>12} {'peak GB':>8}")
    for name in [options.only] if options.only else PIECES_S:
        command = [sys.executable, "-m", "tests.bench.neural_bench", "--only", name, "--child"]
        done = subprocess.run([*command, *(["--tiny"] * options.tiny)], capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{name:28} could not run: {done.stderr.strip().splitlines()[-1][:80]}")
            continue
        found = json.loads(done.stdout.strip().splitlines()[-1])
        rate = found["cpu_s"] / found["sound_s"]
        size_m, peak_gb = found["parameters"] / 1e6, found["peak_gb"]
        print(f"{found['name']:28} {size_m:9.0f} M {rate:12.2f} {1 / rate:12.3f} {peak_gb:8.2f}")
        for line in found["more"]:
            print(f"{'':28} {line}")


def _measure(name: str, is_tiny: bool) -> dict[str, object]:
    import torch

    from tests.bench import neural_networks as networks

    torch.manual_seed(1)
    make = {
        "musicgen": networks.musicgen,
        "stable-audio": partial(networks.stable_audio, steps=1, share=SHARE),
        "htdemucs": networks.htdemucs,
    }[name]
    player = make("tiny" if is_tiny else "small", "cpu", torch.float32)
    steps: list[float] = []
    begun = time.process_time()
    audio, rate = player.play(PIECES_S[name], lambda: steps.append(time.process_time()))
    cpu_s, sound_s = time.process_time() - begun, audio.shape[1] / rate
    more = []
    if name == "stable-audio":
        step_s = (steps[-1] - begun) / len(steps)
        decode_s = cpu_s - (steps[-1] - begun)
        more = [
            f"the first step, on a sixteenth of the window: {step_s:.1f} s;",
            f"decoding a second {decode_s / sound_s:.2f} s;",
            "a piece takes 100 steps on the whole window: use a graphics card",
        ]
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    found = {"name": player.name, "parameters": player.parameters, "cpu_s": cpu_s, "sound_s": sound_s}
    return {**found, "peak_gb": peak_gb, "more": more}


if __name__ == "__main__":
    main()
