# SPDX-License-Identifier: GPL-3.0-or-later
"""The Models page: terms before the first byte, a fetch that can rest and go on, import, check, remove."""

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from musicstudio.model_store.catalogue import find_entry
from musicstudio.model_store.installed import is_present
from musicstudio.ui.models_dialog import ModelsDialog
from tests.model_store import hub_server
from tests.model_store.conftest import musicgen_files

SMALL = find_entry("musicgen-small")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(tmp_path / "home"))


@pytest.fixture
def hub(monkeypatch):
    with hub_server.running(musicgen_files()) as server:
        monkeypatch.setattr("musicstudio.model_store.install.default_endpoint", lambda: server.address)
        monkeypatch.setattr("musicstudio.model_store.packages.version", lambda _: "5.23.0")
        yield server


@pytest.fixture
def dialog(home, window):
    made = ModelsDialog(window.bridge, window)
    made.show()
    yield made
    made.close()


def answer(monkeypatch, button, seen):
    monkeypatch.setattr(QMessageBox, "exec", lambda box: seen.append(box.informativeText()) or button)


def offered(row):
    return [button.text() for button in row.buttons if button.isVisible()]


def wait_ready(qtbot, dialog, is_here):
    """Until the files are there (or not) and the row says so: files are whole a moment before the page hears of it."""
    row = dialog.rows[SMALL.name]
    qtbot.waitUntil(
        lambda: is_present(SMALL) is is_here and not row.pause.isVisible() and ("Check" in offered(row)) is is_here,
        timeout=20_000,
    )


def test_the_menu_opens_it(window):
    window.bridge.run("app.models")
    found = [each for each in window.findChildren(QDialog) if isinstance(each, ModelsDialog)]
    assert found and found[0].isVisible()
    found[0].close()


def test_no_means_no_byte_and_yes_shows_terms_and_fetches(qtbot, dialog, hub, monkeypatch):
    seen = []
    row = dialog.rows[SMALL.name]
    answer(monkeypatch, QMessageBox.StandardButton.No, seen)
    row.add.click()
    assert "CC-BY-NC-4.0" in seen[0] and "Not for commercial use" in seen[0] and not hub.asked
    answer(monkeypatch, QMessageBox.StandardButton.Yes, seen)
    row.add.click()
    wait_ready(qtbot, dialog, True)
    assert offered(row) == ["Check", "Remove…"]


def test_what_broke_off_goes_on(qtbot, dialog, hub, monkeypatch):
    answer(monkeypatch, QMessageBox.StandardButton.Yes, [])
    hub.breaks_after = 100_000
    row = dialog.rows[SMALL.name]
    row.add.click()
    qtbot.waitUntil(lambda: row.add.isVisible() and row.add.text() == "Go on…", timeout=20_000)
    hub.breaks_after = 0
    row.add.click()
    wait_ready(qtbot, dialog, True)


def test_a_folder_is_imported_checked_and_removed(qtbot, dialog, tmp_path, monkeypatch):
    place = tmp_path / "musicgen-small"
    place.mkdir()
    for name, content in musicgen_files().items():
        (place / name).write_bytes(content)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(place))
    dialog.ask_import(SMALL)
    wait_ready(qtbot, dialog, True)
    told = []
    dialog.bridge.noticed.connect(lambda *words: told.append(" ".join(map(str, words))))
    dialog.check(SMALL)
    qtbot.waitUntil(lambda: any("as it came" in words for words in told), timeout=20_000)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    dialog.ask_remove(SMALL)
    wait_ready(qtbot, dialog, False)
