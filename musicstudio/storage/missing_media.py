# SPDX-License-Identifier: GPL-3.0-or-later
"""Audio that a song uses and that is not in its media folder: said at opening, and found again in other folders."""

from pathlib import Path

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import Job, Progress
from musicstudio.media.store import SUFFIX, MediaStore
from musicstudio.project.model import Clip, Project, Source, Track

_NAMED = 3


def missing_sources(project: Project, media: MediaStore) -> list[Source]:
    """The sources of takes whose file is missing or not whole."""
    used = {take.source for _, clip in project.clips() for take in clip.takes if take.source}
    return [project.sources[key] for key in sorted(used) if key in project.sources and not media.has(key)]


def missing_media_notice(project: Project, media: MediaStore) -> tuple[str, ...]:
    """A notice about missing sources, by the clips that use them; nothing when all are there."""
    missing = {source.hash for source in missing_sources(project, media)}
    if not missing:
        return ()
    users = dict.fromkeys(_label(row, clip) for row, clip in project.clips() if _hashes(clip) & missing)
    names = ", ".join(list(users)[:_NAMED]) + (", …" if len(users) > _NAMED else "")
    count = "One audio file" if len(missing) == 1 else f"{len(missing)} audio files"
    return (f"{count} of this song cannot be read and will be silent: {names}.",)


def find_missing(project: Project, media: MediaStore, folder: Path) -> Job[int]:
    """Copy missing audio from any folder below ``folder`` that has it under its hash; returns how much is still
    missing.

    A file that does not hold what it is named after is passed over. Raises `StorageError` when nothing can be written.
    """
    missing = {source.hash for source in missing_sources(project, media)}
    for number, path in enumerate(sorted(Path(folder).rglob(f"*{SUFFIX}"))):
        yield Progress(number / (number + 10), "Looking for missing audio")
        if path.stem in missing:
            try:
                missing.discard(media.adopt(path))
            except MediaError:
                continue
    return len(missing)


def _hashes(clip: Clip) -> set[str]:
    return {take.source for take in clip.takes}


def _label(row: Track, clip: Clip) -> str:
    return f"{row.name} “{clip.name}”" if clip.name else row.name
