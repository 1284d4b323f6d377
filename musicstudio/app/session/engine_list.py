# SPDX-License-Identifier: GPL-3.0-or-later
"""The engines of this installation: the embedded one and those of plugins."""

from musicstudio.engines.registry import EngineRegistry
from musicstudio.plugins import Plugins


def all_engines() -> tuple[EngineRegistry, tuple[str, ...]]:
    """The registry, and a sentence for each plugin that could not be started."""
    registry, plugins = EngineRegistry(), Plugins()
    plugins.enable_all(registry.register)
    return registry, tuple(failed.reason for failed in plugins.failed)
