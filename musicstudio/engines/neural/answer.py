# SPDX-License-Identifier: GPL-3.0-or-later
"""Audio as a result: a whole song of one track and section, or one cell in a song, with the recipe behind it."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from msgspec import Struct

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio, to_stereo
from musicstudio.dsp.fades import with_fades
from musicstudio.dsp.resample import resample
from musicstudio.engines.contract import GenerationOptions, Part, Request, Result, ResultClip, Task
from musicstudio.project.model import Key, Meter, Recipe, Section, Tempo, TempoMap

from .wish import IN_SONG, Wish

_PEAK = 0.89
"""-1 dBFS; models now and then go beyond full scale."""
_FADE_OUT_S = 0.03


class Maker(Struct, frozen=True):
    """Who made something, and on which terms.

    Attributes
    ----------
    engine, title, version : str
        Of the engine.
    model, model_hash : str
        Of the weights; the hash is SHA-256.
    license : str
    is_commercial_use_allowed : bool
    packages : tuple of str
        Those whose versions the recipe keeps.
    """

    engine: str
    title: str
    version: str
    model: str
    model_hash: str
    license: str
    is_commercial_use_allowed: bool
    packages: tuple[str, ...] = ("torch",)


def studio_audio(audio: Audio, rate: int, length_s: float | None = None) -> Audio:
    """Audio of any rate as the studio keeps it: 48 kHz, stereo, below full scale.

    Parameters
    ----------
    audio : float32 array, shape (1 or 2 channels, frames)
    rate : int, Hz
    length_s : float or None, seconds
        Cut to it, with an end that does not click.

    Returns
    -------
    float32 array, shape (2, frames)
    """
    stereo = to_stereo(resample(np.asarray(audio, np.float32), rate, SAMPLE_RATE))
    stereo = np.nan_to_num(stereo, nan=0.0, posinf=0.0, neginf=0.0)
    if length_s is not None:
        stereo = stereo[:, : round(length_s * SAMPLE_RATE)]
    gain = min(1.0, _PEAK / max(float(np.abs(stereo).max(initial=0.0)), 1e-9))
    stereo = stereo * np.float32(gain)
    return stereo if length_s is None else with_fades(stereo, 0, min(round(_FADE_OUT_S * SAMPLE_RATE), stereo.shape[1]))


def result_of(
    request: Request, wish: Wish, maker: Maker, audio: Audio, parameters: dict[str, Any], notices: tuple[str, ...]
) -> Result:
    """The result of any task of an engine that makes sound.

    Parameters
    ----------
    request : Request
    wish : Wish
    maker : Maker
    audio : float32 array, shape (2, frames), 48 kHz
        From the beginning of the song, or of the hole, on.
    parameters : dict of plain JSON values
        Kept in the recipe.
    notices : tuple of str

    Returns
    -------
    Result
    """
    recipe = _recipe(request, wish, maker, parameters)
    conditioning = {"description": wish.description, "bpm": wish.bpm, "meter": list(wish.meter), **parameters}
    make = _in_song if request.task in IN_SONG else _whole_song
    return make(request, wish, maker, audio, recipe, conditioning, notices)


def _whole_song(
    request: Request,
    wish: Wish,
    maker: Maker,
    audio: Audio,
    recipe: Recipe,
    conditioning: dict[str, Any],
    notices: tuple[str, ...],
) -> Result:
    tempo_map = TempoMap((Tempo(0, wish.bpm),), (Meter(0, *wish.meter),))
    song = request.song if request.task is Task.RESTYLE else None
    tempo_map = song.tempo_map if song and song.sections else tempo_map
    length = max(1, tempo_map.ticks_at(audio.shape[1] / SAMPLE_RATE))
    section = Section(f"section-{wish.seed:08x}", "Music", "other", 0, length)
    cell = ResultClip(0, length, audio=audio, section_id=section.id, seed=wish.seed)
    return Result(
        recipe=recipe,
        parts=(Part(maker.title, "other", kind="audio", cells=(cell,)),),
        title=_title(wish.description) or (song.title if song else maker.title),
        tempo_map=tempo_map,
        key=wish.key or Key(),
        sections=(section,),
        lyrics=request.lyrics or (song.lyrics if song else ""),
        conditioning=conditioning,
        notices=notices,
    )


def _in_song(
    request: Request,
    wish: Wish,
    maker: Maker,
    audio: Audio,
    recipe: Recipe,
    conditioning: dict[str, Any],
    notices: tuple[str, ...],
) -> Result:
    song, context = request.song, request.context
    assert song is not None and context is not None
    start, end = (song.tempo_map.ticks_at(context.start_s + at) for at in context.hole_s)
    sections, section_id = song.sections, ""
    if request.task is Task.EXTEND:
        section_id = f"section-{wish.seed:08x}"
        sections = (*sections, Section(section_id, "Extension", "other", start, end - start))
    cell = ResultClip(start, max(1, end - start), audio=audio, section_id=section_id, seed=wish.seed)
    track_id = request.track_ids[0] if request.track_ids and request.task is not Task.LAYER else ""
    name = _title(wish.description) if request.task is Task.LAYER else maker.title
    part = Part(name or maker.title, "other", kind="audio", cells=(cell,), track_id=track_id)
    return Result(
        recipe=recipe,
        parts=(part,),
        title=song.title,
        tempo_map=song.tempo_map,
        key=song.key,
        sections=sections,
        chords=song.chords if request.task is Task.EXTEND else (),
        conditioning=conditioning,
        notices=notices,
    )


def _recipe(request: Request, wish: Wish, maker: Maker, parameters: dict[str, Any]) -> Recipe:
    use = "" if maker.is_commercial_use_allowed else ", not for commercial use"
    options = {"wrote the prompt": bool(request.prompt.strip()), "wrote the lyrics": bool(request.lyrics.strip())}
    did = {**options, "set the controls": request.options != GenerationOptions()}
    return Recipe(
        engine=maker.engine,
        engine_version=maker.version,
        task=str(request.task),
        prompt=request.prompt,
        seed=request.seed,
        model=maker.model,
        model_hash=maker.model_hash,
        licence=f"Weights of {maker.model}: {maker.license}{use}",
        is_commercial_use_allowed=maker.is_commercial_use_allowed,
        is_ai=True,
        parameters={
            "description": wish.description,
            "refused": wish.refused,
            "duration_s": wish.duration_s,
            "bpm": wish.bpm,
            "variation": request.variation,
            "difference": request.difference,
            **parameters,
            **_versions(maker.packages),
        },
        human=tuple(what for what, is_done in did.items() if is_done),
    )


def _versions(packages: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for name in packages:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _title(description: str) -> str:
    words = " ".join(description.split(",")[0].split()[:6])
    return words[:1].upper() + words[1:]
