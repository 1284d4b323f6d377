# SPDX-License-Identifier: GPL-3.0-or-later
"""A plug-in's process that is real and holds a stand-in, which crashes, hangs or is late as its name says."""

from pathlib import Path

import numpy as np

from musicstudio.project.model import Device, PluginRef

RATE = 48_000
STAND_IN = """
import os, sys, time
import numpy as np
sys.path[:0] = {places!r}
from musicstudio.mixing.hosting import host_process

class Held:
    def __init__(self, path, name):
        self.kind, self.blocks, self.waiting, self.gain = name, 0, np.zeros((2, 100), np.float32), 0.5
        if self.kind == "refuses": raise ValueError("it is no plug-in")
        if self.kind == "never loads": time.sleep(60)
        if self.kind == "dies": os.abort()
    def about(self):
        return {{"name": self.kind, "maker": "Tests", "is_instrument": False, "latency_frames": 100, "is_mono": False,
                "state": "AAAA", "params": [{{"name": "gain", "title": "Gain", "default": 0.5}}]}}
    def set_state(self, state): self.waiting[:] = 0
    def play(self, messages, turns, frames, is_first): return np.zeros((2, frames - 1), np.float32)
    def set_values(self, values): self.gain = values.get("gain", self.gain)
    def reset(self): self.waiting[:] = 0
    def edit(self):
        if self.kind == "no screen": raise RuntimeError("No display.")
        if self.kind == "stays open": time.sleep(0.5)
        return {{"state": "BBBB", "values": {{"gain": self.gain + 0.25}}}}
    def process(self, audio):
        self.blocks += 1
        if self.blocks > 2 and self.kind == "crashes": os.abort()
        if self.blocks > 2 and self.kind == "hangs": time.sleep(60)
        if self.blocks > 2 and self.kind == "eats": [bytearray(1 << 30) for _ in range(100)]
        if self.kind == "loses some": return audio[:, 1:]
        joined = np.concatenate([self.waiting, audio * np.float32(2 * self.gain)], axis=1)
        self.waiting = joined[:, audio.shape[1]:]
        return joined[:, :audio.shape[1]]

host_process.Held = Held
sys.exit(host_process.main(sys.argv[1:]))
"""


def device(path: Path, name: str, **params: float) -> Device:
    return Device(f"device-{name}", "plugin", params, plugin=PluginRef(str(path), name, 100))


def noise(frames: int) -> np.ndarray:
    return (np.random.default_rng(1).standard_normal((2, frames)) * 0.1).astype(np.float32)


def late(audio: np.ndarray, frames: int = 100) -> np.ndarray:
    return np.pad(audio, ((0, 0), (frames, 0)))[:, : audio.shape[1]]
