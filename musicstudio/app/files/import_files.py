# SPDX-License-Identifier: GPL-3.0-or-later
"""Files brought into the song, by drop, dialog or command line: sound, notes, stems in a folder or a zip."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.ids import new_id
from musicstudio.core.text import clean_line
from musicstudio.interchange.midi_import import MidiSong
from musicstudio.media.importing import Imported
from musicstudio.project.edits.clips import add_clip, audio_clip
from musicstudio.project.edits.helpers import Edit, compose_edits
from musicstudio.project.edits.song import add_recipes, set_title
from musicstudio.project.edits.tracks import add_track
from musicstudio.project.model import Project, Recipe, Track

from ..results.recipe_ids import recipe_id_of
from .arrival import AUDIO_SUFFIXES, MIDI_SUFFIXES, Arrival, Piece, arrive, is_midi
from .context_of_notes import context_of_notes, is_read_at_once
from .found_context import CONTEXT_LABEL, FoundContext, context_edit, later
from .import_midi import place_midi
from .import_session import SUFFIXES as SESSION_SUFFIXES
from .import_session import ReadSession, place_session
from .stem_names import role_of

if TYPE_CHECKING:
    from ..session.session import Session

__all__ = ["AUDIO_SUFFIXES", "CONTAINER_SUFFIXES", "MIDI_SUFFIXES", "WRITTEN_MIDI_SUFFIXES", "import_files", "is_midi"]
WRITTEN_MIDI_SUFFIXES = (".mid", ".midi")
CONTAINER_SUFFIXES = (".zip", *SESSION_SUFFIXES)
_NAMELESS = ("Untitled", "")


def import_files(
    session: "Session",
    paths: Sequence[Path],
    at_s: float = 0.0,
    track_id: str = "",
    on_done: Callable[[], None] | None = None,
    *,
    keeps_time: bool = False,
) -> list[str]:
    """Queue the import of files, folders and zips, one under the other, as one job and one step; the job's id.

    track_id: an audio track for a single file. The parts of one song begin at bar 1, all others at ``at_s``. A song
    without tracks takes over tempo, metre, key, chords and sections, unless keeps_time.

    Raises `InputError` for a bad time.
    """
    if not 0.0 <= at_s <= 24 * 3600:
        raise InputError("A file can be placed between 0 and 24 hours.")
    if not paths:
        return []
    is_empty = not session.document.committed.tracks
    listens = is_empty and not keeps_time
    label = f"Import {clean_line(paths[0].name)}" if len(paths) == 1 else f"Import {len(paths)} files"

    def apply_result(arrival: Arrival) -> None:
        project = session.document.committed
        placing, told = _place_audio_edit(project, arrival, at_s, track_id)
        session.results.apply(label, placing, is_shown=True)
        if listens:
            told = (*told, *_take_over_context(session, arrival, 0.0 if arrival.is_set else at_s))
        for notice in dict.fromkeys((*arrival.notices, *told)):
            session.notify(notice)
        if on_done:
            on_done()

    reading = lambda: arrive(list(paths), session.media, listens=listens)  # noqa: E731
    return [session.jobs.submit(label, reading, on_done=apply_result)]


def _place_audio_edit(project: Project, arrival: Arrival, at_s: float, track_id: str) -> tuple[Edit, tuple[str, ...]]:
    """One step with everything, and what is to be told."""
    start_s = 0.0 if arrival.is_set else at_s
    steps: list[Edit] = []
    told: list[str] = []
    if arrival.title and not project.tracks and project.title in _NAMELESS:
        steps.append(set_title(arrival.title))
    for piece in arrival.pieces:
        if isinstance(piece.content, ReadSession):
            edit, said = place_session(piece.content, piece.path, start_s, project)
            steps.append(edit)
            told += said
        elif isinstance(piece.content, MidiSong):
            edit, said = place_midi(piece.content, piece.path, start_s, project)
            steps.append(edit)
            told += [*piece.content.notices, *said]
        else:
            there = project.track(track_id) if len(arrival.pieces) == 1 else None
            steps.append(_placing_sound(piece, piece.content, start_s, there, is_part=arrival.is_set))
            told += piece.content.notices
    return compose_edits(*steps), tuple(told)


def _placing_sound(piece: Piece, imported: Imported, at_s: float, there: Track | None, *, is_part: bool) -> Edit:
    recipe = Recipe(
        "import", prompt=clean_line(piece.path.name), licence="as the file's owner says", human=("imported a file",)
    )
    recipe_id = recipe_id_of(recipe)
    source = replace(imported.source, recipe_id=recipe_id)
    clip = audio_clip(source, at_s, recipe_id, source.name)
    known = add_recipes({recipe_id: recipe})
    if there is not None and there.kind == "audio":
        return compose_edits(known, add_clip(there.id, clip, (source,)))
    name = piece.label.name if is_part else source.name
    track = Track(new_id("track"), name or "Audio", role=role_of(name) or "other")
    return compose_edits(known, add_track(track), add_clip(track.id, clip, (source,)))


def _take_over_context(session: "Session", arrival: Arrival, start_s: float) -> tuple[str, ...]:
    """A step with what was found in the music, if anything was; what to tell."""
    project = session.document.committed
    if arrival.heard != FoundContext():
        found = later(arrival.heard, start_s)
    elif all(isinstance(piece.content, MidiSong) for piece in arrival.pieces) and is_read_at_once(project):
        found = context_of_notes(project)
    else:
        return ()
    edit = context_edit(found)
    if edit(project) != project:
        session.document.transact(CONTEXT_LABEL, edit)
    return found.told
