# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the studio enters: the entry point names this module."""

from musicstudio.plugins.api import PluginApi, models_here

from .engine import PLUGIN, MusicGen


def enable(api: PluginApi) -> None:
    """Offer MusicGen, and besides each of its models that is here under its own name. Nothing heavy is imported."""
    api.add_engine(MusicGen())
    for entry in models_here(PLUGIN):
        api.add_engine(MusicGen(entry))
