# SPDX-License-Identifier: GPL-3.0-or-later
"""The form in which an action asks its question, used as a person does."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QListWidget, QPlainTextEdit

from musicstudio.ui.ask.popup import AskPopup


def form(window):
    """The open form, or None."""
    return next((each for each in window.findChildren(AskPopup) if each.isVisible()), None)


def answer(window, value):
    """Type or choose a value and press Return."""
    popup = form(window)
    rows, lines = popup.findChild(QListWidget), popup.findChild(QPlainTextEdit)
    if rows is not None:
        (item,) = [rows.item(i) for i in range(rows.count()) if rows.item(i).text() == value]
        rows.setCurrentItem(item)
        rows.itemActivated.emit(item)
    elif lines is not None:
        lines.setPlainText(value)
        QTest.keyClick(lines, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    elif (number := popup.findChild(QDoubleSpinBox)) is not None:
        number.setValue(float(value))
        QTest.keyClick(number, Qt.Key.Key_Return)
    else:
        field = popup.findChild(QLineEdit)
        field.setText(value)
        QTest.keyClick(field, Qt.Key.Key_Return)


def leave(window):
    """Press Escape."""
    QTest.keyClick(form(window), Qt.Key.Key_Escape)
