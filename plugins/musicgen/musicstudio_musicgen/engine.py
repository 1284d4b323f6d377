# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine that the studio sees. Cheap to import: torch and transformers come in with the first run."""

from importlib.util import find_spec

from musicstudio.plugins.api import (
    Capabilities,
    Entry,
    Job,
    ModelMissingError,
    Request,
    Result,
    Task,
    config_of,
    in_background,
    models_here,
    models_of,
)

from . import VERSION
from .making import make
from .spec import MAX_LENGTH_S, follows_tune, wish_of

PLUGIN = "musicgen"
KINDS = {"musicgen": False, "musicgen_melody": True}
"""By the kind that a model's settings name: whether it follows a tune."""
_TASKS = frozenset({Task.GENERATE, Task.REGENERATE, Task.EXTEND, Task.LAYER})


class MusicGen:
    """entry: the model; None: of those that are here the one that suits a request."""

    def __init__(self, entry: Entry | None = None) -> None:
        self._entry = entry

    def capabilities(self) -> Capabilities:
        """What it can do now; looks for the files, opens none but the models' settings."""
        here = self._here()
        known = here or self._known()
        has_tunes = any(_follows(entry) for entry in here)
        inputs = {"prompt"} | ({"melody", "reference"} if has_tunes else set())
        return Capabilities(
            engine=self._name,
            title=self._entry.title if self._entry else "MusicGen",
            version=VERSION,
            tasks=_TASKS | ({Task.HARMONIZE} if has_tunes else set()),
            inputs=frozenset(inputs),
            longest_s=MAX_LENGTH_S,
            weights_license=known[0].terms.title,
            weights_bytes=known[0].size_bytes,
            are_weights_present=bool(here),
            is_commercial_use_allowed=known[0].terms.is_commercial_use_allowed,
            why_unavailable=self._why_unavailable(here),
            hears_sound=True,
        )

    def run(self, request: Request) -> Job[Result]:
        """Make one audio track. Raises `InputError`, `ModelMissingError` or `EngineError`; closing it cancels."""
        wish = wish_of(request)
        here = self._here()
        if problem := self._why_unavailable(here):
            raise ModelMissingError(problem)
        entry = _suiting(here, follows_tune(request), self._entry is not None)
        name = self._name
        return (yield from in_background(lambda reporter: make(name, entry, request, wish, here, reporter), PLUGIN))

    @property
    def _name(self) -> str:
        return self._entry.name if self._entry else PLUGIN

    def _known(self) -> tuple[Entry, ...]:
        return (self._entry,) if self._entry else models_of(PLUGIN)

    def _here(self) -> tuple[Entry, ...]:
        found = {entry.name for entry in models_here(PLUGIN)}
        return tuple(entry for entry in self._known() if entry.name in found and _kind(entry) in KINDS)

    def _why_unavailable(self, here: tuple[Entry, ...]) -> str:
        if find_spec("transformers") is None:
            return "MusicGen needs the Python package transformers; add a model again by Edit > Models."
        if here:
            return ""
        smallest = min(self._known(), key=lambda entry: entry.size_bytes)
        return (
            f"No weights of MusicGen are on this machine; add {smallest.title} by Edit > Models "
            f"(about {smallest.size_bytes / 1e9:.1f} GB, licence {smallest.terms.title}: no commercial use)."
        )


def _kind(entry: Entry) -> str:
    return str(config_of(entry.folder / "config.json").get("model_type", ""))


def _follows(entry: Entry) -> bool:
    return KINDS.get(_kind(entry), False)


def _suiting(here: tuple[Entry, ...], wants_tune: bool, is_fixed: bool) -> Entry:
    """A model that follows tunes where there is one to follow, else the first that is here."""
    if is_fixed:
        return here[0]
    return next((entry for entry in here if _follows(entry) == wants_tune), here[0])
