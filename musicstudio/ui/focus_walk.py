# SPDX-License-Identifier: GPL-3.0-or-later
"""F6 and Shift+F6 walk from panel to panel."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget


class FocusWalk(QObject):
    """Gives the focus to the first control of the next panel that is shown, or back to where it was there."""

    def __init__(self, window: QWidget, panels: list[QWidget]) -> None:
        super().__init__(window)
        self._panels = panels
        self._last: dict[QWidget, QWidget] = {}
        QShortcut(QKeySequence("F6"), window, lambda: self.step(1))
        QShortcut(QKeySequence("Shift+F6"), window, lambda: self.step(-1))

    def step(self, direction: int) -> None:
        """Go to the next or the previous panel."""
        panels = [panel for panel in self._panels if panel.isVisible()]
        focused = QApplication.focusWidget()
        here = next((panel for panel in panels if focused and (panel is focused or panel.isAncestorOf(focused))), None)
        if here is not None and focused is not None:
            self._last[here] = focused
        place = (panels.index(here) + direction) % len(panels) if here is not None else 0
        target = self._target(panels[place])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _target(self, panel: QWidget) -> QWidget | None:
        last = self._last.get(panel)
        if last is not None and panel.isAncestorOf(last) and last.isVisible():
            return last
        candidates = [panel, *panel.findChildren(QWidget)]
        return next(
            (w for w in candidates if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible() and w.isEnabled()),
            None,
        )
