# SPDX-License-Identifier: GPL-3.0-or-later
"""Third-party effects that crashed, hung or did not load while the song played: they stay bypassed, whatever is edited,
until somebody has them start again.
"""

from threading import Lock


class StoppedPlugins:
    """Sentences on why, by the ids of devices. Any thread."""

    def __init__(self) -> None:
        self._why: dict[str, str] = {}
        self._lock = Lock()

    def note(self, device_id: str, why: str) -> None:
        """One stopped."""
        with self._lock:
            self._why[device_id] = why

    def why(self, device_id: str) -> str:
        """Why it does not play; empty where it may."""
        with self._lock:
            return self._why.get(device_id, "")

    def start_again(self, device_id: str) -> None:
        """Let it play when it is next made ready; nothing to do for one that has not stopped."""
        with self._lock:
            self._why.pop(device_id, None)

    def all(self) -> dict[str, str]:
        """Those that are stopped."""
        with self._lock:
            return dict(self._why)


stopped = StoppedPlugins()
