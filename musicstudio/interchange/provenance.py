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
HUMAN, AI, IMPORTED, NONE = "human", "AI", "imported", "none"
_BY_ORIGIN = {"import": IMPORTED, "": IMPORTED, "recording": HUMAN}
_PROCESSING = ("separation", "cleaning", "stretch", "transcription", "render")
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
    """The whole record.

    roles: who made each: ``human``, ``AI``, ``imported`` (made elsewhere, by whom is not known), several of them
    joined by "and", or ``none``.
    """

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
    heard = [(track, take, origin_of(project, recipe)) for track, _, take, recipe in _heard(project)]
    vocals = [recipe for track, _, recipe in heard if track.role in _VOCAL_ROLES]
    others = [recipe for track, _, recipe in heard if track.role not in _VOCAL_ROLES]
    mixed = {AI} if any(recipe.is_ai for _, _, recipe in heard) else set()
    return {
        "vocals": _joined(_makers(vocals)),
        "instrumentation": _joined(_makers(others)),
        "composition": _joined(_makers(vocals + others)),
        "post-production": _joined(mixed | ({HUMAN} if heard and len(history) > 1 else set())),
        "lyrics": _joined(_lyricists(project)),
    }


def disclosure_sentence(project: Project) -> str:
    """A line for the tags of a file, such as ``AI: composition, instrumentation``; empty when no machine took part."""
    parts = [name for name, who in disclosed_roles(project).items() if AI in who]
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
    lines += ["", "Licences:", *(f"  {licence}" for licence in sheet.licences or ("none named",))]
    lines += [
        "",
        "Commercial use: " + ("allowed" if sheet.is_commercial_use_allowed else "not allowed for every sound"),
    ]
    lines += ["", "What people did:", *(f"  {text}" for text in sheet.human_contributions or ("nothing on record",))]
    lines += ["", "Sounds:", *_sound_lines(sheet.sounds)]
    lines += ["", "Log (UTC):", *(f"  {entry.at}  {entry.what}" for entry in sheet.log)]
    return "\n".join(lines) + "\n"


def _sound_lines(sounds: Sequence[SoundCredit]) -> list[str]:
    """Each making once, with the clips that came of it below."""
    clips: dict[str, list[str]] = {}
    for sound in sounds:
        clips.setdefault(_making(sound), []).append(f"{sound.track} / {sound.clip} at {sound.start_s:.2f} s")
    return [line for making, places in clips.items() for line in (f"  {making}:", *(f"    {each}" for each in places))]


def _making(sound: SoundCredit) -> str:
    maker = f"{sound.engine} {sound.engine_version}".strip() or "not on record"
    facts = [
        maker,
        sound.task,
        f"seed {sound.seed}" if sound.is_ai else "",
        f"model {sound.model}" if sound.model else "",
    ]
    return ", ".join(fact for fact in (*facts, f"“{sound.prompt}”" if sound.prompt else "") if fact)


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


def origin_of(project: Project, recipe: Recipe) -> Recipe:
    """Whose work a sound is: what was only taken apart or rendered is the work of what it was made from."""
    seen: set[str] = set()
    while recipe.engine in _PROCESSING and recipe.inputs and recipe.inputs[0] not in seen:
        seen.add(recipe.inputs[0])
        source = project.sources.get(recipe.inputs[0])
        found = project.recipes.get(source.recipe_id) if source else None
        recipe = found or Recipe(engine="")
    return recipe


def _makers(recipes: Sequence[Recipe]) -> set[str]:
    makers = {AI if recipe.is_ai else _BY_ORIGIN.get(recipe.engine, HUMAN) for recipe in recipes}
    return makers | ({HUMAN} if any(_did(recipe, "edited") or _did(recipe, "melody") for recipe in recipes) else set())


def _lyricists(project: Project) -> set[str]:
    if not project.lyrics.strip():
        return set()
    recipes = _song_recipes(project)
    return {HUMAN} if not recipes or any(_did(recipe, "lyrics") for recipe in recipes) else {AI}


def _joined(makers: set[str]) -> str:
    return " and ".join(name for name in (HUMAN, AI, IMPORTED) if name in makers) or NONE


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
