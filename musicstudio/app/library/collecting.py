# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a song belongs into the library: one entry a recipe that something in it still has."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from musicstudio.analysis.sound_vector import sound_vector
from musicstudio.core.files import text_of_name
from musicstudio.library.entries import Entry
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Clip, Project, Recipe, Take, Track

from .excerpts import SoundingTake, excerpts_of, wave_of

_WHOLE_SONG = ("generate", "harmonize", "restyle", "compose", "")
_MAX_PROMPT, _MAX_RECIPE_BYTES = 2000, 200_000
_KINDS = {"import": "import", "recording": "recording"}


class Collected(msgspec.Struct, frozen=True):
    """An entry, and the takes whose sound is its."""

    entry: Entry
    takes: tuple[SoundingTake, ...]


def collect(project: Project, path: Path, made_at: float | None = None) -> list[Collected]:
    """Everything of a song, the song itself first, without its sound; made_at: seconds since 1970, now if None."""
    at = time.time() if made_at is None else made_at
    found = list(_of_song(project, path, at, "song" if project.song_recipe_id else ""))
    for variation in project.variations:
        if variation.song is not None:
            song = msgspec.structs.replace(variation.song, sources=project.sources, recipes=project.recipes)
            found += _of_song(song, path, at, "variation", variation.name)
    return list({each.entry.id: each for each in reversed(found)}.values())[::-1]


def entry_id_of(project: Project, clip: Clip) -> str:
    """Under which id what made a clip is listed: the song's, or that of the take or import."""
    recipe_id = (clip.take.recipe_id or _recipe_of_source(project, clip.take)) if clip.take else ""
    return f"{project.id}/{recipe_id or project.song_recipe_id}"


def with_sound(collected: Collected, media: MediaStore) -> Entry:
    """The entry with how it sounds, as far as that can be read. Raises nothing for sound that is missing."""
    mono = excerpts_of(collected.takes, media)
    vector = sound_vector(mono)
    wave = wave_of(collected.takes, media) if vector else b""
    return msgspec.structs.replace(collected.entry, vector=vector, wave=wave)


def _of_song(project: Project, path: Path, at: float, kind: str, name: str = "") -> Iterator[Collected]:
    song_recipe = project.recipes.get(project.song_recipe_id)
    if kind and song_recipe is not None and any(True for _ in project.clips()):
        title = f"{project.title}, {name}" if name and name not in project.title else project.title
        yield Collected(_entry(project, path, at, kind, title, project.song_recipe_id, song_recipe), _heard(project))
    made = _takes_by_recipe(project)
    for recipe_id, recipe in project.recipes.items():
        takes = made.get(recipe_id, [])
        if recipe_id == project.song_recipe_id or not takes or not _is_wanted(recipe):
            continue
        entry = _entry(project, path, at, _KINDS.get(recipe.engine, "take"), _title(project, recipe, takes), recipe_id,
                       recipe, tuple(dict.fromkeys(track.name for track, _, _ in takes)))  # fmt: skip
        yield Collected(entry, tuple(_sounding(track, clip, take) for track, clip, take in takes if take.source))


def _is_wanted(recipe: Recipe) -> bool:
    """Whole songs that lie on the timeline no longer, and what only changed a sound, are not listed apart."""
    return recipe.engine in _KINDS or (recipe.is_ai and recipe.task not in _WHOLE_SONG)


def _entry(
    project: Project, path: Path, at: float, kind: str, title: str, recipe_id: str, recipe: Recipe,
    instruments: tuple[str, ...] = (),
) -> Entry:  # fmt: skip
    sounding = [track for track in project.tracks if track.kind not in ("bus", "group") and track.clips]
    meter = project.tempo_map.meters[0]
    return Entry(
        id=f"{project.id}/{recipe_id}",
        kind=kind,
        title=text_of_name(title)[:200],
        prompt=text_of_name(recipe.prompt if recipe.engine not in _KINDS else "")[:_MAX_PROMPT],
        path=str(path),
        instruments=instruments or tuple(dict.fromkeys(track.name for track in sounding)),
        styles=_styles(recipe),
        bpm=round(project.tempo_map.tempos[0].bpm, 2),
        key=project.key.name,
        meter=f"{meter.numerator}/{meter.denominator}",
        length_s=round(project.length_s, 3),
        has_voice=any(track.kind == "vocal" for track in sounding),
        made_at=at,
        engine=recipe.engine,
        seed=recipe.seed,
        recipe=_small(recipe),
    )


def _styles(recipe: Recipe) -> tuple[str, ...]:
    """Styles by name, the heaviest first."""
    known = recipe.parameters.get("conditioning")
    styles: Any = known.get("styles") if isinstance(known, dict) else None
    pairs = [pair for pair in styles if isinstance(pair, list | tuple) and pair] if isinstance(styles, list) else []
    return tuple(str(pair[0]).replace("_", " ") for pair in pairs[:4])


def _small(recipe: Recipe) -> dict[str, Any]:
    """A recipe as plain JSON, without parameters where it would be huge."""
    if len(msgspec.json.encode(recipe)) > _MAX_RECIPE_BYTES:
        recipe = msgspec.structs.replace(recipe, parameters={})
    plain: dict[str, Any] = msgspec.to_builtins(recipe)
    return plain


def _title(project: Project, recipe: Recipe, takes: list[tuple[Track, Clip, Take]]) -> str:
    """The name of a file that came in, or the song's with where the takes lie."""
    if recipe.engine in _KINDS:
        source = project.sources.get(takes[0][2].source)
        return (source.name if source else "") or recipe.prompt or takes[0][0].name
    places = list(dict.fromkeys(clip.name or track.name for track, clip, _ in takes))
    return f"{project.title}, {', '.join(places[:3])}{' …' if len(places) > 3 else ''}"


def _takes_by_recipe(project: Project) -> dict[str, list[tuple[Track, Clip, Take]]]:
    """What each recipe made, in one walk over the song."""
    found: dict[str, list[tuple[Track, Clip, Take]]] = {}
    for track, clip in project.clips():
        for take in clip.takes:
            found.setdefault(take.recipe_id or _recipe_of_source(project, take), []).append((track, clip, take))
    return found


def _recipe_of_source(project: Project, take: Take) -> str:
    source = project.sources.get(take.source)
    return source.recipe_id if source else ""


def _heard(project: Project) -> tuple[SoundingTake, ...]:
    """What the song plays now."""
    return tuple(
        _sounding(track, clip, clip.take)
        for track, clip in project.clips()
        if clip.take is not None and clip.take.source and not (clip.is_muted or track.strip.is_muted)
    )


def _sounding(track: Track, clip: Clip, take: Take) -> SoundingTake:
    return SoundingTake(
        source=take.source,
        start_s=clip.start_s,
        end_s=clip.end_s,
        shift_s=take.lead_s - clip.origin_s,
        gain_db=clip.gain_db + track.strip.gain_db,
    )
