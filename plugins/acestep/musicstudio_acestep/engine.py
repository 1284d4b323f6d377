# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine that the studio sees. Cheap to import: torch and diffusers come in with the first run."""

from importlib.util import find_spec

from musicstudio.plugins.api import (
    Capabilities,
    Entry,
    InputError,
    Job,
    ModelMissingError,
    Request,
    Result,
    Task,
    config_of,
    in_background,
    models_here,
    models_of,
    read_wish,
)

from . import VERSION
from .making import make

PLUGIN = "acestep"
LONGEST_S = 600.0
_USUAL_S = 120.0
_TASKS = frozenset({Task.GENERATE, Task.REGENERATE, Task.EXTEND})


class AceStep:
    """Songs with words, up to ten minutes."""

    def capabilities(self) -> Capabilities:
        """What it can do now; looks for the files and the networks' settings only."""
        here, entry = models_here(PLUGIN), models_of(PLUGIN)[0]
        return Capabilities(
            engine="acestep",
            title="ACE-Step 1.5",
            version=VERSION,
            tasks=_TASKS.union(*map(_more_tasks, here)),
            inputs=frozenset({"prompt", "lyrics", "reference"}),
            longest_s=LONGEST_S,
            makes_vocals=True,
            weights_license=entry.terms.title,
            weights_bytes=entry.size_bytes,
            are_weights_present=bool(here),
            is_commercial_use_allowed=entry.terms.is_commercial_use_allowed,
            why_unavailable=_why_unavailable(bool(here)),
            hears_sound=True,
        )

    def run(self, request: Request) -> Job[Result]:
        """Make one audio track. Raises `InputError`, `ModelMissingError` or `EngineError`; closing it cancels."""
        here = models_here(PLUGIN)
        if problem := _why_unavailable(bool(here)):
            raise ModelMissingError(problem)
        if request.task not in self.capabilities().tasks:
            raise InputError("The weights of ACE-Step that are here cannot do this; see its card in Edit > Models.")
        wish = read_wish(request, "ACE-Step", LONGEST_S, _USUAL_S, needs_words=not request.lyrics.strip())
        entry = next(each for each in here if request.task in _TASKS | _more_tasks(each))
        return (
            yield from in_background(lambda reporter: make(entry, request, wish, is_turbo(entry), reporter), PLUGIN)
        )


def is_turbo(entry: Entry) -> bool:
    """Whether a model's network was distilled to a few steps, as its settings say."""
    settings = config_of(entry.folder / "transformer" / "config.json")
    return bool(settings.get("is_turbo")) or settings.get("model_version") == "turbo"


def _more_tasks(entry: Entry) -> frozenset[Task]:
    """What a model can do besides: base weights add an instrument; those with the tokenizer of sound make covers."""
    covers = {Task.RESTYLE} if (entry.folder / "audio_tokenizer").is_dir() else set()
    return frozenset(covers if is_turbo(entry) else covers | {Task.LAYER})


def _why_unavailable(is_here: bool) -> str:
    missing = [name for name in ("diffusers", "transformers") if find_spec(name) is None]
    if missing:
        return f"ACE-Step needs the Python packages {', '.join(missing)}; add it again by Edit > Models."
    return "" if is_here else "The weights of ACE-Step are not on this machine; add them by Edit > Models."
