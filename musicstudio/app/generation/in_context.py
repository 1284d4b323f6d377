# SPDX-License-Identifier: GPL-3.0-or-later
"""An engine asked about music that was brought in: its tempo, key, chords and sections are found first, if need be."""

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, within
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.helpers import Edit
from musicstudio.project.model import Project

from ..files.found_context import FoundContext, context_edit, needs_context
from ..files.song_context import EMPTY, find_context

T = TypeVar("T")
_SHARE = 0.15


class SongInContext(Struct, frozen=True):
    """A song with all that engines go by. edit: what was found, to be put into the document; told: the same in
    sentences, empty where nothing had to be found."""

    song: Project
    edit: Edit
    told: tuple[str, ...] = ()


def why_no_music(project: Project) -> str:
    """Empty when a song holds anything that an engine could go on from, else the reason."""
    return "" if project.sections or any(True for _ in project.clips()) else EMPTY


def with_context(project: Project, media: MediaStore) -> Job[SongInContext]:
    """A song in context. Raises `InputError` with the reason where there is nothing to go by."""
    if not needs_context(project):
        return SongInContext(project, _unchanged)
    found: FoundContext = yield from find_context(project, media)
    edit = context_edit(found)
    song = edit(project)
    if not song.sections:
        raise InputError(found.why_nothing or EMPTY)
    return SongInContext(song, edit, found.told if song != project else ())


def asked_in_context(
    project: Project, media: MediaStore, ask: Callable[[Project], Job[T]]
) -> Job[tuple[SongInContext, T]]:
    """The context first, then what an engine answers about the song in it."""
    ready = yield from within(with_context(project, media), 0.0, _SHARE)
    return ready, (yield from within(ask(ready.song), _SHARE, 1.0))


def _unchanged(project: Project) -> Project:
    return project
