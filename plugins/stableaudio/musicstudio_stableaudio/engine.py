# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine that the studio sees. Cheap to import: torch and diffusers come in with the first run."""

from importlib.util import find_spec

from musicstudio.plugins.api import (
    Capabilities,
    InputError,
    Job,
    ModelMissingError,
    Request,
    Result,
    Task,
    in_background,
    models_here,
    models_of,
    read_wish,
)

from . import VERSION
from .making import make

PLUGIN = "stableaudio"
LONGEST_S = 47.0
_USUAL_S = 20.0
_TASKS = frozenset({Task.GENERATE, Task.REGENERATE, Task.EXTEND, Task.RESTYLE})


class StableAudio:
    """Music and sounds, up to 47 s."""

    def capabilities(self) -> Capabilities:
        """What it can do now; looks for the files only."""
        here, entry = models_here(PLUGIN), models_of(PLUGIN)[0]
        return Capabilities(
            engine="stable-audio",
            title="Stable Audio Open",
            version=VERSION,
            tasks=_TASKS,
            inputs=frozenset({"prompt", "negative", "reference"}),
            longest_s=LONGEST_S,
            weights_license=entry.terms.title,
            weights_bytes=entry.size_bytes,
            are_weights_present=bool(here),
            is_commercial_use_allowed=entry.terms.is_commercial_use_allowed,
            why_unavailable=_why_unavailable(bool(here)),
            hears_sound=True,
        )

    def run(self, request: Request) -> Job[Result]:
        """Make one audio track. Raises `InputError`, `ModelMissingError` or `EngineError`; closing it cancels."""
        if request.task not in _TASKS:
            raise InputError("Stable Audio makes sound from words and sound only; the composer can do this.")
        here = models_here(PLUGIN)
        if problem := _why_unavailable(bool(here)):
            raise ModelMissingError(problem)
        longest_s = 10_000.0 if request.task is Task.RESTYLE else LONGEST_S
        wish = read_wish(request, "Stable Audio", longest_s, _USUAL_S)
        return (yield from in_background(lambda reporter: make(here[0], request, wish, reporter), PLUGIN))


def _why_unavailable(is_here: bool) -> str:
    missing = [name for name in ("diffusers", "transformers", "torchsde") if find_spec(name) is None]
    if missing:
        return f"Stable Audio needs the Python packages {', '.join(missing)}; add it again by Edit > Models."
    return "" if is_here else "The weights of Stable Audio Open are not on this machine; add them by Edit > Models."
