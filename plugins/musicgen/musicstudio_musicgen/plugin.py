# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the studio enters: the entry point names this module."""

from musicstudio.plugins.api import PluginApi

from .engine import MusicGen
from .weights import MODEL


def enable(api: PluginApi) -> None:
    """Offer MusicGen. Nothing heavy is imported."""
    api.add_engine(MusicGen(api.model_folder(MODEL)))
