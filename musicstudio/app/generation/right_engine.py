# SPDX-License-Identifier: GPL-3.0-or-later
"""Which engine does a task: the one that made what is there, if it can; else the first that can."""

from collections.abc import Iterable

from musicstudio.core.errors import EngineError
from musicstudio.engines.contract import Capabilities, Engine, Task
from musicstudio.engines.registry import EngineRegistry
from musicstudio.project.model import Clip, Project

WORDS = {
    Task.GENERATE: "make a song from words",
    Task.LAYER: "add or replace a part",
    Task.COMPOSE: "write notes only",
    Task.RESTYLE: "restyle a song",
    Task.EXTEND: "add bars to a song",
    Task.HARMONIZE: "build a song around a melody",
    Task.REGENERATE: "make a part again",
    Task.SING: "sing words to a melody",
}


def engine_for(engines: EngineRegistry, task: Task, makers: Iterable[str] = ()) -> Engine:
    """The engine for a task. makers: names of engines that made what is there, the first that can wins.

    Raises `EngineError` saying why where no engine can.
    """
    can = {each.engine: each for each in engines.capabilities() if task in each.tasks}
    ready = [name for name in (*makers, *can) if name in can and not can[name].why_unavailable]
    if not ready:
        raise EngineError(_why_none(task, can))
    return engines.get(ready[0])


def why_no_engine(engines: EngineRegistry, task: Task, makers: Iterable[str] = ()) -> str:
    """Empty when there is an engine for a task, else the reason."""
    try:
        engine_for(engines, task, makers)
    except EngineError as error:
        return str(error)
    return ""


def why_not_this_engine(capabilities: Capabilities, task: Task) -> str:
    """Empty when one engine, chosen by the user, can do a task now; else the reason."""
    if capabilities.why_unavailable:
        return capabilities.why_unavailable
    return "" if task in capabilities.tasks else f"{capabilities.title} cannot {WORDS[task]}."


def makers_of_clips(project: Project, clips: Iterable[Clip]) -> tuple[str, ...]:
    """Names of the engines that made the takes heard in some clips, in order; then the song's."""
    recipe_ids = [clip.take.recipe_id or _source_recipe(project, clip) for clip in clips if clip.take]
    return _engines(project, (*recipe_ids, project.song_recipe_id))


def makers_of_song(project: Project) -> tuple[str, ...]:
    """The name of the engine that made the song, if one did."""
    return _engines(project, (project.song_recipe_id,))


def _source_recipe(project: Project, clip: Clip) -> str:
    source = project.sources.get(clip.take.source) if clip.take else None
    return source.recipe_id if source else ""


def _engines(project: Project, recipe_ids: Iterable[str]) -> tuple[str, ...]:
    recipes = (project.recipes.get(recipe_id) for recipe_id in recipe_ids)
    return tuple(dict.fromkeys(recipe.engine for recipe in recipes if recipe))


def _why_none(task: Task, can: dict[str, Capabilities]) -> str:
    if not can:
        return f"No engine here can {WORDS[task]}."
    return next(iter(can.values())).why_unavailable
