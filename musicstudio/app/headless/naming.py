# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections, tracks, clips and markers by the names people use for them."""

from musicstudio.core.errors import InputError
from musicstudio.project.model import Project


def section_ids_named(project: Project, name: str) -> tuple[str, ...]:
    """Ids of the sections with a name, in any case. Raises `InputError` listing what there is."""
    found = tuple(section.id for section in project.sections if section.name.lower() == name.strip().lower())
    if not found:
        names = ", ".join(section.name for section in project.sections) or "none"
        raise InputError(f"There is no section {name!r}; this song has: {names}.")
    return found


def track_ids_named(project: Project, names: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of the tracks with any of the names or roles. Raises `InputError` for a name that fits none."""
    tracks = [track for track in project.tracks if track.kind != "bus"]
    ids: list[str] = []
    for name in names:
        found = [track.id for track in tracks if name.lower() in (track.name.lower(), track.role, track.id)]
        if not found:
            have = ", ".join(track.name for track in tracks) or "none"
            raise InputError(f"There is no track {name!r}; this song has: {have}.")
        ids += found
    return tuple(dict.fromkeys(ids))


def clip_ids_named(
    project: Project, section_ids: tuple[str, ...], track_ids: tuple[str, ...], range_s: tuple[float, float] | None
) -> tuple[str, ...]:
    """Ids of the clips where sections, tracks and a range cross; what is not named leaves nothing out.

    Raises `InputError` when no clip is there.
    """
    clips = [
        clip.id
        for track, clip in project.clips()
        if (not track_ids or track.id in track_ids)
        and (not section_ids or clip.section_id in section_ids)
        and (range_s is None or (clip.start_s < range_s[1] and clip.end_s > range_s[0]))
    ]
    if not clips:
        raise InputError("There is no clip where these sections, tracks and range cross.")
    return tuple(clips)


def marker_ids_named(project: Project, name: str) -> tuple[str, ...]:
    """Ids of the markers with a name, in any case. Raises `InputError` listing what there is."""
    found = tuple(marker.id for marker in project.markers if marker.name.lower() == name.strip().lower())
    if not found:
        names = ", ".join(marker.name for marker in project.markers) or "none"
        raise InputError(f"There is no marker {name!r}; this song has: {names}.")
    return found
