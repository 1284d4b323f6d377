# SPDX-License-Identifier: GPL-3.0-or-later
"""Who uses some audio: the clips by name, for sentences about audio that is missing or damaged."""

from collections.abc import Collection

from .model import Clip, Project, Track

_NAMED = 3


def used_hashes(project: Project) -> frozenset[str]:
    """The audio of every take of every clip."""
    return frozenset(take.source for _, clip in project.clips() for take in clip.takes if take.source)


def users_of(project: Project, content_hashes: Collection[str]) -> list[str]:
    """The clips that use some audio, as ``Bass “verse”``, each once."""
    wanted = set(content_hashes)
    return list(dict.fromkeys(_label(row, clip) for row, clip in project.clips() if _hashes(clip) & wanted))


def named(users: list[str]) -> str:
    """The first few of them: ``Bass “verse”, Piano “verse”, Vocals and 4 more``."""
    return ", ".join(users[:_NAMED]) + (f" and {len(users) - _NAMED} more" if len(users) > _NAMED else "")


def _hashes(clip: Clip) -> set[str]:
    return {take.source for take in clip.takes}


def _label(row: Track, clip: Clip) -> str:
    return f"{row.name} “{clip.name}”" if clip.name else row.name
