# SPDX-License-Identifier: GPL-3.0-or-later
"""A session for tests of the window: the real document, jobs, selection and settings; a silent player; drawn peaks."""

import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from musicstudio.app.session.create_state import CreateState
from musicstudio.app.session.notices import Notice, Notices
from musicstudio.app.session.selection import Selection
from musicstudio.app.session.settings import SettingsFile
from musicstudio.app.session.signal import Signal
from musicstudio.core.errors import StudioError
from musicstudio.dsp.bands import BANDS
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.contract import Capabilities, Task
from musicstudio.jobs import JobQueue
from musicstudio.project.document import Document
from musicstudio.project.model import Project


class SilentPlayer:
    """Keeps what it was told."""

    def __init__(self) -> None:
        self.position_s, self.is_playing, self.underruns, self.cpu = 38.412, False, 0, 0.07
        self.lufs_short, self.master_levels = -14.2, (-9.0, -10.5)
        self.device = ""
        self.spectrum_db = np.linspace(-20.0, -70.0, BANDS, dtype=np.float32)

    def toggle(self) -> None:
        self.is_playing = not self.is_playing

    def play(self) -> None:
        self.is_playing = True

    def stop(self) -> None:
        self.is_playing = False

    def seek(self, seconds: float) -> None:
        self.position_s = max(0.0, seconds)

    def levels(self, track_id: str) -> tuple[float, float]:
        phase = sum(track_id.encode()) % 10
        return -8.0 - phase, -9.0 - phase * math.cos(phase)

    def devices(self) -> list[str]:
        return ["Built-in output", "USB interface"]


class SilentPlaying:
    """Loop and metronome, as the session's `Playing` keeps them."""

    def __init__(self) -> None:
        self.loop_s: tuple[float, float] | None = None
        self.has_metronome = False

    def set_loop(self, span_s: tuple[float, float] | None) -> None:
        self.loop_s = span_s

    def toggle_loop(self) -> None:
        self.loop_s = None if self.loop_s else (0.0, 10.0)

    def selected_span_s(self) -> tuple[float, float] | None:
        return None

    def toggle_metronome(self) -> None:
        self.has_metronome = not self.has_metronome

    def choose_device(self, name: str) -> None:
        pass


class DrawnPeaks:
    """Peaks by hash, and an announcement when more are ready."""

    def __init__(self, peaks: dict[str, Any]) -> None:
        self.peaks, self._ready = peaks, Signal()

    def get(self, source: str) -> Any:
        return self.peaks.get(source)

    def observe(self, callback: Any) -> Any:
        return self._ready.observe(callback)

    def add(self, source: str, peaks: Any) -> None:
        self.peaks[source] = peaks
        self._ready.emit(source)


class OneEngine:
    """The list of engines: the composer, and one whose weights are absent."""

    def all(self) -> list[Capabilities]:
        return [
            Capabilities("composer", "Composer", "1.0", frozenset(Task), frozenset({"prompt", "lyrics", "sliders"})),
            Capabilities(
                "acestep", "ACE-Step 1.5", "1.5", frozenset({Task.GENERATE}), frozenset({"prompt"}),
                weights_bytes=4 * 10**9, weights_license="MIT", are_weights_present=False,
                why_unavailable="The weights of ACE-Step are not installed.",
            ),
        ]  # fmt: skip

    capabilities = all

    def get(self, name: str = "") -> Composer:
        return Composer()

    def capabilities_of(self, name: str) -> Capabilities:
        return next(each for each in self.all() if each.engine == name)


class DemoSession:
    """Close it at the end of a test."""

    def __init__(self, project: Project, peaks: dict[str, Any], post: Any, settings: Path) -> None:
        self.document, self.post = Document(project), post
        self.jobs = JobQueue(post, workers=1)
        self.selection, self.create_state, self.notices = Selection(), CreateState(), Notices()
        self.settings = SettingsFile(settings)
        self.peaks, self.player, self.player_sync, self.engines = (
            DrawnPeaks(peaks),
            SilentPlayer(),
            SilentPlaying(),
            OneEngine(),
        )
        self.calls: list[tuple[str, Any]] = []
        self.files: list[Path] | None = []
        self.path, self.folder = Path("Rainy Sunday.mstudio"), SimpleNamespace(read_only_reason="")
        self.document.observe(lambda _: self.selection.drop_missing(self.document.project))

    @property
    def project(self) -> Project:
        return self.document.project

    def notify(self, text: str, level: str = "info") -> None:
        self.notices.emit(Notice(text, level))

    def try_to(self, action: Any) -> bool:
        try:
            action()
        except StudioError as error:
            self.notify(str(error), "error")
            return False
        return True

    def drag_files(self, **what: Any) -> list[Path] | None:
        self.calls.append(("drag_files", what))
        return self.files

    def close(self) -> None:
        self.jobs.close()
