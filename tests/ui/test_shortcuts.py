# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys as in other programs, and own keys, pressed in a real window."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QKeySequenceEdit, QLineEdit

from musicstudio.app.session.shortcuts import KEYS_OF_PRESETS, PRESETS
from musicstudio.ui.make_window import make_window
from musicstudio.ui.session_bridge import SessionBridge
from musicstudio.ui.shortcuts_dialog import ShortcutsDialog

from .controls import control, names_with, texts


@pytest.fixture
def window_with(session, qtbot):
    """Makes the window anew with other settings, as the studio does when they change."""
    made = []

    def make(**settings):
        session.settings.change(**settings)
        bridge = SessionBridge(session)
        window = make_window(bridge)
        made.append((window, bridge))
        window.show()
        return window

    yield make
    for window, bridge in made:
        window.close()
        bridge.close()
        window.deleteLater()


@pytest.mark.parametrize("preset", PRESETS)
def test_in_every_preset_no_key_does_two_things_and_every_command_is_known(window_with, preset):
    window = window_with(shortcut_preset=preset)
    keys = Counter(key for action in window.bridge.actions.values() for key in action.shortcuts)
    assert [key for key, count in keys.items() if count > 1] == []
    for action_id, key in KEYS_OF_PRESETS[preset].items():
        assert window.bridge.actions[action_id].shortcuts == (key,)


def test_the_window_answers_to_the_key_of_another_program(window_with, session):
    window = window_with(shortcut_preset="live")
    (answering,) = [each for each in window.actions() if QKeySequence("O") in each.shortcuts()]
    had = session.player_sync.has_metronome
    answering.trigger()
    assert session.player_sync.has_metronome != had


@pytest.fixture
def dialog(window):
    window.bridge.run("app.shortcuts")
    (made,) = [each for each in window.findChildren(ShortcutsDialog) if each.isVisible()]
    yield made
    for each in window.findChildren(ShortcutsDialog):
        each.close()


def press_key_for(dialog, title, key, modifiers=Qt.KeyboardModifier.NoModifier):
    field = control(dialog, f"Key for {title}", QKeySequenceEdit)
    field.setFocus()
    QTest.keyClick(field, key, modifiers)
    field.editingFinished.emit()


def test_a_key_that_another_command_has_is_taken_with_a_warning(window, session, dialog):
    rebuilt = []
    window.asked_rebuild.connect(lambda: rebuilt.append(True))
    press_key_for(dialog, "Rename the track", Qt.Key.Key_K)
    assert session.settings.values.shortcuts == {"track.rename": "K"}
    shown = texts(dialog)
    assert "taken from “Metronome”" in shown and "its key does “Rename the track…”" in shown
    dialog.close()
    assert rebuilt


def test_own_keys_are_taken_back_one_by_one_and_all_together(window, session, dialog):
    press_key_for(dialog, "Rename the track", Qt.Key.Key_F2)
    control(dialog, "No key for Metronome").click()
    assert session.settings.values.shortcuts == {"track.rename": "F2", "transport.metronome": ""}
    control(dialog, "The key of the preset for Metronome").click()
    assert session.settings.values.shortcuts == {"track.rename": "F2"}
    control(dialog, "Forget my own keys").click()
    assert session.settings.values.shortcuts == {}


def test_commands_are_found_by_name(dialog):
    control(dialog, "Find a command", QLineEdit).setText("metronome")
    assert names_with(dialog, "Key for ") == ["Key for Metronome"]
