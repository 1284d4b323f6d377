# SPDX-License-Identifier: GPL-3.0-or-later
"""Several songs made from one wish: one is on the timeline, the others wait beside it with all their edits."""

from msgspec.structs import replace

from musicstudio.core.errors import EditError
from musicstudio.project.model import Project, Variation

from .helpers import Edit


def add_variation(variation: Variation) -> Edit:
    """Put a song aside as a variation. The first one added makes the song on the timeline "Variation 1"."""

    def edit(project: Project) -> Project:
        current = project.variations or (Variation("variation-1", "Variation 1"),)
        return replace(
            project,
            variations=(*current, variation),
            active_variation_id=project.active_variation_id or current[0].id,
        )

    return edit


def choose_variation(variation_id: str) -> Edit:
    """Bring a variation to the timeline.

    The one that was there is kept, edits and all. Raises `EditError` for an unknown id.
    """

    def edit(project: Project) -> Project:
        if variation_id == project.active_variation_id:
            return project
        chosen = next((each for each in project.variations if each.id == variation_id), None)
        if chosen is None or chosen.song is None:
            raise EditError("That variation is no longer part of the song.")
        variations = tuple(_swap(each, project, chosen.id) for each in project.variations)
        return replace(
            chosen.song,
            id=project.id,
            sources=project.sources,
            recipes=project.recipes,
            variations=variations,
            active_variation_id=variation_id,
            versions=project.versions,
        )

    return edit


def delete_variation(variation_id: str) -> Edit:
    """Take a variation away that is not on the timeline. Raises `EditError` for that one, and for an unknown id."""

    def edit(project: Project) -> Project:
        if variation_id == project.active_variation_id:
            raise EditError("The variation on the timeline cannot be deleted; choose another one first.")
        kept = tuple(each for each in project.variations if each.id != variation_id)
        if len(kept) == len(project.variations):
            raise EditError("That variation is no longer part of the song.")
        return replace(project, variations=kept)

    return edit


def only_content(project: Project) -> Project:
    """A song without what all variations share, fit to be kept as a variation."""
    return replace(project, sources={}, recipes={}, variations=(), active_variation_id="", versions=())


def _swap(variation: Variation, current: Project, chosen_id: str) -> Variation:
    if variation.id == chosen_id:
        return replace(variation, song=None)
    if variation.id == current.active_variation_id:
        return replace(variation, song=only_content(current))
    return variation
