# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo song in a real session: a folder on disk, the real engines and jobs; a player without sound, and peaks of
sounds that never were."""

import math
from pathlib import Path

import numpy as np

from musicstudio.app.session.session import Session
from musicstudio.core.errors import ModelMissingError
from musicstudio.core.progress import Progress
from musicstudio.core.signal import Signal
from musicstudio.dsp.bands import BANDS
from musicstudio.engines.contract import Capabilities, Task
from musicstudio.playback.silent import SilentPlayer
from musicstudio.project.model import Project

from .demo_song import demo_song


class DemoPlayer(SilentPlayer):
    """Silent, with something to read on its meters and in its list of devices."""

    def __init__(self) -> None:
        super().__init__()
        self.position_s, self.cpu = 38.412, 0.07
        self.lufs_short, self.master_levels = -14.2, (-9.0, -10.5)
        self.lufs_momentary, self.looks_for_devices = -11.9, 0
        self.spectrum_db = np.linspace(-20.0, -70.0, BANDS, dtype=np.float32)

    def refresh_devices(self):
        self.looks_for_devices += 1

    def levels(self, track_id):
        phase = sum(track_id.encode()) % 10
        return -8.0 - phase, -9.0 - phase * math.cos(phase)

    def devices(self):
        return ("Built-in output", "USB interface")


class DrawnPeaks:
    """Peaks by hash, and an announcement when more are ready."""

    def __init__(self, peaks):
        self.peaks, self._ready = peaks, Signal()

    def get(self, source):
        return self.peaks.get(source)

    def observe(self, callback):
        return self._ready.observe(callback)

    def add(self, source, peaks):
        self.peaks[source] = peaks
        self._ready.emit(source)


class PromptOnly:
    """An engine as many are: it makes whole songs from words, nothing else, and its weights may be missing."""

    def __init__(self, why_unavailable=""):
        self.why_unavailable = why_unavailable

    def capabilities(self):
        return Capabilities(
            "promptonly", "PromptOnly 3", "3", frozenset({Task.GENERATE}), frozenset({"prompt"}), longest_s=30.0,
            weights_bytes=4 * 10**9, weights_license="MIT", are_weights_present=not self.why_unavailable,
            why_unavailable=self.why_unavailable,
        )  # fmt: skip

    def run(self, request):
        yield Progress(0.0, "Looking for the weights")
        raise ModelMissingError(self.why_unavailable or "This engine only exists in a test.")


def demo_session(folder: Path, post, project: Project | None = None, peaks=None) -> Session:
    """A session on the demo song (or another). Notes that are edited are not rendered."""
    if project is None:
        project, peaks = demo_song()
    session = Session.create(folder / "Rainy Sunday.mstudio", project, post)
    session.peaks = DrawnPeaks(peaks or {})
    session.note_rendering.close()
    session.engines.register(PromptOnly("The weights of PromptOnly are not installed."))
    session.player_sync.start(DemoPlayer())
    return session
