# SPDX-License-Identifier: GPL-3.0-or-later
"""The context of a song that was brought in: found by whoever needs it first, from its notes or from its sound."""

from musicstudio.core.progress import Job, Progress
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Project

from .context_of_notes import context_of_notes, has_notes
from .context_of_sound import has_sound, listen_to_recordings
from .found_context import FoundContext

EMPTY = "There is nothing in this song yet. Generate one, or import music first."


def find_context(project: Project, media: MediaStore) -> Job[FoundContext]:
    """What can be found in a song's own notes, or else in its recordings."""
    yield Progress(0.0, "Looking for key, chords and sections")
    if has_notes(project):
        return context_of_notes(project)
    if has_sound(project):
        return (yield from listen_to_recordings(project, media))
    if has_notes(project, with_drums=True):
        return context_of_notes(project)
    return FoundContext(why_nothing=EMPTY)
