# SPDX-License-Identifier: GPL-3.0-or-later
"""A clip or a file without noise, clicks, hum and the bleed of other stems.

The result is a new take beside the one it was made from. A stem of a separation is cleaned of what leaks from the other
stems of that separation. Cleaning a cleaned take begins again from what it was made from, so strengths are alternatives
and do not add up.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from musicstudio.core.files import require_another_file
from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.cleaning.clean import Cleaned, Found, clean
from musicstudio.dsp.cleaning.strength import USUAL, strength_of
from musicstudio.interchange.audio_file import AudioSpec, check_format, write_audio
from musicstudio.media.importing import load_audio
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.helpers import compose_edits
from musicstudio.project.edits.song import add_recipes
from musicstudio.project.edits.takes import add_take
from musicstudio.project.model import Project, Recipe, Source, Take

from ..results.recipe_ids import recipe_id_of
from ..results.storing import store_audio
from .clip_sound import clip_sound
from .separate import RESIDUAL

if TYPE_CHECKING:
    from ..session.session import Session

ENGINE = "cleaning"
_AUDIBLE_DB = -120.0


def clean_clip(
    session: "Session", clip_id: str, strength: str = USUAL, on_done: Callable[[], None] | None = None
) -> str:
    """Queue the cleaning of a clip's whole source and return the job's id. strength: gentle, usual or strong.

    Raises `InputError` when the clip has no sound, or for an unknown strength.
    """
    project = session.document.committed
    sound = clip_sound(project, clip_id)
    strength_of(strength)
    take, name = sound.take, sound.name
    source = _original_source(project, take.source)
    others = other_stems(project, source)

    def apply_result(result: tuple[Source, Recipe]) -> None:
        cleaned, recipe = result
        recipe_id = recipe_id_of(recipe)
        fresh = Take(new_id("take"), f"cleaned, {strength}", cleaned.hash, lead_s=take.lead_s, recipe_id=recipe_id)
        edit = compose_edits(add_recipes({recipe_id: recipe}), add_take(clip_id, fresh, (cleaned,)))
        session.results.apply("Clean", edit)
        session.notify(f"{name}: {recipe.parameters['found']}.")
        if on_done:
            on_done()

    return session.jobs.submit(
        f"Clean {name}", lambda: _clean_job(session.media, source, others, strength), on_done=apply_result
    )


def other_stems(project: Project, source: Source) -> list[Source]:
    """The other stems of the separation that a source came from; none for other audio."""
    recipe = project.recipes.get(source.recipe_id)
    if recipe is None or recipe.engine != "separation":
        return []
    return [
        other
        for other in project.sources.values()
        if other.recipe_id == source.recipe_id and other.hash != source.hash and other.name != RESIDUAL
    ]


def clean_file(
    path: Path, output: Path, strength: str = USUAL, stems: Sequence[Path] = (), bit_depth: int = 24
) -> Job[dict[str, Any]]:
    """Read, clean, write; what was done as plain values. stems: files of the other stems, aligned with ``path``.

    Raises `MediaError`, `InputError`, `StorageError`.
    """
    check_format(output, AudioSpec(0, bits=bit_depth))
    require_another_file(output, [path, *stems])
    strength_of(strength)
    loaded = yield from within(load_audio(path), 0.0, 0.1)
    others, told = list[Any](), [*loaded.notices]
    for stem in stems:
        beside = yield from within(load_audio(stem), 0.1, 0.15)
        others = [*others, beside.audio]
        told += [*beside.notices]
    cleaned = yield from within(clean(loaded.audio, SAMPLE_RATE, strength, others), 0.15, 0.9)
    spec = AudioSpec(cleaned.audio.shape[1], cleaned.audio.shape[0], bits=bit_depth)
    written = yield from within(write_audio(output, [cleaned.audio], spec), 0.9, 1.0)
    return {
        "output": str(output),
        "strength": strength,
        **_figures(cleaned),
        "notices": [*told, *written.shortfalls],
        "is_as_asked": not written.shortfalls,
    }


def _clean_job(media: MediaStore, source: Source, others: list[Source], strength: str) -> Job[tuple[Source, Recipe]]:
    beside = [media.read_all(other.hash) for other in others if media.has(other.hash) and other.rate == source.rate]
    cleaned = yield from within(clean(media.read_all(source.hash), source.rate, strength, beside), 0.0, 0.95)
    yield Progress(0.95, "Saving")
    recipe = Recipe(
        ENGINE,
        task=f"clean, {strength}",
        parameters={"strength": strength, "other_stems": len(beside), **_figures(cleaned)},
        inputs=(source.hash,),
        human=("chose the strength",),
    )
    stored = store_audio(media, cleaned.audio, source.rate, source.name, recipe_id_of(recipe))
    return stored, recipe


def _original_source(project: Project, content_hash: str) -> Source:
    """A source, or what it was cleaned from."""
    source = project.sources[content_hash]
    recipe = project.recipes.get(source.recipe_id)
    if recipe is not None and recipe.engine == ENGINE and recipe.inputs and recipe.inputs[0] in project.sources:
        return project.sources[recipe.inputs[0]]
    return source


def _figures(cleaned: Cleaned) -> dict[str, Any]:
    found = cleaned.found
    return {
        "noise_db": round(found.noise_db, 1),
        "bleed_db": round(found.bleed_db, 1),
        "hum_hz": round(found.hum_hz, 2),
        "hum_lines": list(found.hum_lines),
        "clicks": found.clicks,
        "found": _in_words(found) if cleaned.audio.any() else "nothing was found, for it is silent",
    }


def _in_words(found: Found) -> str:
    """``noise at −62 dB, hum at 50 Hz, 3 clicks``."""
    words = []
    if found.noise_db > _AUDIBLE_DB:
        words.append(f"noise at −{abs(found.noise_db):.0f} dB")
    if found.bleed_db > _AUDIBLE_DB:
        words.append(f"bleed of the other stems at −{abs(found.bleed_db):.0f} dB")
    if found.hum_hz:
        words.append(f"hum at {found.hum_hz:.0f} Hz")
    if found.clicks:
        words.append("one click" if found.clicks == 1 else f"{found.clicks} clicks")
    return ", ".join(words) or "no noise, hum or clicks; only quiet places were lowered"
