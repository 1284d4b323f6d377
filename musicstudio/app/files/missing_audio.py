# SPDX-License-Identifier: GPL-3.0-or-later
"""Audio of the song that is not there: described, and looked for in a folder that the user names."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from musicstudio.core.errors import InputError
from musicstudio.media.store import MediaStore
from musicstudio.project.audio_users import name_users, users_of
from musicstudio.project.model import Project
from musicstudio.storage.missing_media import (
    Search,
    find_missing,
    missing_media_notice,
    missing_sources,
)

from ..session.notices import FIND_MISSING, Notice

if TYPE_CHECKING:
    from ..session.session import Session


def has_missing_audio(session: "Session") -> bool:
    """Whether the song uses audio that is not there."""
    return bool(missing_sources(session.project, session.media))


def find_missing_audio(session: "Session", folder: Path, on_done: Callable[[Search], None] | None = None) -> str:
    """Queue the search of a folder and all below it, and return the job's id; the user is told what was found.

    Files are matched by what they hold, whatever their names. Raises `InputError` for what is no folder.
    """
    if not Path(folder).is_dir():
        raise InputError(f"There is no folder at {folder}.")
    project = session.document.committed

    def apply_result(search: Search) -> None:
        session.player_sync.distrust(session.media.damaged)
        session.peaks.look_again(source.hash for source in search.found)
        session.player_sync.reload()
        session.notices.emit(report(project, search))
        if on_done:
            on_done(search)

    return session.jobs.submit(
        "Looking for missing audio", lambda: find_missing(project, session.media, Path(folder)), on_done=apply_result
    )


def notify_missing(session: "Session", text: str) -> None:
    """The player could not read a file: say it with all that is missing, unless that was said at opening.

    text: what the player said, for a file that is there and damaged.
    """
    if any(source.hash in session.media.damaged for source in missing_sources(session.project, session.media)):
        return  # found by `musicstudio.app.session.audio_check`, which tells of it
    (told,) = missing_media_notice(session.project, session.media) or ("",)
    if not told:
        session.notify(text, "warning")
    elif told not in session.folder.missing_notices:
        session.notices.emit(Notice(told, "warning", FIND_MISSING))


def report(project: Project, search: Search) -> Notice:
    """What was found and what was not, in a sentence or two."""
    total = len(search.found) + len(search.missing)
    if not total:
        return Notice("All audio of this song is here.")
    if not search.missing:
        return Notice(
            "The missing audio file was found." if total == 1 else f"All {total} missing audio files were found."
        )
    still = name_users(users_of(project, [source.hash for source in search.missing]))
    found = f"{len(search.found)} of {total}" if search.found else "None of the"
    return Notice(f"{found} missing audio files were found. Still silent: {still}.", "warning", FIND_MISSING)


def describe_missing(project: Project, media: MediaStore) -> list[dict[str, Any]]:
    """Each missing source as plain values: content hash, name, length and the clips that use it."""
    return [
        {
            "media": source.hash,
            "name": source.name,
            "length_s": round(source.length_s, 6),
            "used_by": ", ".join(users_of(project, [source.hash])),
        }
        for source in missing_sources(project, media)
    ]
