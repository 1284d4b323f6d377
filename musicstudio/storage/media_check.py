# SPDX-License-Identifier: GPL-3.0-or-later
"""Audio that is there but no longer what it was: found by its hash, silenced, and told with the clips that use it."""

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import Job, Progress, within
from musicstudio.media.store import MediaStore
from musicstudio.project.audio_users import name_users, used_hashes, users_of
from musicstudio.project.model import Project


def unchecked_sources(project: Project, media: MediaStore) -> list[str]:
    """The audio of a song's clips that was neither written nor checked since the song was opened."""
    return [key for key in sorted(used_hashes(project)) if not media.is_trusted(key) and media.has(key)]


def check_source(media: MediaStore, content_hash: str) -> Job[bool]:
    """Read a whole file; whether it is what its name says. One that is not is silent from then on."""
    try:
        yield from media.verifying(content_hash)
    except MediaError:
        return False
    return True


def check_media(project: Project, media: MediaStore) -> Job[None]:
    """Check all the audio of a song that was not checked yet."""
    sources = unchecked_sources(project, media)
    for number, content_hash in enumerate(sources):
        yield Progress(number / len(sources), "Checking the audio")
        yield from within(check_source(media, content_hash), number / len(sources), (number + 1) / len(sources))


def damage_notice(project: Project, media: MediaStore) -> str:
    """A sentence about the damaged audio of a song, by the clips that use it; empty when all is sound."""
    damaged = used_hashes(project) & media.damaged
    if not damaged:
        return ""
    count = "One audio file of this song is" if len(damaged) == 1 else f"{len(damaged)} audio files of this song are"
    return f"{count} damaged and will be silent: {name_users(users_of(project, damaged))}."
