# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions of a song that somebody kept: each is whole, shares its audio with the song, and can be gone back to."""

from msgspec.structs import replace

from musicstudio.core.errors import EditError

from ..model import Project, Version
from .helpers import Edit
from .variations import only_content

MAX_VERSIONS = 50


def keep_version(version_id: str, name: str, kept_at: float) -> Edit:
    """Keep the song as it is under a name. Raises `EditError` for no name, and for more than `MAX_VERSIONS`."""

    def edit(project: Project) -> Project:
        if not name.strip():
            raise EditError("A version needs a name.")
        if len(project.versions) >= MAX_VERSIONS:
            raise EditError(f"A song keeps at most {MAX_VERSIONS} versions; delete one first.")
        kept = Version(version_id, name.strip(), kept_at, only_content(project))
        return replace(project, versions=(*project.versions, kept))

    return edit


def restore_version(version_id: str) -> Edit:
    """Make the song what it was in a version; versions and variations stay. Raises `EditError` for an unknown id."""

    def edit(project: Project) -> Project:
        version = _found(project, version_id)
        return replace(
            version.song,
            id=project.id,
            sources=project.sources,
            recipes=project.recipes,
            variations=project.variations,
            active_variation_id=project.active_variation_id,
            versions=project.versions,
        )

    return edit


def delete_version(version_id: str) -> Edit:
    """Keep a version no longer. Raises `EditError` for an unknown id."""

    def edit(project: Project) -> Project:
        gone = _found(project, version_id)
        return replace(project, versions=tuple(each for each in project.versions if each is not gone))

    return edit


def _found(project: Project, version_id: str) -> Version:
    version = next((each for each in project.versions if each.id == version_id), None)
    if version is None:
        raise EditError("That version is no longer part of the song.")
    return version
