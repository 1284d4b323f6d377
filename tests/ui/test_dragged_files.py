# SPDX-License-Identifier: GPL-3.0-or-later
"""The folder of dragged files shows its size and can be cleared from the menu."""

from PySide6.QtWidgets import QMessageBox

from musicstudio.app.session.drag_items import dragged_folder


def test_dragged_files_are_cleared_once_the_user_says_so(song_window, monkeypatch):
    song_window.open_first(None)
    window = song_window.window
    asked, answers = [], [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda _, __, text: (asked.append(text), answers.pop(0))[1])
    folder = dragged_folder() / "one"
    folder.mkdir(parents=True)
    (folder / "a.wav").write_bytes(bytes(2_500_000))
    window.bridge.run("file.clear_dragged")
    assert "2.5 MB" in asked[0] and (folder / "a.wav").exists()
    window.bridge.run("file.clear_dragged")
    assert not folder.exists()
    window.bridge.run("file.clear_dragged")
    assert len(asked) == 2, "nothing to ask about"
