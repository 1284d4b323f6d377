# SPDX-License-Identifier: GPL-3.0-or-later
"""Controls found as a screen reader finds them: by what they are called."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget


def control(parent, name, kind=QWidget):
    """The one control below a widget that has an accessible name."""
    found = [each for each in parent.findChildren(kind) if each.accessibleName() == name]
    assert len(found) == 1, f"{len(found)} controls are called “{name}”, not among {names_of(parent)}"
    return found[0]


def names_of(parent):
    """What the controls below a widget are called."""
    return sorted({each.accessibleName() for each in parent.findChildren(QWidget)} - {""})


def choose_in_menu(button, text):
    """Press a button that opens a menu, and choose from the menu."""
    chosen = []

    def choose():
        menu = QApplication.activePopupWidget()
        chosen.extend(action for action in menu.actions() if action.text() == text)
        for action in chosen:
            action.trigger()
        menu.close()

    QTimer.singleShot(0, choose)
    button.click()
    assert len(chosen) == 1, f"the menu has {len(chosen)} entries called “{text}”"
