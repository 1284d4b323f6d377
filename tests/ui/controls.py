# SPDX-License-Identifier: GPL-3.0-or-later
"""Controls found as a screen reader finds them: by what they are called."""

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QLabel, QWidget


def control(parent, name, kind=QWidget):
    """The one control below a widget that has an accessible name."""
    found = [each for each in shown(parent, kind) if each.accessibleName() == name]
    assert len(found) == 1, f"{len(found)} controls are called “{name}”, not among {names_of(parent)}"
    return found[0]


def names_of(parent):
    """What the controls below a widget are called."""
    return sorted({each.accessibleName() for each in shown(parent)} - {""})


def shown(parent, kind=QWidget):
    """Widgets of a kind below another that are not hidden, without those that are on their way out."""
    QApplication.processEvents()  # a new row is shown with the next event
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [each for each in parent.findChildren(kind) if each.isVisibleTo(parent)]


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


def names_with(parent, beginning):
    """Names of controls that begin so: of what can be there several times."""
    return [name for name in names_of(parent) if name.startswith(beginning)]


def beginning(parent, start, kind=QWidget):
    """The one control below a widget whose accessible name begins so: names tell values, too."""
    (name,) = names_with(parent, start)
    return control(parent, name, kind)


def choose(box, text):
    """Choose an entry of a list that folds out, as a click on it does."""
    index = box.findText(text)
    assert index >= 0, f"{box.accessibleName()} has no entry {text!r}"
    box.setCurrentIndex(index)
    box.activated.emit(index)


def texts(parent):
    """What can be read below a widget now: labels and buttons."""
    return [each.text() for each in (*shown(parent, QLabel), *shown(parent, QAbstractButton)) if each.text()]


def tooltip_of(parent, text):
    """The tooltip of the label with a text."""
    return next(each.toolTip() for each in shown(parent, QLabel) if each.text() == text)


def notices(window):
    """What the window tells in its corner now, oldest first: frames with the sentence as their name."""
    return [each for each in shown(window.toasts, QFrame) if each.accessibleName() and not isinstance(each, QLabel)]


def wait_until(is_so):
    """Let the window go on until something is so; two minutes at most."""
    for _ in range(12_000):
        if is_so():
            return
        QTest.qWait(10)
    raise AssertionError("it never came")
