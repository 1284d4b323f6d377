# SPDX-License-Identifier: GPL-3.0-or-later
"""Files dragged out are complete and only copied; files dragged in land on the grid."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from musicstudio.app.files.import_files import import_files
from musicstudio.ui import drag_out
from musicstudio.ui.drag_out import chosen_by_keys, has_both_keys
from musicstudio.ui.timeline.stems_handle import StemsHandle

from .controls import control
from .mouse import drag, drag_without_release

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def drags(monkeypatch) -> list[tuple[list[str], Qt.DropAction]]:
    """What was dragged out: paths, and the actions that were allowed."""
    made: list[tuple[list[str], Qt.DropAction]] = []

    def exec_(self, actions):
        made.append(([url.toLocalFile() for url in self.mimeData().urls()], actions))
        return actions

    monkeypatch.setattr(QDrag, "exec", exec_)
    # Keys that an earlier test pressed count as held where there is no keyboard.
    monkeypatch.setattr(QGuiApplication, "keyboardModifiers", lambda: Qt.KeyboardModifier.NoModifier)
    return made


@pytest.fixture
def asked(session, monkeypatch) -> list[dict[str, object]]:
    """What files were asked for; they are not ready until `files` says so."""
    asked: list[dict[str, object]] = []
    monkeypatch.setattr(session, "drag_files", lambda **what: asked.append(what))
    return asked


@pytest.fixture
def files(session, asked, tmp_path, monkeypatch) -> list[Path]:
    """The files of whatever is dragged out."""
    made = [tmp_path / "Piano.wav", tmp_path / "Piano.mid"]
    for path in made:
        path.write_bytes(b"x")
    monkeypatch.setattr(session, "drag_files", lambda **what: asked.append(what) or made)
    return made


def section_point(canvas) -> QPointF:
    band = canvas.view.layout.band("sections")
    return QPointF(canvas.view.viewport.x_of(30.0), band.top + 12)


def test_a_section_goes_out_as_existing_files_to_copy(timeline, files, asked, drags):
    canvas = timeline.canvas
    drag_without_release(canvas, section_point(canvas), section_point(canvas) + QPointF(50, 0), ALT)
    assert drags == [([str(path) for path in files], Qt.DropAction.CopyAction)]
    assert asked[-1] == {"section_ids": frozenset({"section-1"})}


def test_a_clip_goes_out_with_alt(timeline, files, asked, drags):
    canvas, view = timeline.canvas, timeline.view
    y = view.layout.row_of("track-piano").top + view.layout.bands_height + 50
    start = QPointF(view.viewport.x_of(30.0), y)
    drag_without_release(canvas, start, start + QPointF(40, 0), Qt.KeyboardModifier.AltModifier)
    assert len(drags) == 1
    assert asked[-1] == {"clip_ids": frozenset({"clip-piano-section-1"})}


def test_a_clip_pulled_out_of_the_window_becomes_files(timeline, files, asked, drags):
    canvas, view = timeline.canvas, timeline.view
    project = timeline.bridge.project
    start = QPointF(view.viewport.x_of(30.0), view.layout.row_of("track-piano").top + view.layout.bands_height + 6)
    drag_without_release(canvas, start, start + QPointF(0, 4000))
    assert len(drags) == 1
    assert timeline.bridge.project is project


def test_a_track_goes_out_by_its_name(timeline, files, asked, drags):
    header = control(timeline, "Track Piano")
    drag(header, QPointF(20, 12), QPointF(-4000, 60))
    assert len(drags) == 1
    assert asked[-1] == {"track_ids": frozenset({"track-piano"})}


def test_files_that_are_not_ready_are_not_dragged(timeline, asked, drags):
    said = []
    timeline.bridge.noticed.connect(lambda text, level: said.append(text))
    canvas = timeline.canvas
    drag_without_release(canvas, section_point(canvas), section_point(canvas) + QPointF(50, 0), ALT)
    assert drags == []
    assert "prepared" in said[0]


def mime_of(*paths: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return mime


def hover(canvas, mime, point) -> QDragMoveEvent:
    enter = QDragEnterEvent(
        point.toPoint(), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(canvas, enter)
    event = QDragMoveEvent(
        point.toPoint(), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(canvas, event)
    return event


def test_a_dropped_file_lands_on_the_grid_where_its_ghost_was(timeline, monkeypatch):
    canvas, view, landed = timeline.canvas, timeline.view, []
    monkeypatch.setattr(timeline.bridge, "import_files", lambda *what: landed.append(what))
    point = QPointF(view.viewport.x_of(31.3), view.layout.row_of("track-cello").top + view.layout.bands_height + 50)
    mime = mime_of("/tmp/take one.wav", "/tmp/readme.txt")
    assert hover(canvas, mime, point).isAccepted()
    ghost = canvas.ghost
    drop = QDropEvent(point, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, drop)
    assert landed == [([Path("/tmp/take one.wav")], ghost.start_s, "track-cello")]
    assert ghost.start_s == pytest.approx(view.snap_s(31.3))
    assert canvas.ghost is None


def test_files_of_other_kinds_are_refused(timeline):
    canvas = timeline.canvas
    assert not hover(canvas, mime_of("/tmp/readme.txt"), QPointF(300, 200)).isAccepted()
    assert canvas.ghost is None


def test_the_title_carries_the_mix_out(song_window, drags, monkeypatch, tmp_path):
    song_window.open_first(None)
    window, asked = song_window.window, []
    monkeypatch.setattr(song_window.session, "drag_files", lambda **what: asked.append(what) or [tmp_path / "mix.wav"])
    title = next(each for each in window.findChildren(QLabel) if "Drag it out" in each.toolTip())
    drag_without_release(title, QPointF(5, 5), QPointF(60, 5))
    both = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
    monkeypatch.setattr(QGuiApplication, "keyboardModifiers", lambda: both)
    drag_without_release(title, QPointF(5, 5), QPointF(60, 5))
    assert asked == [{"has_mix": True}, {"has_dry_mix": True}]
    assert drags == [([str(tmp_path / "mix.wav")], Qt.DropAction.CopyAction)] * 2


def test_the_mix_is_carried_as_sound_alone_unless_its_notes_are_asked_for(tmp_path):
    paths = [tmp_path / "mix.wav", tmp_path / "mix.mid"]
    none, ctrl = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    assert chosen_by_keys(paths, none, is_mix=True) == paths[:1]
    assert chosen_by_keys(paths, ctrl, is_mix=True) == paths[1:]
    assert chosen_by_keys(paths, none) == paths


def test_a_handle_carries_all_stems_and_a_press_copies_them(timeline, files, asked, drags, monkeypatch):
    handle = timeline.findChild(StemsHandle)
    drag_without_release(handle, QPointF(5, 5), QPointF(60, 5))
    assert asked[-1] == {"has_stems": True}
    assert drags == [([str(path) for path in files], Qt.DropAction.CopyAction)]


def test_the_selection_is_copied_sent_and_shown_as_files(song_window, qtbot, monkeypatch, tmp_path):
    soundfile.write(tmp_path / "tone.wav", 0.1 * np.sin(np.arange(96_000) / 20), 48_000)
    song_window.open_first(None)
    session, bridge = song_window.session, song_window.window.bridge
    import_files(session, [tmp_path / "tone.wav"])
    qtbot.waitUntil(lambda: bool(list(session.project.clips())), timeout=60_000)
    QGuiApplication.clipboard().setText("before")
    bridge.run("carry.copy")
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().mimeData().hasUrls(), timeout=60_000)
    (url,) = QGuiApplication.clipboard().mimeData().urls()
    assert Path(url.toLocalFile()).is_file() and "tone" in url.fileName()
    (tmp_path / "sent").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "sent"))
    bridge.run("carry.send")
    qtbot.waitUntil(lambda: bool(list((tmp_path / "sent").glob("*.wav"))), timeout=60_000)
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    bridge.run("carry.reveal")
    qtbot.waitUntil(lambda: opened == [str(Path(url.toLocalFile()).parent)], timeout=60_000)


@pytest.mark.parametrize(
    ("keys", "kinds"),
    [("", {".wav", ".mid"}), ("Shift", {".wav"}), ("Control", {".mid"}), ("Shift Control", {".wav", ".mid"})],
)
def test_keys_choose_what_is_carried(keys, kinds, tmp_path):
    held = Qt.KeyboardModifier.NoModifier
    for key in keys.split():
        held |= getattr(Qt.KeyboardModifier, f"{key}Modifier")
    paths = [tmp_path / "a.wav", tmp_path / "a.mid"]
    assert {path.suffix for path in chosen_by_keys(paths, held)} == kinds
    assert has_both_keys(held) == (len(keys.split()) == 2)


def test_copied_files_can_be_pasted_by_every_desktop(tmp_path):
    mime = drag_out.mime_of([tmp_path / "Rain & sun.wav"])
    (url,) = mime.urls()
    assert url.toLocalFile() == str(tmp_path / "Rain & sun.wav")
    listed = bytes(mime.data("x-special/gnome-copied-files")).decode().split("\n")
    assert listed[0] == "copy" and listed[1].startswith("file:///") and listed[1].endswith(".wav")
