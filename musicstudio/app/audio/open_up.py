# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound opened up in one step: its stems as rows, and the notes of each stem on a row under it, to be edited."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.progress import Job, within
from musicstudio.core.units import frames_from_seconds
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.stems import Stem, place_stems
from musicstudio.project.model import Project, Recipe

from ..results.recipe_ids import recipe_id_of
from .clip_sound import ClipSound, clip_sound
from .separate import stems_job
from .transcribe import HeardNotes, add_notes_edit, listen

if TYPE_CHECKING:
    from ..session.session import Session

TOLD = "The rows of notes are muted: each plays in the place of the stem above it when you unmute it and mute the stem."
_SEPARATED = 0.5


class Opened(Struct, frozen=True):
    """What a sound was opened into. heard: notes by the name of a stem, where any were heard."""

    stems: tuple[Stem, ...]
    recipe: Recipe
    notices: tuple[str, ...]
    heard: dict[str, HeardNotes]


def open_up(session: "Session", clip_id: str, on_done: Callable[[], None] | None = None) -> str:
    """Queue stems and notes of a clip, one step to undo; the job's id.

    Raises `InputError` when the clip has no sound and `ModelMissingError` without a model to separate with.
    """
    from musicstudio.separation.models import present_model

    sound = clip_sound(session.document.committed, clip_id)
    model = present_model(session.settings.values.separation_model, 4).name

    def apply_result(opened: Opened) -> None:
        session.results.apply("Open up", lambda project: _opened(project, clip_id, opened), is_shown=True)
        for notice in opened.notices:
            session.notify(notice, "warning")
        session.notify(TOLD if opened.heard else f"No notes could be heard in {sound.name}; its stems are there.")
        if on_done:
            on_done()

    return session.jobs.submit(f"Open up {sound.name}", lambda: _job(session.media, sound, model), on_done=apply_result)


def _job(media: MediaStore, sound: ClipSound, model: str) -> Job[Opened]:
    stems, recipe, notices = yield from within(stems_job(media, sound.source, model, 4), 0.0, _SEPARATED)
    sounding = [stem for stem in stems if not stem.is_residual]
    heard: dict[str, HeardNotes] = {}
    for index, stem in enumerate(sounding):
        first = frames_from_seconds(sound.take.lead_s + sound.clip.offset_s, stem.source.rate)
        audio = media.read(stem.source.hash, first, frames_from_seconds(sound.clip.length_s, stem.source.rate))
        low, high = (_SEPARATED + (1.0 - _SEPARATED) * at / len(sounding) for at in (index, index + 1))
        found = yield from within(listen(audio, stem.source.rate, stem.role), low, high, f"{stem.name}: ")
        if found.notes:
            heard[stem.name] = found
    return Opened(stems, recipe, notices, heard)


def _opened(project: Project, clip_id: str, opened: Opened) -> Project:
    before = {track.id for track in project.tracks}
    project = place_stems(clip_id, opened.stems, {recipe_id_of(opened.recipe): opened.recipe})(project)
    for track in [each for each in project.tracks if each.id not in before and each.name in opened.heard]:
        (clip,) = track.clips
        assert clip.take is not None
        sound = ClipSound(track, clip, clip.take, project.sources[clip.take.source])
        project = add_notes_edit(project, sound, opened.heard[track.name], is_muted=True)(project)
        project = _in_group(project, track.id, track.group_id)
    return project


def _in_group(project: Project, stem_track_id: str, group_id: str) -> Project:
    """The row of notes right under a stem joins the stem's group."""
    place = [track.id for track in project.tracks].index(stem_track_id) + 1
    notes = replace(project.tracks[place], group_id=group_id)
    return replace(project, tracks=(*project.tracks[:place], notes, *project.tracks[place + 1 :]))
