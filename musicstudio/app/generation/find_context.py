# SPDX-License-Identifier: GPL-3.0-or-later
"""Key, chords and sections found again, for instance after the tempo was set right by hand."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.project.model import Project

from ..files.found_context import CONTEXT_LABEL, FoundContext, context_edit
from ..files.song_context import find_context
from .in_context import why_no_music

if TYPE_CHECKING:
    from ..session.session import Session


def find_context_again(session: "Session", on_done: Callable[[], None] | None = None) -> str:
    """Queue it: chords, sections and the tune are replaced by what is found on the grid as it stands; the job's id.

    Raises `InputError` for a song without music.
    """
    song = session.document.committed
    if problem := why_no_music(song):
        raise InputError(problem)
    bare = _without_findings(song)

    def apply_result(found: FoundContext) -> None:
        if not (found.sections or found.chords):
            raise InputError(found.why_nothing)
        edit = context_edit(found)
        session.results.apply(CONTEXT_LABEL, lambda project: edit(_without_findings(project)))
        for text in found.told:
            session.notify(text)
        if on_done:
            on_done()

    return session.jobs.submit(
        "Find key, chords and sections", lambda: find_context(bare, session.media), on_done=apply_result
    )


def _without_findings(project: Project) -> Project:
    return replace(project, chords=(), sections=())
