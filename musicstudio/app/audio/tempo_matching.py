# SPDX-License-Identifier: GPL-3.0-or-later
"""A recording and the project's grid brought together: the grid fitted to the recording, or the recording to the grid.

Fitting the grid also writes down what was heard (key, chords, sections), so that a flat file becomes a song that the
composer can add to.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from musicstudio.analysis.songs.heard import HeardSong
from musicstudio.analysis.songs.hearing import hear_song
from musicstudio.core.errors import InputError
from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job, Progress
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.helpers import Edit, compose_edits
from musicstudio.project.edits.takes import add_take
from musicstudio.project.model import Clip, Project, Recipe, Source, Take

from ..files.context_of_sound import context_of_sound, fitted_grid
from ..files.found_context import FoundContext, context_edit
from ..results.recipe_ids import recipe_id_of
from ..results.storing import store_audio
from .clip_sound import ClipSound, clip_sound

if TYPE_CHECKING:
    from ..session.session import Session

MAX_STRETCH = 2.0


def set_tempo_from_clip(session: "Session", clip_id: str, on_done: Callable[[], None] | None = None) -> str:
    """Queue "Fit the grid to this clip": tempo map, key, chords and sections follow the recording. The job's id."""
    project = session.document.committed
    sound = clip_sound(project, clip_id)

    def apply_result(found: FoundContext) -> None:
        session.results.apply("Fit the grid", _fit_edit(found))
        for text in found.told:
            session.notify(text)
        if on_done:
            on_done()

    return session.jobs.submit(
        "Listening for the beat", lambda: _context_job(session.media, project, sound), on_done=apply_result
    )


def stretch_to_tempo(session: "Session", clip_id: str, on_done: Callable[[], None] | None = None) -> str:
    """Queue "Stretch this clip to the grid": a new take at the project's tempo, its first downbeat on a bar line."""
    project = session.document.committed
    sound = clip_sound(project, clip_id)

    def apply_result(stretched: tuple[Source, Recipe, float]) -> None:
        session.results.apply("Stretch to the grid", _stretch_edit(sound.clip, *stretched))
        if on_done:
            on_done()

    return session.jobs.submit(
        "Stretching to the grid", lambda: _stretch_job(session.media, project, sound), on_done=apply_result
    )


def _context_job(media: MediaStore, project: Project, sound: ClipSound) -> Job[FoundContext]:
    return context_of_sound((yield from _listen_job(media, sound)), sound.clip.start_s, project)


def _listen_job(media: MediaStore, sound: ClipSound) -> Job[HeardSong]:
    """A clip listened to. Raises `InputError` where no beat is clear enough."""
    heard = yield from hear_song(sound.read(media), sound.source.rate)
    if fitted_grid(heard, sound.clip.start_s) is None:
        raise InputError("No steady beat could be heard in this clip, so there is nothing to fit the grid to.")
    return heard


def _fit_edit(found: FoundContext) -> Edit:
    """Audio keeps its seconds, so only the grid moves, and what was found replaces what stood there."""
    keep = context_edit(found)
    return lambda project: keep(replace(project, chords=(), sections=()))


def _stretch_job(media: MediaStore, project: Project, sound: ClipSound) -> Job[tuple[Source, Recipe, float]]:
    """(source, recipe, lead): the clip's audio at the tempo of the grid, its first downbeat on the nearest bar line."""
    import numpy as np
    from pedalboard import time_stretch

    heard = yield from _listen_job(media, sound)
    clip, audio, rate = sound.clip, sound.read(media), sound.source.rate
    tick = project.tempo_map.ticks_at(clip.start_s)
    factor = project.tempo_map.bpm_at(tick) / heard.beats.bpm
    factor = min((factor, factor / 2, factor * 2), key=lambda each: abs(np.log2(each)))
    if not 1.0 / MAX_STRETCH <= factor <= MAX_STRETCH:
        raise InputError("This clip is too far from the project's tempo to be stretched well.")
    yield Progress(0.9, "Stretching")
    stretched = time_stretch(np.ascontiguousarray(audio, dtype=np.float32), rate, stretch_factor=factor)
    downbeat_s = heard.beats.beats_s[heard.beats.first_downbeat] / factor
    bar = project.tempo_map.bar_at(max(0, project.tempo_map.ticks_at(clip.start_s + downbeat_s)))
    lines_s = [project.tempo_map.seconds_at(project.tempo_map.tick_of_bar(bar[0] + n)) for n in (0, 1)]
    line_s = min(lines_s, key=lambda each: abs(each - clip.start_s - downbeat_s))
    recipe = Recipe(
        "stretch",
        parameters={"factor": round(factor, 6), "heard_bpm": round(heard.beats.bpm, 3)},
        inputs=(clip.take.source,) if clip.take else (),
        human=("stretched it to the grid",),
    )
    source = store_audio(media, stretched, rate, clip.name, recipe_id_of(recipe))
    return source, recipe, downbeat_s - (line_s - clip.start_s)


def _stretch_edit(clip: Clip, source: Source, recipe: Recipe, lead_s: float) -> Edit:
    recipe_id = recipe_id_of(recipe)
    take = Take(new_id("take"), "at tempo", source.hash, lead_s=lead_s - clip.offset_s, recipe_id=recipe_id)

    def add_recipe(project: Project) -> Project:
        return replace(project, recipes={**project.recipes, recipe_id: recipe})

    return compose_edits(add_recipe, add_take(clip.id, take, (source,)))
