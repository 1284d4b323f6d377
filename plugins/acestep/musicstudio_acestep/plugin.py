# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the studio enters: the entry point names this module."""

from musicstudio.plugins.api import PluginApi

from .engine import AceStep


def enable(api: PluginApi) -> None:
    """Offer ACE-Step. Nothing heavy is imported."""
    api.add_engine(AceStep())
