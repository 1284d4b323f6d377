# SPDX-License-Identifier: GPL-3.0-or-later
"""Recipes by the hash of their content, so that a thousand clips of one generation share one."""

import hashlib

import msgspec

from musicstudio.project.model import Recipe


def recipe_id_of(recipe: Recipe) -> str:
    """A short stable id of a recipe's content."""
    content = msgspec.json.encode(recipe, order="deterministic")
    return f"recipe-{hashlib.sha256(content).hexdigest()[:16]}"


def plain(recipe: Recipe) -> Recipe:
    """The recipe as it reads back from disk: parameters in JSON's own types."""
    parameters = msgspec.json.decode(msgspec.json.encode(recipe.parameters))
    return msgspec.structs.replace(recipe, parameters=parameters)
