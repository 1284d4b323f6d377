# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything has a name, a size to hit, and a way to reach it by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)  # fmt: skip

from .mouse import key

CONTROLS = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QPlainTextEdit, QAbstractSpinBox)
QT_OWN = ("qt_", "ScrollLeftButton", "ScrollRightButton")


def controls(window: QWidget) -> list[QWidget]:
    found = [w for w in window.findChildren(QWidget) if isinstance(w, CONTROLS) and not isinstance(w, QScrollBar)]
    return [
        w
        for w in found
        if not w.objectName().startswith(QT_OWN) and not isinstance(w.parent(), (QAbstractSpinBox, QComboBox))
    ]


def test_every_control_has_a_name(window):
    unnamed = []
    for control in controls(window):
        interface = QAccessible.queryAccessibleInterface(control)
        if not interface.text(QAccessible.Text.Name).strip():
            unnamed.append(f"{type(control).__name__} in {type(control.parent()).__name__}")
    assert unnamed == []


@pytest.mark.parametrize("tab", range(6))
def test_every_target_is_large_enough(window, tab):
    window.show_tab(tab)
    QApplication.processEvents()
    small = [
        f"{type(w).__name__} {w.accessibleName()} {w.width()}x{w.height()}"
        for w in controls(window) if w.isVisible() and (w.width() < 24 or w.height() < 24)
    ]  # fmt: skip
    assert small == []


def test_panels_have_names(window):
    panels = (
        window.create_panel,
        window.inspector,
        window.transport,
        window.timeline.canvas,
        window.mixer,
        window.piano_roll,
    )
    assert all(panel.accessibleName() for panel in panels)


def test_the_timeline_says_what_is_selected(window):
    window.bridge.session.selection.set(clip_ids={"clip-piano-section-2"})
    assert "Chorus 1" in window.timeline.canvas.accessibleName()
    assert "Piano" in window.timeline.canvas.accessibleName()


def test_f6_walks_through_every_panel(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    panels = [window.transport, window.create_panel, window.timeline, window.bottom, window.inspector]
    visited = []
    walk = next(child for child in window.children() if type(child).__name__ == "FocusWalk")
    for _ in panels:
        walk.step(1)
        focused = QApplication.focusWidget()
        visited.append(next(i for i, panel in enumerate(panels) if panel is focused or panel.isAncestorOf(focused)))
    assert sorted(visited) == [0, 1, 2, 3, 4]


def test_tab_leaves_the_text_fields(window):
    window.create_panel.prompt.setFocus()
    key(window.create_panel.prompt, Qt.Key.Key_Tab)
    assert "\t" not in window.create_panel.prompt.toPlainText()
