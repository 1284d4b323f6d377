# SPDX-License-Identifier: GPL-3.0-or-later
"""What is chosen in the export dialog is what is written."""

import mutagen
import numpy as np
import pytest
import soundfile
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QPushButton

from musicstudio.app.files.export_kinds import KINDS
from musicstudio.app.files.import_files import import_files
from musicstudio.ui.export.dialog import ExportDialog
from musicstudio.ui.widgets import Choice

PATIENCE_MS = 60_000


@pytest.fixture
def dialog(song_window, qtbot, tmp_path):
    soundfile.write(tmp_path / "tone.wav", 0.1 * np.sin(np.arange(4 * 48_000) / 20), 48_000)
    song_window.open_first(None)
    session = song_window.session
    import_files(session, [tmp_path / "tone.wav"])
    qtbot.waitUntil(lambda: bool(list(session.project.clips())), timeout=PATIENCE_MS)
    made = ExportDialog(song_window.window.bridge, song_window.window)
    qtbot.addWidget(made)
    return made


def field(dialog, kind, name):
    return next(each for each in dialog.findChildren(kind) if each.accessibleName() == name)


def box(dialog, text):
    return next(each for each in dialog.findChildren(QCheckBox) if text in each.text())


def pick(dialog, name, text):
    choice = field(dialog, Choice, name)
    choice.setCurrentIndex(choice.findText(text))
    choice.activated.emit(choice.currentIndex())


def press_export(dialog, qtbot, monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    written = []
    dialog.bridge.noticed.connect(lambda text, _: written.append(text) if text.startswith("Written") else None)
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Export…").click()
    qtbot.waitUntil(lambda: bool(written), timeout=PATIENCE_MS)


def test_a_signed_m4a_with_its_tags(dialog, qtbot, monkeypatch, tmp_path):
    pick(dialog, "Kind of file", "M4A (AAC)")
    pick(dialog, "Quality", "192 kbit/s")
    pick(dialog, "Rate", "44.1 kHz")
    field(dialog, QLineEdit, "Artist").setText("Mara Lind")
    field(dialog, QLineEdit, "ISRC").setText("SE-5XR-26-00417")
    box(dialog, "Sign").setChecked(True)
    box(dialog, "credits").setChecked(True)
    press_export(dialog, qtbot, monkeypatch, tmp_path / "a.m4a")
    tags = mutagen.File(tmp_path / "a.m4a")
    assert tags["\xa9ART"] == ["Mara Lind"] and tags.info.sample_rate == 44_100
    assert b"c2pa" in (tmp_path / "a.m4a").read_bytes()
    assert (tmp_path / "a credits.html").exists() and (tmp_path / "a credits.json").exists()


def test_what_a_kind_has_not_cannot_be_chosen(dialog):
    for kind in KINDS:
        pick(dialog, "Kind of file", kind.title)
        detail = dialog._detail
        assert detail.isEnabled() == bool(kind.options)
        assert [detail.itemText(n) for n in range(detail.count())] == [text for _, text in kind.options]
        assert dialog._rate.isEnabled() == (kind.suffix in ("wav", "flac", "mp3", "m4a", "ogg"))
        assert dialog._is_signed.isEnabled() == (kind.suffix in ("wav", "flac", "mp3", "m4a", "ogg", "opus"))


def test_a_tag_that_no_reader_would_take_is_told_and_nothing_written(dialog, monkeypatch, tmp_path):
    told = []
    dialog.bridge.session.notices.observe(lambda notice: told.append(notice.text))
    field(dialog, QLineEdit, "ISRC").setText("12")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a.wav"), ""))
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Export…").click()
    assert any("ISRC" in text for text in told) and not (tmp_path / "a.wav").exists()
