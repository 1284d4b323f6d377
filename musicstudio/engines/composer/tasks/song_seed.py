# SPDX-License-Identifier: GPL-3.0-or-later
"""The seed that a song stands on."""

from musicstudio.engines.composer.score.recipes import SONG_SEED
from musicstudio.project.model import Project


def song_seed_of(song: Project) -> int:
    """The seed the song was made with, which its grooves and hooks still stand on; 0 for a song from elsewhere."""
    recipe = song.recipes.get(song.song_recipe_id)
    stored = recipe.parameters.get(SONG_SEED) if recipe else None
    return stored if isinstance(stored, int) else 0
