# SPDX-License-Identifier: GPL-3.0-or-later
"""Which audio of a song is not in its media folder, as a sentence for the user."""

from musicstudio.media.store import MediaStore
from musicstudio.project.model import Project, Source

_NAMED = 3


def missing_media_notice(project: Project, media: MediaStore) -> tuple[str, ...]:
    """A notice about audio that clips use and that is missing or not whole; nothing when all is there."""
    used = {take.source for _, clip in project.clips() for take in clip.takes if take.source}
    missing = [project.sources[key] for key in sorted(used) if key in project.sources and not media.has(key)]
    if not missing:
        return ()
    names = ", ".join(_name(source) for source in missing[:_NAMED]) + (", …" if len(missing) > _NAMED else "")
    count = "One audio file" if len(missing) == 1 else f"{len(missing)} audio files"
    return (f"{count} of this song cannot be read and will be silent: {names}.",)


def _name(source: Source) -> str:
    return source.name or f"{source.hash[:8]}…"
