# SPDX-License-Identifier: GPL-3.0-or-later
"""What the chosen engine understands of the prompt before anything is made, and the styles that it knows."""

from typing import Any

from musicstudio.engines.contract import HasStyleMap, Request, Task, UnderstandsRequests
from musicstudio.engines.registry import EngineRegistry
from musicstudio.engines.style_map import StyleMap

from ..session.create_state import CreateValues


def understand_values(engines: EngineRegistry, values: CreateValues) -> dict[str, Any] | None:
    """What would be understood, as plain values; None for an empty prompt or an engine that does not say.

    Any thread. Raises `StudioError`.
    """
    engine = engines.get(values.engine)
    if not isinstance(engine, UnderstandsRequests) or not (values.prompt.strip() or values.options.styles):
        return None
    return engine.understand(Request(Task.GENERATE, values.prompt, values.lyrics, values.seed or 0, values.options))


def style_map_of(engines: EngineRegistry, engine_name: str) -> StyleMap:
    """The styles of an engine as points; no points where it has none to choose from. Raises `StudioError`."""
    engine = engines.get(engine_name)
    return engine.style_map() if isinstance(engine, HasStyleMap) else StyleMap(())
