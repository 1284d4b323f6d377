# SPDX-License-Identifier: GPL-3.0-or-later
"""What the studio understood of the wish, found on a worker thread a moment after the last key press."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from musicstudio.core.errors import StudioError

from ..studio import Studio

_PAUSE_MS = 350


class UnderstandingWatcher(QObject):
    """Emits ``found`` with the conditioning (plain values) of the current wish, or None when there is nothing to go by."""

    found = Signal(object)

    def __init__(self, studio: Studio, parent: QObject) -> None:
        super().__init__(parent)
        self.studio = studio
        self.latest: dict[str, Any] | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        studio.create_changed.connect(self._timer.start)
        if studio.session.create_state.values.prompt:
            self._timer.start()

    def close(self) -> None:
        """End the worker."""
        self._timer.stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _ask(self) -> None:
        self._pool = self._pool or ThreadPoolExecutor(1, "musicstudio-understanding")
        values = self.studio.session.create_state.values
        self._pool.submit(self._understand, values)

    def _understand(self, values: Any) -> None:
        try:
            found = self.studio.session.understand(values)
        except StudioError:
            found = None
        self.studio.session.post(lambda: self._tell(values, found))

    def _tell(self, values: Any, found: dict[str, Any] | None) -> None:
        if values == self.studio.session.create_state.values:
            self.latest = found
            self.found.emit(found)
