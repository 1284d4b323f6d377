# SPDX-License-Identifier: GPL-3.0-or-later
"""What a preview of a drag costs the whole window: 64 tracks x 200 clips, every panel there.

``python -m tests.bench.preview_bench`` prints milliseconds of each preview until all panels have heard of it.
"""

import os
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from musicstudio.project.edits.clips import move_clips
from musicstudio.project.edits.strips import set_gain
from musicstudio.ui.main_thread import MainThreadQueue
from musicstudio.ui.make_window import make_window
from musicstudio.ui.session_bridge import SessionBridge
from musicstudio.ui.theme import apply_theme
from tests.ui.demo_session import demo_session
from tests.ui.demo_song import big_song

COUNT = 300


def main() -> None:
    """Measure and print."""
    app = QApplication.instance() or QApplication([])
    apply_theme(app)
    project, peaks = big_song()
    session = demo_session(Path(tempfile.mkdtemp()), MainThreadQueue().post, project, peaks)
    window = make_window(SessionBridge(session))
    window.resize(1920, 1080)
    window.show()
    QApplication.processEvents()
    session.selection.set(clip_ids={"clip-3-10"})
    for name, times in (("move a clip", list(moves(window.bridge))), ("turn a fader", list(turns(window.bridge)))):
        times.sort()
        p95 = times[int(COUNT * 0.95)]
        print(f"{name:14} p50 {statistics.median(times):6.2f}  p95 {p95:6.2f}  max {times[-1]:6.2f} ms")
    window.close()
    session.close()


def moves(bridge: SessionBridge) -> Iterator[float]:
    """A clip dragged along its row."""
    gesture = bridge.gesture("Move")
    for step in range(COUNT):
        yield timed(lambda step=step: gesture.preview(move_clips({"clip-3-10"}, step * 0.01)))
    gesture.cancel()


def turns(bridge: SessionBridge) -> Iterator[float]:
    """A fader dragged."""
    gesture = bridge.gesture("Fader")
    for step in range(COUNT):
        yield timed(lambda step=step: gesture.preview(set_gain({"track-5"}, -step * 0.1)))
    gesture.cancel()


def timed(change) -> float:
    """Processor milliseconds."""
    started = process_time()
    change()
    return (process_time() - started) * 1000


if __name__ == "__main__":
    main()
