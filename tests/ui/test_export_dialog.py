# SPDX-License-Identifier: GPL-3.0-or-later
"""What is chosen in the export dialog is what is written, one file after the other, and remembered."""

import mutagen
import numpy as np
import pytest
import soundfile
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QInputDialog, QLineEdit, QPushButton

from musicstudio.app.files.import_files import import_files
from musicstudio.ui.export.dialog import ExportDialog
from musicstudio.ui.export.similarity import SimilarityLine
from musicstudio.ui.export.tiles import Tile
from musicstudio.ui.widgets import Choice

PATIENCE_MS = 60_000


@pytest.fixture
def make_dialog(song_window, qtbot, tmp_path):
    soundfile.write(tmp_path / "tone.wav", 0.1 * np.sin(np.arange(4 * 48_000) / 20), 48_000)
    song_window.open_first(None)
    session = song_window.session
    import_files(session, [tmp_path / "tone.wav"])
    qtbot.waitUntil(lambda: bool(list(session.project.clips())), timeout=PATIENCE_MS)

    def make():
        made = ExportDialog(song_window.window.bridge, song_window.window)
        qtbot.addWidget(made)
        return made

    return make


@pytest.fixture
def dialog(make_dialog, tmp_path):
    made = make_dialog()
    (tmp_path / "out").mkdir()
    field(made, QLineEdit, "Folder").setText(str(tmp_path / "out"))
    field(made, QLineEdit, "Name of the files").setText("a")
    return made


def field(dialog, kind, name):
    return next(each for each in dialog.findChildren(kind) if each.accessibleName() == name)


def box(dialog, text):
    return next(each for each in dialog.findChildren(QCheckBox) if text in each.text())


def button(dialog, text):
    return next(each for each in dialog.findChildren(QPushButton) if each.text().startswith(text))


def pick(dialog, name, text):
    choice = field(dialog, Choice, name)
    assert choice.findText(text) >= 0, [choice.itemText(n) for n in range(choice.count())]
    choice.setCurrentIndex(choice.findText(text))
    choice.activated.emit(choice.currentIndex())


def press_tiles(dialog, *names):
    for tile in dialog.findChildren(Tile):
        if tile.isChecked() != (tile.accessibleName() in names):
            tile.click()


def export(dialog, qtbot):
    button(dialog, "Export ").click()
    qtbot.waitUntil(lambda: not dialog.bridge.exports.is_running, timeout=PATIENCE_MS)
    return dialog.bridge.exports.items


def test_a_signed_m4a_with_its_tags(dialog, qtbot, tmp_path):
    pick(dialog, "Format", "M4A (AAC)")
    pick(dialog, "Quality", "192 kbit/s")
    pick(dialog, "Rate", "44.1 kHz")
    field(dialog, QLineEdit, "Artist").setText("Mara Lind")
    field(dialog, QLineEdit, "ISRC").setText("SE-5XR-26-00417")
    box(dialog, "Sign").setChecked(True)
    box(dialog, "credits").setChecked(True)
    export(dialog, qtbot)
    path = tmp_path / "out" / "a.m4a"
    tags = mutagen.File(path)
    assert tags["\xa9ART"] == ["Mara Lind"] and tags.info.sample_rate == 44_100
    assert b"c2pa" in path.read_bytes()
    assert path.with_name("a credits.html").exists() and path.with_name("a credits.json").exists()


def test_several_things_are_written_one_after_the_other(dialog, qtbot, tmp_path):
    press_tiles(dialog, "Mix", "Stems", "MIDI", "Loop")
    pick(dialog, "Format", "WAV + MP3")
    told = []
    dialog.bridge.noticed.connect(lambda text, _: told.append(text) if text.startswith("Written") else None)
    assert [each.path.name for each in dialog.exports()] == ["a.wav", "a.mp3", "a stems", "a.mid", "a loop.wav"]
    assert "5 files" in button(dialog, "Export ").text()
    items = export(dialog, qtbot)
    states = {item.options.path.name: item.state for item in items}
    assert states.pop("a.mid") == "failed", "there are no notes"
    assert set(states.values()) == {"done"} and len(told) == 1
    assert b"smpl" in (tmp_path / "out" / "a loop.wav").read_bytes()
    assert len(soundfile.read(tmp_path / "out" / "a loop.wav")[0]) == 4 * 48_000
    assert len(list((tmp_path / "out" / "a stems").glob("*.wav"))) == 1
    button(dialog, "Copy report").click()
    report = QGuiApplication.clipboard().text().splitlines()
    assert len(report) == 5 and "LUFS" in report[0] and report[0].startswith("a.wav: ")


def test_what_waits_can_be_left_out_and_what_is_there_is_told(dialog, qtbot, tmp_path):
    (tmp_path / "out" / "a.wav").write_bytes(b"older")
    pick(dialog, "Format", "WAV + MP3")
    rows = [each.accessibleName() for each in dialog.findChildren(object) if type(each).__name__ == "_Row"]
    assert any("a.wav" in text and "takes the place" in text for text in rows)
    button(dialog, "Export ").click()
    queue = dialog.bridge.exports
    queue.cancel(queue.items[1])
    qtbot.waitUntil(lambda: not queue.is_running, timeout=PATIENCE_MS)
    assert [item.state for item in queue.items] == ["done", "cancelled"]
    assert not (tmp_path / "out" / "a.mp3").exists()


def test_a_closed_dialog_lets_the_queue_go_on(dialog, qtbot, tmp_path):
    pick(dialog, "Format", "WAV + MP3")
    button(dialog, "Export ").click()
    dialog.reject()
    qtbot.waitUntil(lambda: not dialog.bridge.exports.is_running, timeout=PATIENCE_MS)
    assert (tmp_path / "out" / "a.mp3").exists()


def test_presets_folders_and_names_are_remembered(dialog, make_dialog, qtbot, monkeypatch, tmp_path):
    press_tiles(dialog, "Mix", "Score")
    pick(dialog, "Format", "FLAC")
    pick(dialog, "Depth", "16 bit")
    pick(dialog, "Dither", "None")
    field(dialog, QLineEdit, "Album").setText("Window Seat")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("Mine", True))
    button(dialog, "Save preset").click()
    press_tiles(dialog, "Mix")
    export(dialog, qtbot)
    again = make_dialog()
    assert field(again, QLineEdit, "Folder").text() == str(tmp_path / "out")
    assert field(again, QLineEdit, "Name of the files").text() == "a"
    assert field(again, QLineEdit, "Album").text() == "Window Seat"
    assert again.plan().tiles == ("mix",) and again.plan().formats == ("flac",)
    pick(again, "Preset", "Mine")
    plan = again.plan()
    assert plan.tiles == ("mix", "score") and (plan.bit_depth, plan.has_dither) == (16, False)
    pick(again, "Preset", "Release, all stores")
    assert again.plan().is_signed and again.plan().formats == ("wav", "mp3")
    pick(again, "Preset", "Mine")
    button(again, "Remove").click()
    assert field(again, Choice, "Preset").findText("Mine") < 0


def test_what_a_kind_has_not_cannot_be_chosen(dialog):
    pick(dialog, "Format", "MP3")
    assert not field(dialog, Choice, "Depth").isEnabled() and field(dialog, Choice, "Quality").isEnabled()
    assert field(dialog, Choice, "Rate").findText("96 kHz") < 0
    pick(dialog, "Format", "WAV")
    assert field(dialog, Choice, "Depth").isEnabled() and not field(dialog, Choice, "Quality").isEnabled()
    assert not field(dialog, Choice, "Dither").isEnabled()
    pick(dialog, "Depth", "16 bit")
    assert field(dialog, Choice, "Dither").isEnabled()
    press_tiles(dialog)
    assert not button(dialog, "Export ").isEnabled()


def test_a_tag_that_no_reader_would_take_is_told_and_nothing_written(dialog, qtbot, tmp_path):
    field(dialog, QLineEdit, "ISRC").setText("12")
    (item,) = export(dialog, qtbot)
    assert item.state == "failed" and "ISRC" in item.problem and not list((tmp_path / "out").iterdir())


def test_a_recording_has_no_mark_to_choose(dialog):
    assert not box(dialog, "Inaudible mark").isEnabled()


def test_the_line_below_says_what_the_tune_is_like(dialog, qtbot):
    qtbot.waitUntil(lambda: "no tune" in dialog.findChild(SimilarityLine).text, timeout=PATIENCE_MS)
