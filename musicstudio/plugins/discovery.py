# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds installed plugins and enables them; one that fails is set aside and named, never fatal."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from musicstudio.engines.contract import Engine

from .api import PluginApi

GROUP = "musicstudio.plugins"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FailedPlugin:
    """A plugin that could not be enabled, and why, in a sentence."""

    name: str
    reason: str


class Plugins:
    """The plugins of this installation. Their modules are imported when `enable_all` is called, not before."""

    def __init__(self, found: Iterable[EntryPoint] | None = None) -> None:
        self._found = tuple(entry_points(group=GROUP) if found is None else found)
        self.enabled: tuple[str, ...] = ()
        self.failed: tuple[FailedPlugin, ...] = ()

    def enable_all(self, add_engine: Callable[[Engine], None]) -> None:
        """Import and enable every plugin. What it raises is kept in ``failed``."""
        api = PluginApi(add_engine)
        for entry in self._found:
            self._enable(entry, api)

    def _enable(self, entry: EntryPoint, api: PluginApi) -> None:
        try:
            entry.load().enable(api)
        except (Exception, SystemExit) as error:  # a stranger's code
            log.warning("plugin %s", entry.name, exc_info=True)
            reason = f"The plugin {entry.name} could not be started ({type(error).__name__}: {error})."
            self.failed = (*self.failed, FailedPlugin(entry.name, reason))
        else:
            self.enabled = (*self.enabled, entry.name)
