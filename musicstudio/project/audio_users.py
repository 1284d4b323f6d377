# SPDX-License-Identifier: GPL-3.0-or-later
"""Who uses some audio: the clips by name, for sentences about audio that is missing or damaged."""

from collections.abc import Collection, Iterable

from .model import Clip, Project, Track

_NAMED = 3


def used_hashes(project: Project) -> frozenset[str]:
    """The audio of every take of every clip, and of frozen rows."""
    frozen = frozenset(track.frozen.source for track in project.tracks if track.frozen)
    return frozen | frozenset(take.source for _, clip in project.clips() for take in clip.takes if take.source)


def reachable_hashes(states: Iterable[Project]) -> frozenset[str]:
    """The audio that any of these songs, or a variation or version in one, uses: what undo and redo can lead to."""
    found: set[str] = set()
    seen: set[int] = set()  # states share most of their rows
    for project in states:
        rows = [row for row in project.tracks if id(row) not in seen]
        seen.update(id(row) for row in rows)
        found.update(take.source for row in rows for clip in row.clips for take in clip.takes)
        found.update(row.frozen.source for row in rows if row.frozen)
        waiting = [variation.song for variation in project.variations if variation.song and id(variation) not in seen]
        waiting += [version.song for version in project.versions if id(version) not in seen]
        seen.update(id(kept) for kept in (*project.variations, *project.versions))
        found |= reachable_hashes(waiting)
    return frozenset(found - {""})


def users_of(project: Project, content_hashes: Collection[str]) -> list[str]:
    """The clips that use some audio, as ``Bass “verse”``, each once."""
    wanted = set(content_hashes)
    return list(dict.fromkeys(_label(row, clip) for row, clip in project.clips() if _hashes(clip) & wanted))


def name_users(users: list[str]) -> str:
    """The first few of them: ``Bass “verse”, Piano “verse”, Vocals and 4 more``."""
    return ", ".join(users[:_NAMED]) + (f" and {len(users) - _NAMED} more" if len(users) > _NAMED else "")


def _hashes(clip: Clip) -> set[str]:
    return {take.source for take in clip.takes}


def _label(row: Track, clip: Clip) -> str:
    return f"{row.name} “{clip.name}”" if clip.name else row.name
