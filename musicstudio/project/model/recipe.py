# SPDX-License-Identifier: GPL-3.0-or-later
"""How a sound came to be: enough to make it again, to credit it, and to say which licence it carries."""

from typing import Any

from msgspec import Struct


class Recipe(Struct, frozen=True):
    """The making of one take or source. With the embedded engine, running it again gives the same bytes.

    engine: ``composer``, ``import``, ``recording``, ``separation``, ``render`` or a plugin's name. task: a task of the
    engine contract, or empty. parameters: plain JSON values. inputs: content hashes of the audio it was made from.
    human: what a person did ("wrote the prompt", "edited 3 notes"). is_ai: whether a machine composed or performed it.
    """

    engine: str
    engine_version: str = ""
    task: str = ""
    prompt: str = ""
    seed: int = 0
    model: str = ""
    model_hash: str = ""
    licence: str = ""
    is_commercial_use_allowed: bool = True
    is_ai: bool = False
    parameters: dict[str, Any] = {}
    inputs: tuple[str, ...] = ()
    human: tuple[str, ...] = ()
