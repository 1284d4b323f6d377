# SPDX-License-Identifier: GPL-3.0-or-later
"""A song that has lost audio opens with one notice whose button looks for it."""

import shutil

import numpy as np
import pytest
import soundfile
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from musicstudio.app.files.import_files import import_files
from musicstudio.ui.song_window import SongWindow
from tests.ui.controls import notices


@pytest.fixture
def robbed(song_window, qtbot, tmp_path):
    """The desk, open on a song whose one recording was moved to ``away``."""
    soundfile.write(tmp_path / "take.wav", np.full((4800, 2), 0.1), 48_000)
    first = SongWindow()
    first.open_first(None)
    import_files(first.session, [tmp_path / "take.wav"])
    qtbot.waitUntil(lambda: any(first.session.project.clips()))
    path = first.session.path
    first.close()
    shutil.move(path / "media", tmp_path / "away")
    (tmp_path / "take.wav").unlink()
    song_window.open_first(path)
    QApplication.processEvents()
    return song_window


def test_the_button_of_the_notice_finds_it(robbed, qtbot, tmp_path, monkeypatch):
    (toast,) = notices(robbed.window)
    assert "cannot be read" in toast.accessibleName()
    button = next(each for each in toast.findChildren(QPushButton) if each.text() == "Find missing audio…")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "away"))
    button.click()
    (source,) = robbed.session.project.sources.values()
    qtbot.waitUntil(lambda: robbed.session.media.has(source.hash))
    qtbot.waitUntil(lambda: any("found" in each.accessibleName() for each in notices(robbed.window)))
    said = []
    robbed.window.bridge.noticed.connect(lambda text, level: said.append(text))
    robbed.window.bridge.run("file.find_missing")
    assert said == ["All audio of this song is here."]
