# SPDX-License-Identifier: GPL-3.0-or-later
"""Who made what: credits with the roles that streaming services ask about, licences, and the log of what a person did.

The roles are those of the DDEX and Spotify disclosure of 2025: vocals, instrumentation, composition, post-production
and lyrics. All is computed from the recipes of what is heard and from the history. It is a record, not legal advice.
"""

import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from musicstudio.core.files import write_file
from musicstudio.project.history import HistoryEntry
from musicstudio.project.model import Clip, Project, Recipe, Take, Track

ROLES = ("vocals", "instrumentation", "composition", "post-production", "lyrics")
AI, HUMAN, BOTH, NONE = "AI", "human", "human and AI", "none"
_VOCAL_ROLES = ("vocals", "backing", "choir")


class SoundCredit(Struct, frozen=True):
    """How one clip that is heard came to be."""

    track: str
    clip: str
    start_s: float
    source: str
    engine: str
    engine_version: str
    task: str
    prompt: str
    seed: int
    model: str
    model_hash: str
    licence: str
    is_ai: bool
    is_commercial_use_allowed: bool
    inputs: tuple[str, ...]
    human: tuple[str, ...]


class LogEntry(Struct, frozen=True):
    """One step of the history. at: UTC."""

    at: str
    what: str


class CreditsSheet(Struct, frozen=True):
    """The whole record. roles: by name, one of ``AI``, ``human``, ``human and AI`` and ``none``."""

    title: str
    roles: dict[str, str]
    licences: tuple[str, ...]
    is_commercial_use_allowed: bool
    human_contributions: tuple[str, ...]
    sounds: tuple[SoundCredit, ...]
    log: tuple[LogEntry, ...]


def credits_of(project: Project, history: Sequence[HistoryEntry] = ()) -> CreditsSheet:
    """The record of a song as it stands."""
    heard = _heard(project)
    recipes = [recipe for _, _, _, recipe in heard]
    human = [text for recipe in (*recipes, *_song_recipes(project)) for text in recipe.human]
    return CreditsSheet(
        title=project.title,
        roles=disclosed_roles(project, history),
        licences=tuple(sorted({recipe.licence for recipe in recipes if recipe.licence})),
        is_commercial_use_allowed=all(recipe.is_commercial_use_allowed for recipe in recipes),
        human_contributions=tuple(dict.fromkeys(human)),
        sounds=tuple(_credit(*each) for each in heard),
        log=tuple(LogEntry(_utc(entry.time_s), entry.label) for entry in history),
    )


def disclosed_roles(project: Project, history: Sequence[HistoryEntry] = ()) -> dict[str, str]:
    """Each of the five roles with who made it."""
    heard = _heard(project)
    vocals = [recipe for track, _, _, recipe in heard if track.role in _VOCAL_ROLES]
    others = [recipe for track, _, _, recipe in heard if track.role not in _VOCAL_ROLES]
    written = [recipe for _, _, take, recipe in heard if take.notes or recipe.is_ai]
    has_steps = len(history) > 1
    return {
        "vocals": _who(vocals),
        "instrumentation": _who(others),
        "composition": _who(written) if written else (HUMAN if heard else NONE),
        "post-production": BOTH if has_steps and heard else (AI if heard else NONE),
        "lyrics": _who_wrote_lyrics(project),
    }


def disclosure_sentence(project: Project) -> str:
    """A line for the tags of a file, such as ``AI: composition, instrumentation``; empty when no machine took part."""
    parts = [name for name, who in disclosed_roles(project).items() if who in (AI, BOTH)]
    return f"AI: {', '.join(parts)}" if parts else ""


def write_credits(folder: Path, sheet: CreditsSheet) -> tuple[Path, Path]:
    """Write ``credits.json`` and ``credits.txt``. Raises `StorageError`."""
    as_json, as_text = Path(folder) / "credits.json", Path(folder) / "credits.txt"
    write_file(as_json, msgspec.json.format(msgspec.json.encode(sheet), indent=2) + b"\n")
    write_file(as_text, credits_text(sheet).encode())
    return as_json, as_text


def credits_text(sheet: CreditsSheet) -> str:
    """The record to be read by people."""
    lines = [f"Credits of “{sheet.title}”", "", "Who made it:"]
    lines += [f"  {role}: {who}" for role, who in sheet.roles.items()]
    lines += ["", "Licences: " + (", ".join(sheet.licences) or "none named")]
    lines += ["Commercial use: " + ("allowed" if sheet.is_commercial_use_allowed else "not allowed for every sound")]
    lines += ["", "What people did:", *(f"  {text}" for text in sheet.human_contributions or ("nothing on record",))]
    lines += ["", "Sounds:", *(_sound_line(sound) for sound in sheet.sounds)]
    lines += ["", "Log (UTC):", *(f"  {entry.at}  {entry.what}" for entry in sheet.log)]
    return "\n".join(lines) + "\n"


def _sound_line(sound: SoundCredit) -> str:
    maker = f"{sound.engine} {sound.engine_version}".strip() or "unknown"
    facts = [maker, f"seed {sound.seed}" if sound.is_ai else "", f"model {sound.model}" if sound.model else ""]
    facts += [f"“{sound.prompt}”" if sound.prompt else "", sound.licence]
    return f"  {sound.start_s:8.2f} s  {sound.track} / {sound.clip}: " + ", ".join(fact for fact in facts if fact)


_Heard = tuple[Track, Clip, Take, Recipe]


def _heard(project: Project) -> list[_Heard]:
    return [
        (track, clip, clip.take, recipe_of(project, clip.take))
        for track, clip in project.clips()
        if clip.take is not None and not clip.is_muted and not track.strip.is_muted
    ]


def recipe_of(project: Project, take: Take) -> Recipe:
    """The recipe of a take, or else of its source; an unnamed one of a person's when there is none."""
    source = project.sources.get(take.source)
    recipe = project.recipes.get(take.recipe_id) or (project.recipes.get(source.recipe_id) if source else None)
    return recipe or Recipe(engine="")


def _song_recipes(project: Project) -> list[Recipe]:
    recipe = project.recipes.get(project.song_recipe_id)
    return [recipe] if recipe else []


def _who(recipes: Sequence[Recipe]) -> str:
    if not recipes:
        return NONE
    if not any(recipe.is_ai for recipe in recipes):
        return HUMAN
    is_shared = any(not recipe.is_ai or _did(recipe, "edited") or _did(recipe, "melody") for recipe in recipes)
    return BOTH if is_shared else AI


def _who_wrote_lyrics(project: Project) -> str:
    if not project.lyrics.strip():
        return NONE
    recipes = _song_recipes(project)
    is_by_hand = not recipes or any(_did(recipe, "lyrics") for recipe in recipes)
    return HUMAN if is_by_hand else AI


def _did(recipe: Recipe, what: str) -> bool:
    """Whether a person had a hand in something, by the words of the recipe ("gave the lyrics", "edited 3 notes")."""
    return any(what in text for text in recipe.human)


def _credit(track: Track, clip: Clip, take: Take, recipe: Recipe) -> SoundCredit:
    return SoundCredit(
        track=track.name,
        clip=clip.name or take.name,
        start_s=clip.start_s,
        source=take.source,
        engine=recipe.engine,
        engine_version=recipe.engine_version,
        task=recipe.task,
        prompt=recipe.prompt,
        seed=recipe.seed,
        model=recipe.model,
        model_hash=recipe.model_hash,
        licence=recipe.licence,
        is_ai=recipe.is_ai,
        is_commercial_use_allowed=recipe.is_commercial_use_allowed,
        inputs=recipe.inputs,
        human=recipe.human,
    )


def _utc(time_s: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time_s))
