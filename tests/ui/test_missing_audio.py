# SPDX-License-Identifier: GPL-3.0-or-later
"""A song that has lost audio opens with one notice whose button looks for it."""

import shutil

import numpy as np
import pytest
import soundfile
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from musicstudio.app.importing import import_files
from musicstudio.ui import desk as desk_module
from musicstudio.ui.desk import Desk


@pytest.fixture
def desk(qapp, qtbot, tmp_path, monkeypatch):
    """A desk with a song whose one recording was moved to ``away``."""
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(desk_module, "songs_folder", lambda: tmp_path)
    soundfile.write(tmp_path / "take.wav", np.full((4800, 2), 0.1), 48_000)
    first = Desk()
    first.open_first(None)
    import_files(first.session, [tmp_path / "take.wav"])
    qtbot.waitUntil(lambda: any(first.session.project.clips()))
    path = first.session.path
    first.close()
    shutil.move(path / "media", tmp_path / "away")
    (tmp_path / "take.wav").unlink()
    made = Desk()
    made.open_first(path)
    QApplication.processEvents()
    yield made
    made.close()


def test_the_button_of_the_notice_finds_it(desk, qtbot, tmp_path, monkeypatch):
    (toast,) = desk.window.toasts._toasts()
    assert "cannot be read" in toast.accessibleName()
    button = next(each for each in toast.findChildren(QPushButton) if each.text() == "Find missing audio…")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "away"))
    button.click()
    (source,) = desk.session.project.sources.values()
    qtbot.waitUntil(lambda: desk.session.media.has(source.hash))
    qtbot.waitUntil(lambda: any("found" in each.accessibleName() for each in desk.window.toasts._toasts()))
    said = []
    desk.window.studio.noticed.connect(lambda text, level: said.append(text))
    desk.window.studio.run("file.find_missing")
    assert said == ["All audio of this song is here."]
