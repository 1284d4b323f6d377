# SPDX-License-Identifier: GPL-3.0-or-later
"""A window on the demo song for each test, and the check that nothing outlives it."""

import os
import threading
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from musicstudio.app.session.session import Session
from musicstudio.ui import song_window as song_window_module
from musicstudio.ui.main_thread import MainThreadQueue
from musicstudio.ui.main_window import MainWindow
from musicstudio.ui.make_window import make_window
from musicstudio.ui.mixer.chain import Chain
from musicstudio.ui.mixer.device_panel import DevicePanel
from musicstudio.ui.piano_roll.panel import PianoRollPanel
from musicstudio.ui.session_bridge import SessionBridge
from musicstudio.ui.song_window import SongWindow
from musicstudio.ui.theme import apply_theme
from musicstudio.ui.timeline.panel import TimelinePanel

from .demo_session import demo_session


@pytest.fixture
def session(qapp, tmp_path) -> Iterator[Session]:
    """The demo song's session."""
    made = demo_session(tmp_path, MainThreadQueue(qapp).post)
    yield made
    made.close()


@pytest.fixture
def song_window(qapp, tmp_path, monkeypatch) -> Iterator[SongWindow]:
    """A desk with real sessions, whose songs, settings and sound stay in the test's folder."""
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(song_window_module, "songs_folder", lambda: tmp_path)
    made = SongWindow()
    yield made
    made.close()


@pytest.fixture
def bridge(session) -> Iterator[SessionBridge]:
    """The window's view of it."""
    made = SessionBridge(session)
    yield made
    made.close()


@pytest.fixture
def timeline(qapp, bridge) -> Iterator[TimelinePanel]:
    """The timeline alone, 1300 x 800, the song in sight."""
    if not qapp.styleSheet():
        apply_theme(qapp)
    made = TimelinePanel(bridge)
    made.resize(1300, 800)
    made.show()
    QApplication.processEvents()
    made.view.zoom_to_fit()
    settle(made)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def window(qtbot, qapp, bridge) -> Iterator[MainWindow]:
    """The whole window, 1600 x 900, the song in sight."""
    if not qapp.styleSheet():
        apply_theme(qapp)
    made = make_window(bridge)
    made.resize(1600, 900)
    made.show()
    QApplication.processEvents()
    made.timeline.view.zoom_to_fit()
    settle(made.timeline)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp) -> Iterator[None]:
    """Fails a test that leaves a window or a thread of ours."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    shown = [type(widget).__name__ for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert not shown, f"windows left open: {shown}"


@pytest.fixture(autouse=True)
def no_thread_left_behind() -> Iterator[None]:
    """Fails a test that leaves a worker thread running."""
    before = set(threading.enumerate())
    yield
    left = [t.name for t in threading.enumerate() if t not in before and t.is_alive() and "musicstudio" in t.name]
    assert not left, f"threads left running: {left}"


def settle(timeline: TimelinePanel) -> None:
    """Paint and render until there is nothing left to do."""
    for _ in range(4):
        QApplication.processEvents()
        timeline.canvas.rows.queue.finish()


@pytest.fixture
def effects_panel(qapp, bridge, tmp_path, monkeypatch):
    """The effects of the bass: an equalizer and a compressor."""
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(tmp_path / "home"))
    if not qapp.styleSheet():
        apply_theme(qapp)
    made = DevicePanel(bridge, Chain("track-bass"), lambda: None)
    made.resize(1400, 358)
    made.show()
    qapp.processEvents()
    yield made
    made.let_go()
    made.close()
    made.deleteLater()


@pytest.fixture
def piano_roll(qapp, bridge):
    """The notes of the piano's first clip."""
    made = PianoRollPanel(bridge)
    made.resize(1200, 560)
    made.show()
    bridge.session.selection.set(clip_ids={"clip-piano-section-0"})
    qapp.processEvents()
    made.canvas.repaint()
    yield made
    made.close()
    made.deleteLater()
