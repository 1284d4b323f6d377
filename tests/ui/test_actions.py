# SPDX-License-Identifier: GPL-3.0-or-later
"""Menus, shortcuts and the sheet of keys are made from the same data, and no key means two things."""

from collections import Counter

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel

from musicstudio.ui.menus import main_menu
from musicstudio.ui.shortcut_sheet import ShortcutSheet


def test_no_key_means_two_things(window):
    keys = Counter(
        QKeySequence(key).toString() for action in window.bridge.actions.values() for key in action.shortcuts
    )
    assert [key for key, count in keys.items() if count > 1] == []
    assert "" not in keys


def test_the_window_answers_to_every_shortcut(window):
    installed = {action.objectName() for action in window.actions()}
    assert {each.id for each in window.bridge.actions.values() if each.shortcuts} <= installed


def test_the_usual_keys_do_the_usual(window):
    wanted = {
        "Space": "transport.toggle", "S": "clip.split", "Ctrl+D": "clip.duplicate", "Ctrl+Z": "edit.undo",
        "Ctrl+Shift+Z": "edit.redo", "L": "transport.loop", "?": "help.keys", "Z": "view.zoom_fit", "N": "view.snap",
    }  # fmt: skip
    for key, action_id in wanted.items():
        assert key in window.bridge.actions[action_id].shortcuts


def test_an_action_that_cannot_run_says_why(window):
    said = []
    window.bridge.noticed.connect(lambda text, level: said.append(text))
    window.bridge.run("clip.delete")
    assert said == [window.bridge.actions["clip.delete"].enabled(window.bridge.session)[1]]


def test_undo_by_action(window):
    from musicstudio.project.edits.strips import set_mute

    window.bridge.edit("Mute", set_mute({"track-bass"}, True))
    window.bridge.run("edit.undo")
    assert not window.bridge.project.track("track-bass").strip.is_muted


def test_every_action_with_a_menu_is_in_the_menu(window):
    menu = main_menu(window, window.bridge)
    titles = {action.objectName() for sub in menu.actions() for action in sub.menu().actions()}
    assert {each.id for each in window.bridge.actions.values() if each.menu} <= titles
    menu.deleteLater()


def test_the_sheet_shows_every_key(window):
    sheet = ShortcutSheet(window.bridge, window, lambda: None)
    texts = {each.text() for each in sheet.findChildren(QLabel)}
    assert {each.title for each in window.bridge.actions.values() if each.shortcuts} <= texts
    sheet.deleteLater()
