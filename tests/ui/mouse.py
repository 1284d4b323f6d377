# SPDX-License-Identifier: GPL-3.0-or-later
"""Mouse and keys as a user gives them, sent to a widget at once."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def press(widget: QWidget, point: QPointF, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """The left button goes down."""
    _send(widget, QEvent.Type.MouseButtonPress, point, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton, modifiers)


def move(widget: QWidget, point: QPointF, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """The pointer moves with the button held."""
    _send(widget, QEvent.Type.MouseMove, point, Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, modifiers)


def hover(widget: QWidget, point: QPointF, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """The pointer moves with no button held."""
    _send(widget, QEvent.Type.MouseMove, point, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, modifiers)


def release(widget: QWidget, point: QPointF, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """The button comes up."""
    _send(widget, QEvent.Type.MouseButtonRelease, point, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, modifiers)


def click(widget: QWidget, point: QPointF, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """Down and up at one place."""
    press(widget, point, modifiers)
    release(widget, point, modifiers)


def drag(widget: QWidget, start: QPointF, end: QPointF, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """Down, along in steps, up."""
    drag_without_release(widget, start, end, modifiers)
    release(widget, end, modifiers)


def drag_without_release(
    widget: QWidget, start: QPointF, end: QPointF, modifiers: Qt.KeyboardModifier = NO_MODIFIER
) -> None:
    """Down and along in steps."""
    press(widget, start, modifiers)
    for step in range(1, 6):
        move(widget, start + (end - start) * (step / 5), modifiers)


def wheel(widget: QWidget, point: QPointF, notches: int, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """Turn the wheel; positive is away from the user."""
    delta = QPointF(0, 120 * notches).toPoint()
    event = QWheelEvent(
        point, widget.mapToGlobal(point), QPointF().toPoint(), delta, Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def key(widget: QWidget, code: Qt.Key, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """Press and let go of a key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, code, modifiers))


def _send(
    widget: QWidget, kind: QEvent.Type, point: QPointF, button: Qt.MouseButton, held: Qt.MouseButton,
    modifiers: Qt.KeyboardModifier,
) -> None:  # fmt: skip
    QApplication.sendEvent(widget, QMouseEvent(kind, point, widget.mapToGlobal(point), button, held, modifiers))
