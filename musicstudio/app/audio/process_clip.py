# SPDX-License-Identifier: GPL-3.0-or-later
"""A clip's sound played backwards, stretched or at another pitch: a new take beside the one it was made from."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job, Progress
from musicstudio.dsp.audio import Audio
from musicstudio.project.edits.arranging import MAX_STRETCH
from musicstudio.project.edits.clips import set_clip_gain
from musicstudio.project.edits.helpers import Edit, compose_edits, with_clips
from musicstudio.project.edits.song import add_recipes
from musicstudio.project.edits.takes import add_take
from musicstudio.project.model import Clip, Project, Recipe, Source, Take

from ..results.recipe_ids import recipe_id_of
from ..results.storing import store_audio
from .clip_sound import clip_sound

if TYPE_CHECKING:
    from ..session.session import Session

MAX_FACTOR = MAX_STRETCH
MAX_SEMITONES = 24.0
PEAK_DBFS = -1.0
MAX_GAIN_DB = 24.0
SILENT_BELOW = 1e-6


def reverse_clip(session: "Session", clip_id: str) -> str:
    """Queue the clip's window played backwards; the job's id. Raises `InputError` for a clip without sound."""
    return _process(session, clip_id, "Reverse", "reversed", {}, lambda audio, _: audio[:, ::-1])


def stretch_clip(session: "Session", clip_id: str, factor: float) -> str:
    """Queue the clip's window made longer (factor above 1) or shorter at the same pitch; the job's id."""
    if not 1 / MAX_FACTOR <= factor <= MAX_FACTOR:
        raise InputError(f"A clip can be stretched to {1 / MAX_FACTOR:g} to {MAX_FACTOR:g} times its length.")

    def change(audio: Audio, rate: int) -> Audio:
        from pedalboard import time_stretch

        return np.asarray(time_stretch(audio, rate, stretch_factor=1 / factor), dtype=np.float32)

    title, take = f"Stretch to {factor:.0%}", f"{factor:.0%} long"
    return _process(session, clip_id, title, take, {"factor": factor}, change, factor)


def pitch_clip(session: "Session", clip_id: str, semitones: float) -> str:
    """Queue the clip's window higher or lower by semitones at the same length; the job's id."""
    if not -MAX_SEMITONES <= semitones <= MAX_SEMITONES:
        raise InputError(f"A clip can be moved by up to {MAX_SEMITONES:g} semitones.")

    def change(audio: Audio, rate: int) -> Audio:
        from pedalboard import time_stretch

        shifted = time_stretch(audio, rate, stretch_factor=1.0, pitch_shift_in_semitones=semitones)
        return np.asarray(shifted, dtype=np.float32)

    return _process(session, clip_id, f"Pitch {semitones:+g}", f"{semitones:+g} st", {"semitones": semitones}, change)


def normalize_clip(session: "Session", clip_id: str) -> str:
    """Queue setting the clip's gain so that the loudest sample of its window is at `PEAK_DBFS`; the job's id."""
    sound = clip_sound(session.document.committed, clip_id)

    def job() -> Job[float]:
        yield Progress(0.1, "Reading")
        peak = float(np.abs(sound.read(session.media)).max(initial=0.0))
        if peak < SILENT_BELOW:
            raise InputError("This clip is silent; there is nothing to bring up.")
        return min(MAX_GAIN_DB, PEAK_DBFS - 20.0 * float(np.log10(peak)))

    def apply_result(gain_db: float) -> None:
        session.results.apply(f"Normalise ({gain_db:+.1f} dB)", set_clip_gain({clip_id}, gain_db))

    return session.jobs.submit("Normalise", job, on_done=apply_result)


def _process(
    session: "Session",
    clip_id: str,
    title: str,
    take_name: str,
    parameters: dict[str, float],
    change: Callable[[Audio, int], Audio],
    factor: float = 1.0,
) -> str:
    sound = clip_sound(session.document.committed, clip_id)
    clip, inputs = sound.clip, (sound.source.hash,)
    recipe = Recipe("clip", task=title.split()[0].lower(), parameters=parameters, inputs=inputs, human=(title,))

    def job() -> Job[Source]:
        yield Progress(0.1, "Reading")
        audio = sound.read(session.media)
        yield Progress(0.3, title)
        changed_audio = np.ascontiguousarray(change(audio, sound.source.rate))
        yield Progress(0.9, "Saving")
        return store_audio(session.media, changed_audio, sound.source.rate, clip.name, recipe_id_of(recipe))

    def apply_result(source: Source) -> None:
        session.results.apply(title, _with_processed(clip, source, recipe, take_name, factor))

    return session.jobs.submit(title, job, on_done=apply_result)


def _with_processed(clip: Clip, source: Source, recipe: Recipe, take_name: str, factor: float) -> Edit:
    """The new take begins where the window does; other takes keep their place by the clip's own offset."""
    recipe_id = recipe_id_of(recipe)
    take = Take(new_id("take"), take_name, source.hash, lead_s=-clip.offset_s, recipe_id=recipe_id)

    def fit(project: Project) -> Project:
        length_s = clip.length_s * factor
        fades = {"fade_in_s": min(clip.fade_in_s, length_s / 2), "fade_out_s": min(clip.fade_out_s, length_s / 2)}
        return with_clips(project, {clip.id}, lambda each: replace(each, length_s=length_s, **fades))

    edits = [add_recipes({recipe_id: recipe}), add_take(clip.id, take, (source,))]
    return compose_edits(*edits, *([fit] if factor != 1.0 else []))
