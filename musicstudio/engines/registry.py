# SPDX-License-Identifier: GPL-3.0-or-later
"""The engines of this session: the embedded composer, and those that plugins give."""

from musicstudio.core.errors import InputError

from .contract import Capabilities, Engine


class EngineRegistry:
    """Engines by name, the embedded one first. Main thread; the engines it hands out run on any thread."""

    def __init__(self) -> None:
        from .composer.engine import Composer

        self._engines: dict[str, Engine] = {}
        self.register(Composer())

    def register(self, engine: Engine) -> None:
        """Add an engine. One of the same name that was there before gives way, except the embedded composer."""
        name = engine.capabilities().engine
        if name not in self._engines or (len(self._engines) > 1 and name != next(iter(self._engines))):
            self._engines[name] = engine

    def get(self, name: str = "") -> Engine:
        """The engine with a name; without one, the embedded composer. Raises `InputError` naming the engines there
        are."""
        if not name:
            return next(iter(self._engines.values()))
        if name not in self._engines:
            raise InputError(f"There is no engine called “{name}”. There are: {', '.join(self._engines)}.")
        return self._engines[name]

    def capabilities(self) -> tuple[Capabilities, ...]:
        """What each engine can do, the embedded one first."""
        return tuple(engine.capabilities() for engine in self._engines.values())

    def capabilities_of(self, name: str) -> Capabilities:
        """What one engine can do. Raises `InputError` for an unknown name."""
        return self.get(name).capabilities()
