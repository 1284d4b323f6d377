# SPDX-License-Identifier: GPL-3.0-or-later
"""Markers on the ruler."""

from musicstudio.core.errors import EditError

from ..model import Marker, Project
from .helpers import Edit, with_values


def add_marker(marker: Marker) -> Edit:
    """Add a marker."""
    return lambda project: _with(project, (*project.markers, marker))


def move_marker(marker_id: str, tick: int) -> Edit:
    """Move a marker."""
    return _set(marker_id, tick=max(0, tick))


def rename_marker(marker_id: str, name: str) -> Edit:
    """Give a marker a name."""
    return _set(marker_id, name=name.strip())


def delete_marker(marker_id: str) -> Edit:
    """Take a marker away."""
    return lambda project: _with(project, tuple(marker for marker in project.markers if marker.id != marker_id))


def _set(marker_id: str, **values: object) -> Edit:
    def edit(project: Project) -> Project:
        if all(marker.id != marker_id for marker in project.markers):
            raise EditError("That marker is no longer there.")
        return _with(project, tuple(with_values(m, **values) if m.id == marker_id else m for m in project.markers))

    return edit


def _with(project: Project, markers: tuple[Marker, ...]) -> Project:
    return with_values(project, markers=tuple(sorted(markers, key=lambda marker: marker.tick)))
