# SPDX-License-Identifier: GPL-3.0-or-later
"""The song sheet in the window: words fill it in, a hand changes it, words without effect are answered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSlider, QToolButton

from .mouse import key


def control(parent, kind, name):
    """The control with an accessible name that begins so."""
    return next(each for each in parent.findChildren(kind) if each.accessibleName().startswith(name))


@pytest.fixture
def sheet(window, qtbot):
    """The sheet of a sentence, open."""
    window.toggle_sheet()
    with qtbot.waitSignal(window.create_panel.watcher.planned, timeout=20_000):
        window.create_panel.prompt.setPlainText(
            "calm waltz in D minor at 90 BPM, 40 seconds, no drums, with lots of glorp and a zibble"
        )
    return window.sheet


def typed(qtbot, field, text):
    field.setFocus()
    key(field, Qt.Key.Key_Return)
    field.clear()
    qtbot.keyClicks(field, text)
    key(field, Qt.Key.Key_Return)


def test_it_fills_in_from_the_words(sheet):
    assert control(sheet, QLineEdit, "Tempo").text() == "90 BPM"
    assert control(sheet, QLineEdit, "Key").text() == "D minor"
    assert "from your words" in control(sheet, QLineEdit, "Tempo").accessibleDescription()


def test_a_value_is_typed_and_goes_into_the_next_song(sheet, qtbot, window):
    typed(qtbot, control(sheet, QLineEdit, "Tempo"), "77")
    values = window.bridge.session.create_state.values
    assert values.sheet.bpm.value == 77 and values.sheet.bpm.origin == "typed"
    assert control(sheet, QLineEdit, "Tempo").text() == "77 BPM"


def test_a_value_that_cannot_be_is_told_beside_it(sheet, qtbot, window):
    typed(qtbot, control(sheet, QLineEdit, "Key"), "blue")
    assert window.bridge.session.create_state.values.sheet is None
    assert any("is no key" in label.text() for label in sheet.findChildren(QLabel) if label.isVisibleTo(sheet))


def test_keys_lock_and_give_back(sheet, window):
    tempo = control(sheet, QLineEdit, "Tempo")
    key(tempo, Qt.Key.Key_L)
    assert window.bridge.session.create_state.values.sheet.bpm.origin == "locked"
    key(tempo, Qt.Key.Key_Delete)
    assert not window.bridge.session.create_state.values.sheet.bpm.is_set


def test_the_lock_has_a_button(sheet, window):
    control(sheet, QToolButton, "Tempo").click()
    assert window.bridge.session.create_state.values.sheet.bpm.origin == "locked"


def test_a_section_is_made_stronger(sheet, window):
    slider = control(sheet, QSlider, "Energy of")
    slider.setValue(93)
    assert any(each.energy == 0.93 for each in window.bridge.session.create_state.values.sheet.sections)


def test_a_player_is_added(sheet, qtbot, window):
    field = control(sheet, QLineEdit, "Add a player")
    qtbot.keyClicks(field, "Cello")
    key(field, Qt.Key.Key_Return)
    assert "cello" in [player.name for player in window.bridge.session.create_state.values.sheet.players]
    assert any(button.text() == "Cello" for button in sheet.findChildren(QPushButton))


def test_words_without_effect_are_underlined_answered_and_left_out(sheet, qtbot, window):
    create = window.create_panel
    assert create.prompt.extraSelections() and create.unanswered.isVisibleTo(create)
    assert "words understood" in " ".join(label.text() for label in create.findChildren(QLabel))
    with qtbot.waitSignal(create.watcher.planned, timeout=20_000):
        control(create.unanswered, QPushButton, "Leave out").click()
    assert "zibble" not in window.bridge.session.create_state.values.prompt


def test_what_was_typed_survives_other_words(sheet, qtbot, window):
    typed(qtbot, control(sheet, QLineEdit, "Tempo"), "77")
    with qtbot.waitSignal(window.create_panel.watcher.planned, timeout=20_000):
        window.create_panel.prompt.setPlainText("a fast march at 140 BPM")
    assert control(sheet, QLineEdit, "Tempo").text() == "77 BPM"


def test_it_opens_and_closes_by_key_and_takes_the_place_of_the_inspector(window):
    window.bridge.run("view.song_sheet")
    assert not window.sheet.isHidden() and window.inspector.isHidden()
    window.bridge.run("view.song_sheet")
    assert window.sheet.isHidden() and not window.inspector.isHidden()
