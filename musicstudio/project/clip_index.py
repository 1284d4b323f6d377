# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding clips among thousands by what is remembered of their rows."""

from collections.abc import Collection

from .model import Clip, Project, Track
from .model.song import clip_ids_of as ids_of

__all__ = ["clips_named", "ids_of"]


def clips_named(project: Project, clip_ids: Collection[str]) -> list[tuple[Track, Clip]]:
    """Some clips and their rows, in the order of the song."""
    wanted = frozenset(clip_ids)
    rows = (track for track in project.tracks if not wanted.isdisjoint(ids_of(track.clips)))
    return [(track, clip) for track in rows for clip in track.clips if clip.id in wanted]
