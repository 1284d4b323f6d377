# SPDX-License-Identifier: GPL-3.0-or-later
"""The audio as a result: one section, one track, one cell, and the recipe that says whose weights made it."""

from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from musicstudio.plugins.api import (
    GenerationOptions,
    Key,
    Meter,
    Part,
    Recipe,
    Request,
    Result,
    ResultClip,
    Section,
    Tempo,
    TempoMap,
)

from . import VERSION
from .making import Made
from .spec import CONTEXT_S, WINDOW_S, GenerationSpec
from .weights import LICENSE, MODEL


def result_of(request: Request, spec: GenerationSpec, made: Made) -> Result:
    """One audio track of the whole length on a grid of the wished tempo; there are no notes."""
    tempo_map = TempoMap((Tempo(0, spec.bpm),), (Meter(0, *spec.meter),))
    section = Section(f"section-{spec.seed:08x}", "Music", "other", 0, tempo_map.ticks_at(spec.duration_s))
    cell = ResultClip(0, section.length_ticks, audio=made.audio, section_id=section.id, seed=spec.seed)
    return Result(
        recipe=_recipe(request, spec, made.model_hash),
        parts=(Part("MusicGen", "other", kind="audio", cells=(cell,)),),
        title=_title(spec.description),
        tempo_map=tempo_map,
        key=request.options.key or Key(),
        sections=(section,),
        lyrics=request.lyrics,
        conditioning=_plain(spec),
        notices=(*spec.notices, *filter(None, [made.notice])),
    )


def _recipe(request: Request, spec: GenerationSpec, model_hash: str) -> Recipe:
    return Recipe(
        engine="musicgen",
        engine_version=VERSION,
        task=str(request.task),
        prompt=request.prompt,
        seed=request.seed,
        model=MODEL,
        model_hash=model_hash,
        licence=f"Weights of MusicGen by Meta: {LICENSE}, not for commercial use",
        is_commercial_use_allowed=False,
        is_ai=True,
        parameters=_parameters(request, spec),
        human=_human(request),
    )


def _parameters(request: Request, spec: GenerationSpec) -> dict[str, Any]:
    from .model import SAMPLING

    versions = {package: version(package) for package in ("transformers", "torch")}
    windows = {"window_s": WINDOW_S, "context_s": CONTEXT_S}
    return {**_plain(spec), "variation": request.variation, **windows, **SAMPLING, **versions}


def _plain(spec: GenerationSpec) -> dict[str, Any]:
    return {**asdict(spec), "meter": list(spec.meter), "notices": list(spec.notices)}


def _human(request: Request) -> tuple[str, ...]:
    did = {"wrote the prompt": bool(request.prompt.strip()), "set the controls": request.options != GenerationOptions()}
    return tuple(what for what, is_done in did.items() if is_done)


def _title(description: str) -> str:
    words = " ".join(description.split(",")[0].split()[:6])
    return words[:1].upper() + words[1:]
