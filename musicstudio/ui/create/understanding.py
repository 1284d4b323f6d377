# SPDX-License-Identifier: GPL-3.0-or-later
"""What the chosen engine understood of the wish, found on a worker thread a moment after the last key press."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from musicstudio.app.generation.plan import plan_values
from musicstudio.app.generation.understanding import understand_values
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.errors import StudioError
from musicstudio.project.model.sheet import SongSheet

from ..session_bridge import SessionBridge

_PAUSE_MS = 350


class UnderstandingWatcher(QObject):
    """Emits ``found`` with the conditioning of the current wish as plain values, and ``planned`` with its song sheet;
    both None without one."""

    found = Signal(object)
    planned = Signal(object)

    def __init__(self, bridge: SessionBridge, parent: QObject) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.latest: dict[str, Any] | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._is_closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        bridge.create_changed.connect(self._timer.start)
        if bridge.session.create_state.values.prompt:
            self._timer.start()

    def close(self) -> None:
        """End the worker; what it still posts finds nobody."""
        self._is_closed = True
        self._timer.stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _ask(self) -> None:
        self._pool = self._pool or ThreadPoolExecutor(1, "musicstudio-understanding")
        values = self.bridge.session.create_state.values
        self._pool.submit(self._understand, values)

    def _understand(self, values: CreateValues) -> None:
        engines = self.bridge.session.engines
        try:
            found, sheet = understand_values(engines, values), plan_values(engines.get(values.engine), values)
        except StudioError:
            found = sheet = None
        self.bridge.session.post(lambda: self._tell(values, found, sheet))

    def _tell(self, values: CreateValues, found: dict[str, Any] | None, sheet: SongSheet | None) -> None:
        if not self._is_closed and values == self.bridge.session.create_state.values:
            self.latest = found
            self.found.emit(found)
            self.planned.emit(sheet)
