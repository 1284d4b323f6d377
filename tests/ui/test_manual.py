# SPDX-License-Identifier: GPL-3.0-or-later
"""*Help > Manual* opens at what is being worked in, offline, with its pictures; words find pages."""

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListWidget, QPushButton, QTextBrowser

from musicstudio.core.paths import resources_dir
from musicstudio.ui.manual_dialog import PAGES, ManualDialog, read_page
from musicstudio.ui.song_window import SongWindow


@pytest.fixture
def window(qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr("musicstudio.ui.song_window.songs_folder", lambda: tmp_path)
    opened = SongWindow()
    opened.open_first(None)
    yield opened.window
    opened.close()


def open_manual(window):
    window.bridge.run("help.manual")
    return window.findChildren(ManualDialog)[-1]


def test_it_opens_at_what_is_being_worked_in(window, qtbot):
    window.create_panel.prompt.setFocus()
    dialog = open_manual(window)
    assert "Make music" in dialog.findChild(QTextBrowser).toPlainText()
    dialog.close()
    window.activateWindow()
    mixer = window.tab_titles.index("Mixer")
    window.show_tab(mixer)
    window.bottom.currentWidget().setFocus()
    window.bottom.tabBar().setFocus()
    dialog = open_manual(window)
    assert dialog.findChild(QTextBrowser).toPlainText().startswith("Mix")
    dialog.close()


def test_words_find_pages_and_pictures_come_from_this_machine(window):
    dialog = open_manual(window)
    pages = dialog.findChild(QListWidget)
    assert pages.count() == len(PAGES)
    dialog.findChild(QLineEdit).setText("podcast")
    assert [pages.item(row).text() for row in range(pages.count())] == ["Recipes"]
    assert dialog.findChild(QTextBrowser).textCursor().selectedText().lower() == "podcast"
    dialog.findChild(QLineEdit).setText("no page says this")
    assert pages.count() == 0
    dialog.close()


def test_every_page_is_there_and_asks_the_network_for_nothing():
    assert {path.stem for path in (resources_dir() / "manual").glob("*.md")} == set(PAGES)
    for name in PAGES:
        assert "](http" not in read_page(name)
    assert "window.png" in read_page("index")


def test_pictures_that_are_not_here_are_left_out(monkeypatch, tmp_path):
    (tmp_path / "manual").mkdir()
    (tmp_path / "manual" / "index.md").write_text("# Title\n\n![x](../../docs/images/none.png)\n\nText\n")
    monkeypatch.setenv("MUSICSTUDIO_RESOURCES", str(tmp_path))
    assert read_page("index") == "# Title\n\n\nText\n" and read_page("mix") == "# mix\n"


def test_the_sheet_of_keys_leads_to_it(window, monkeypatch):
    def press(sheet):
        next(each for each in sheet.findChildren(QPushButton) if each.text() == "Manual").click()

    monkeypatch.setattr(QDialog, "exec", press)
    window.bridge.run("help.keys")
    QApplication.processEvents()
    assert window.findChild(ManualDialog) is not None
    window.findChild(ManualDialog).close()
