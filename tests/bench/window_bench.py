# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon the window is there, and how long its frames take."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from .budgets import Figure

PROBE = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from musicstudio.ui import app
from musicstudio.ui.song_window import SongWindow
shown = SongWindow.show
def show(self, session):
    shown(self, session)
    QTimer.singleShot(0, lambda: (print(time.time(), flush=True), QApplication.instance().quit()))
SongWindow.show = show
if __name__ == "__main__":
    app.run(None)
"""


def start_figures() -> Iterable[Figure]:
    """From the command to the first event after the window is shown, median of three."""
    times = sorted(_start_once() for _ in range(3))
    yield Figure("window shown after start", times[1], "s", 2.5)


def _start_once() -> float:
    with tempfile.TemporaryDirectory() as home:
        script = Path(home) / "probe.py"
        script.write_text(PROBE, encoding="utf-8")
        environment = {
            **os.environ,
            "MUSICSTUDIO_HOME": home,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(Path.cwd()),
        }
        started = time.time()
        done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, timeout=120)
        return float(done.stdout.split()[0]) - started


def frame_figures() -> Iterable[Figure]:
    """Frames of the timeline, 64 tracks x 200 clips at 1920x1080."""
    from PySide6.QtWidgets import QApplication

    from musicstudio.ui.theme import apply_theme

    from . import timeline_bench

    application = QApplication.instance() or QApplication([])
    apply_theme(application)
    panel, session = timeline_bench.make_panel()
    for name, frames in timeline_bench.scenarios(panel):
        p95 = sorted(frames)[int(len(frames) * 0.95)]
        yield Figure(f"timeline, {name}: p95 of a frame", p95, "ms", 16.0)
    panel.close()
    session.close()
