# SPDX-License-Identifier: GPL-3.0-or-later
"""Recipes by the hash of their content, so that a thousand clips of one generation share one."""

import hashlib

import msgspec

from musicstudio.project.model import Project, Recipe


def recipe_id_of(recipe: Recipe) -> str:
    """A short stable id of a recipe's content."""
    content = msgspec.json.encode(recipe, order="deterministic")
    return f"recipe-{hashlib.sha256(content).hexdigest()[:16]}"


def with_recipe(project: Project, recipe: Recipe) -> Project:
    """The project, knowing a recipe."""
    recipe_id = recipe_id_of(recipe)
    if recipe_id in project.recipes:
        return project
    return msgspec.structs.replace(project, recipes={**project.recipes, recipe_id: recipe})
