# SPDX-License-Identifier: GPL-3.0-or-later
"""The audio as a result: one section, one track, one cell, and the recipe that says whose weights made it."""

from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from musicstudio.plugins.api import (
    Cell,
    Key,
    Meter,
    Part,
    Recipe,
    Request,
    Result,
    Section,
    Tempo,
    TempoMap,
    Wishes,
)

from . import VERSION
from .making import Made
from .weights import LICENCE, MODEL
from .wish import CONTEXT_S, WINDOW_S, Wish


def result_of(request: Request, wish: Wish, made: Made) -> Result:
    """One audio track of the whole length on a grid of the wished tempo; there are no notes."""
    tempo_map = TempoMap((Tempo(0, wish.bpm),), (Meter(0, *wish.meter),))
    section = Section(f"section-{wish.seed:08x}", "Music", "other", 0, tempo_map.ticks_at(wish.duration_s))
    cell = Cell(0, section.length_ticks, audio=made.audio, section_id=section.id, seed=wish.seed)
    return Result(
        recipe=_recipe(request, wish, made.model_hash),
        parts=(Part("MusicGen", "other", kind="audio", cells=(cell,)),),
        title=_title(wish.description),
        tempo_map=tempo_map,
        key=request.wishes.key or Key(),
        sections=(section,),
        lyrics=request.lyrics,
        conditioning=_plain(wish),
        notices=(*wish.notices, *filter(None, [made.notice])),
    )


def _recipe(request: Request, wish: Wish, model_hash: str) -> Recipe:
    return Recipe(
        engine="musicgen",
        engine_version=VERSION,
        task=str(request.task),
        prompt=request.prompt,
        seed=request.seed,
        model=MODEL,
        model_hash=model_hash,
        licence=f"Weights of MusicGen by Meta: {LICENCE}, not for commercial use",
        is_commercial_use_allowed=False,
        is_ai=True,
        parameters=_parameters(request, wish),
        human=_human(request),
    )


def _parameters(request: Request, wish: Wish) -> dict[str, Any]:
    from .model import SAMPLING

    versions = {package: version(package) for package in ("transformers", "torch")}
    windows = {"window_s": WINDOW_S, "context_s": CONTEXT_S}
    return {**_plain(wish), "variation": request.variation, **windows, **SAMPLING, **versions}


def _plain(wish: Wish) -> dict[str, Any]:
    return {**asdict(wish), "meter": list(wish.meter), "notices": list(wish.notices)}


def _human(request: Request) -> tuple[str, ...]:
    did = {"wrote the prompt": bool(request.prompt.strip()), "set the controls": request.wishes != Wishes()}
    return tuple(what for what, is_done in did.items() if is_done)


def _title(description: str) -> str:
    words = " ".join(description.split(",")[0].split()[:6])
    return words[:1].upper() + words[1:]
