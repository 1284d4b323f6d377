# SPDX-License-Identifier: GPL-3.0-or-later
"""The processes of plug-ins that wait to be used again."""

from threading import Lock

from musicstudio.project.model import PluginRef

from .child import Child

_MAX_IDLE = 2


class Children:
    """Processes that wait for the next chain of the same device, so that an edit does not load the plug-in anew."""

    def __init__(self) -> None:
        self._idle: dict[tuple[str, str], list[Child]] = {}
        self._dead: set[int] = set()
        self._lock = Lock()

    def take(self, key: tuple[str, str], ref: PluginRef) -> Child:
        with self._lock:
            waiting = self._idle.get(key, [])
            child = waiting.pop() if waiting else None
        return child or Child(ref.path, ref.name)

    def give_back(self, key: tuple[str, str], child: Child) -> None:
        with self._lock:
            is_dead = id(child) in self._dead
            self._dead.discard(id(child))
            waiting = self._idle.setdefault(key, [])
            if not is_dead and len(waiting) < _MAX_IDLE:
                waiting.append(child)
                return
        if not is_dead:
            child.close()

    def close_idle(self) -> None:
        """End those that nobody uses."""
        with self._lock:
            idle = [child for waiting in self._idle.values() for child in waiting]
            self._idle.clear()
        for child in idle:
            child.close()

    def forget(self, child: Child) -> None:
        """It has failed: end it."""
        with self._lock:
            self._dead.add(id(child))
        child.close()


children = Children()
