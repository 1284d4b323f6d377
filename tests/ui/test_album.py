# SPDX-License-Identifier: GPL-3.0-or-later
"""The album dialog makes what is asked, shows how far it is, can be stopped, and says what came of it."""

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton

from musicstudio.ui.export.album_dialog import AlbumDialog
from musicstudio.ui.widgets import Choice
from musicstudio.ui.widgets.number_field import NumberField

from .controls import choose, control, texts
from .mouse import key

PATIENCE_MS = 120_000
RATE = 48_000


@pytest.fixture
def sounds(tmp_path):
    """Two tones of two seconds, one soft."""
    paths = []
    for name, level in (("one", 0.2), ("two", 0.02)):
        wave = level * np.sin(2 * np.pi * 440 * np.arange(2 * RATE) / RATE)
        soundfile.write(tmp_path / f"{name}.wav", np.stack([wave, wave], axis=1), RATE)
        paths.append(tmp_path / f"{name}.wav")
    return paths


@pytest.fixture
def dialog(bridge, qtbot, tmp_path, sounds):
    """Two sound files, to be written into a folder of the test's."""
    made = AlbumDialog(bridge, None)
    qtbot.addWidget(made)
    made.show()
    made.songs.selectAll()
    made.songs.remove_chosen()
    made.songs.add(*sounds)
    control(made, "Folder", QLineEdit).setText(str(tmp_path / "Record"))
    control(made, "Title", QLineEdit).setText("Record")
    yield made
    made.done(0)


def test_it_begins_with_the_song_that_is_open(bridge, qtbot):
    made = AlbumDialog(bridge, None)
    qtbot.addWidget(made)
    assert made.songs.paths == (bridge.session.path,)
    assert made.songs.item(0).text() == bridge.project.title
    made.done(0)


def test_songs_at_one_level_with_gaps_become_files_and_a_cue_sheet(dialog, qtbot, tmp_path):
    choose(control(dialog, "Loudness", Choice), "Apple Music · −16 LUFS")
    control(dialog, "Gap between songs", NumberField).setValue(1.0)
    control(dialog, "Fade out", NumberField).setValue(0.5)
    dialog.findChild(QPushButton, "primary").click()
    qtbot.waitUntil(lambda: (tmp_path / "Record" / "Record.cue").exists(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: any("2 songs at" in text for text in texts(dialog)), timeout=PATIENCE_MS)
    whole, _ = soundfile.read(tmp_path / "Record" / "Record.wav")
    assert len(whole) == pytest.approx(5 * RATE, abs=RATE / 75)
    assert np.abs(whole[-10:]).max() < 0.01
    for name in ("01 one.wav", "02 two.wav"):
        own, _ = soundfile.read(tmp_path / "Record" / name)
        assert np.abs(own).max() == pytest.approx(10 ** (-16 / 20), rel=0.15)
    assert control(dialog, "Show in folder", QPushButton).isEnabled()


def test_songs_keep_their_levels_against_each_other(dialog):
    dialog.findChild(QCheckBox).setChecked(True)
    choose(control(dialog, "Kind of files", Choice), "FLAC")
    options = dialog.options()
    assert options.keeps_levels
    assert options.suffix == ".flac"
    assert (options.gap_s, options.fade_in_s, options.fade_out_s) == (2.0, 0.0, 0.0)
    assert options.title == "Record"


def test_songs_are_put_in_order_by_keyboard_and_dropped_from_elsewhere(dialog, tmp_path, sounds):
    dialog.songs.setCurrentRow(1)
    key(dialog.songs, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert dialog.songs.paths == tuple(reversed(sounds))
    key(dialog.songs, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert dialog.songs.paths == tuple(reversed(sounds)), "it is the first"
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(sounds[0])), QUrl("https://example.org/x.wav")])
    any_button = Qt.MouseButton.LeftButton
    dialog.songs.dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, any_button, Qt.KeyboardModifier.NoModifier)
    )
    assert dialog.songs.paths == (sounds[1], sounds[0], sounds[0])
    dialog.songs.clearSelection()
    dialog.songs.setCurrentRow(2)
    key(dialog.songs, Qt.Key.Key_Delete)
    assert dialog.songs.paths == (sounds[1], sounds[0])


def test_without_songs_there_is_nothing_to_make(dialog):
    dialog.songs.selectAll()
    dialog.songs.remove_chosen()
    assert not dialog.findChild(QPushButton, "primary").isEnabled()


def test_it_is_stopped_and_nothing_is_left(dialog, bridge, qtbot, tmp_path, monkeypatch):
    from musicstudio.app.files import album as albums
    from musicstudio.core.progress import Progress

    def endless(paths, options):
        while True:
            yield Progress(0.5, "Measuring")

    monkeypatch.setattr(albums, "album_job", endless)
    dialog.findChild(QPushButton, "primary").click()
    qtbot.waitUntil(lambda: control(dialog, "Cancel", QPushButton).isVisibleTo(dialog), timeout=PATIENCE_MS)
    assert not dialog.findChild(QPushButton, "primary").isEnabled()
    control(dialog, "Cancel", QPushButton).click()
    qtbot.waitUntil(lambda: any("Cancelled" in text for text in texts(dialog)), timeout=PATIENCE_MS)
    assert dialog.findChild(QPushButton, "primary").isEnabled()
    assert not (tmp_path / "Record").exists()


def test_what_cannot_be_made_is_told(dialog, bridge, qtbot, tmp_path):
    dialog.songs.add(tmp_path / "gone.wav")
    with qtbot.waitSignal(bridge.noticed) as told:
        dialog.findChild(QPushButton, "primary").click()
    assert "There is no song or sound" in told.args[0]
    assert dialog.findChildren(QLabel)
