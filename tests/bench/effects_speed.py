# SPDX-License-Identifier: GPL-3.0-or-later
"""How much faster than real time each effect runs on one core, in blocks of 4,096 frames, by the core's own time.

Run: ``python -m tests.bench.effects_speed [kinds…]``; exit status 1 where one is slower than 200 times real time.
"""

import sys
import time

import numpy as np

from musicstudio.mixing.devices import DEVICES
from musicstudio.mixing.strip import DeviceChain
from musicstudio.project.model import Device

RATE = 48_000
BLOCK_FRAMES, SECONDS, ROUNDS = 4096, 20, 3
LEAST = 200
# What does nothing as it stands, at work.
TURNED = {
    "eq": {f"bell{number}_db": 3.0 for number in range(1, 5)} | {"low_cut_hz": 60.0, "high_cut_hz": 16_000.0},
    "pitch": {"semitones": 3.0},
}


def main(kinds: list[str]) -> int:
    """Print a row a kind; the exit status."""
    noise = np.random.default_rng(1).standard_normal((2, RATE * SECONDS)) * 0.1
    swell = 0.3 + 0.7 * np.abs(np.sin(np.arange(noise.shape[1]) / RATE * 3))
    audio, slow = (noise * swell).astype(np.float32), 0
    for kind in kinds or list(DEVICES):
        speed = max(speed_of(kind, audio) for _ in range(ROUNDS))
        slow += speed < LEAST
        print(f"{kind:14} {speed:6.0f} x", flush=True)
    return int(slow > 0)


def speed_of(kind: str, audio: np.ndarray) -> float:
    """Seconds of sound for a second of the processor."""
    chain = DeviceChain((Device("d", kind, TURNED.get(kind, {})),))
    blocks = [np.ascontiguousarray(audio[:, at : at + BLOCK_FRAMES]) for at in range(0, audio.shape[1], BLOCK_FRAMES)]
    chain.process(blocks[0], 0, lambda _: blocks[0])
    began_s = time.process_time()
    for number, block in enumerate(blocks):
        chain.process(block, number * BLOCK_FRAMES, lambda _, block=block: block)
    return audio.shape[1] / RATE / (time.process_time() - began_s)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
