# SPDX-License-Identifier: GPL-3.0-or-later
"""Callables from any thread to Qt's main thread, in the order they were posted."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class MainThreadQueue(QObject):
    """Make it on the main thread, after the QApplication. ``post`` may be called from any thread."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Run ``call`` on the main thread, soon."""
        self._posted.emit(call)

    def _run(self, call: Callable[[], None]) -> None:
        call()
