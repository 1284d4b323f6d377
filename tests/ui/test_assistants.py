# SPDX-License-Identifier: GPL-3.0-or-later
"""What assistants did is read in the window, the last first, and can be forgotten."""

from PySide6.QtWidgets import QPushButton

from musicstudio.app.session.assistant_log import activities, log_activity
from musicstudio.ui.assistants_dialog import AssistantsDialog


def test_calls_are_listed_as_they_come_and_forgotten(window, qtbot):
    log_activity("do", "Rainy", {"action": "track.mute", "answer": ""}, "Assistant: Mute Bass")
    window.bridge.run("help.assistants")
    dialog = window.findChild(AssistantsDialog)
    assert "Rainy" in dialog.list.item(0).text() and "track.mute" in dialog.list.item(0).text()
    log_activity("export", "Rainy", {"file": "../x.wav"}, "It lies outside.", is_refused=True)
    qtbot.waitUntil(lambda: dialog.list.count() == 2, timeout=10_000)
    assert "It lies outside." in dialog.list.item(0).text()
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "Forget").click()
    assert dialog.list.count() == 0 and activities() == ()
    dialog.close()
