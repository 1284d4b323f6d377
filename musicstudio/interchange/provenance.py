# SPDX-License-Identifier: GPL-3.0-or-later
"""Who made what: credits with the roles that streaming services ask about, licences, and what was done by whom.

The roles are those of the DDEX and Spotify disclosure of 2025: vocals, instrumentation, composition, post-production
and lyrics. All is computed from the recipes of what is heard and from the history. It is a record, not legal advice.
"""

import time
from collections.abc import Sequence

from msgspec import Struct

from musicstudio.project.history import History
from musicstudio.project.model import Clip, Project, Recipe, Take, Track

from .acts import PROCESSING, VOCAL_ROLES, Act, acts_of, has_act, recipe_of

ROLES = ("vocals", "instrumentation", "composition", "post-production", "lyrics")
HUMAN, AI, IMPORTED, NONE = "human", "AI", "imported", "none"
_BY_ORIGIN = {"import": IMPORTED, "": IMPORTED, "recording": HUMAN}
_IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


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
    joined by "and", or ``none``. acts: what was done, told by what the steps of the history changed.
    digital_source_type: the IPTC term that says the same to programs. mark: what the inaudible mark of the song spells,
    empty where it has none.
    """

    title: str
    artist: str
    roles: dict[str, str]
    acts: tuple[Act, ...]
    licences: tuple[str, ...]
    is_commercial_use_allowed: bool
    digital_source_type: str
    human_contributions: tuple[str, ...]
    sounds: tuple[SoundCredit, ...]
    log: tuple[LogEntry, ...]
    mark: str = ""


def credits_of(project: Project, history: History | None = None, artist: str = "") -> CreditsSheet:
    """The record of a song as it stands."""
    heard = _heard_clips(project)
    recipes = [recipe for _, _, _, recipe in heard]
    human = [text for recipe in (*recipes, *_song_recipes(project)) for text in recipe.human]
    entries = history.entries[: history.index + 1] if history else ()
    return CreditsSheet(
        title=project.title,
        artist=artist,
        roles=disclosed_roles(project, history),
        acts=acts_of(history),
        licences=tuple(sorted({recipe.licence for recipe in recipes if recipe.licence})),
        is_commercial_use_allowed=all(recipe.is_commercial_use_allowed for recipe in recipes),
        digital_source_type=digital_source_type(project, history),
        human_contributions=tuple(dict.fromkeys(human)),
        sounds=tuple(_credit(*each) for each in heard),
        log=tuple(LogEntry(_utc(entry.time_s), entry.label) for entry in entries),
    )


def disclosed_roles(project: Project, history: History | None = None) -> dict[str, str]:
    """Each of the five roles with who made it."""
    acts = acts_of(history)
    heard = [(track, origin_of(project, recipe)) for track, _, _, recipe in _heard_clips(project)]
    vocals = [recipe for track, recipe in heard if _is_sung(track)]
    others = [recipe for track, recipe in heard if not _is_sung(track)]
    by_hand = {HUMAN} if heard and has_act(acts, "composed") else set()
    mixed = {AI} if any(recipe.is_ai for _, recipe in heard) else set()
    return {
        "vocals": _join_makers(_makers(vocals)),
        "instrumentation": _join_makers(_makers(others)),
        "composition": _join_makers(_makers(vocals + others) | by_hand),
        "post-production": _join_makers(mixed | ({HUMAN} if heard and has_act(acts, "mixed", "cut") else set())),
        "lyrics": _join_makers(_lyricists(project, acts) if vocals else set()),
    }


def digital_source_type(project: Project, history: History | None = None) -> str:
    """The IPTC term of a song: what kind of making it comes from."""
    origins = [origin_of(project, recipe) for _, _, _, recipe in _heard_clips(project)]
    machines = [recipe for recipe in origins if recipe.is_ai]
    if not machines:
        is_recorded = any(recipe.engine == "recording" for recipe in origins)
        is_brought = any(_BY_ORIGIN.get(recipe.engine) == IMPORTED for recipe in origins)
        return _IPTC + ("humanEdits" if is_brought else "digitalCapture" if is_recorded else "digitalCreation")
    if len(machines) < len(origins) or has_act(acts_of(history), "composed"):
        return _IPTC + "compositeWithTrainedAlgorithmicMedia"
    return _IPTC + ("trainedAlgorithmicMedia" if any(recipe.model for recipe in machines) else "algorithmicMedia")


def is_machine_made(project: Project) -> bool:
    """Whether a machine had a part in anything that is heard."""
    return any(origin_of(project, recipe).is_ai for _, _, _, recipe in _heard_clips(project))


def disclosure_sentence(project: Project, history: History | None = None) -> str:
    """A line for the tags of a file, such as ``AI: composition, instrumentation``; empty when no machine took part."""
    roles = disclosed_roles(project, history)
    parts = [name for name, who in roles.items() if who == AI]
    shared = [name for name, who in roles.items() if AI in who and who != AI]
    said = [f"AI: {', '.join(parts)}"] if parts else []
    said += [f"AI with others: {', '.join(shared)}"] if shared else []
    return "; ".join(said)


def licence_of(project: Project) -> str:
    """The licences of what is heard, for the tags of a file."""
    return ". ".join(dict.fromkeys(recipe.licence for _, _, _, recipe in _heard_clips(project) if recipe.licence))


_Heard = tuple[Track, Clip, Take, Recipe]


def _heard_clips(project: Project) -> list[_Heard]:
    return [
        (track, clip, clip.take, recipe_of(project, clip.take) or Recipe(engine=""))
        for track, clip in project.clips()
        if clip.take is not None and not clip.is_muted and not track.strip.is_muted
    ]


def _song_recipes(project: Project) -> list[Recipe]:
    recipe = project.recipes.get(project.song_recipe_id)
    return [recipe] if recipe else []


def origin_of(project: Project, recipe: Recipe) -> Recipe:
    """Whose work a sound is: what was only taken apart or rendered is the work of what it was made from."""
    seen: set[str] = set()
    while recipe.engine in PROCESSING and recipe.inputs and recipe.inputs[0] not in seen:
        seen.add(recipe.inputs[0])
        source = project.sources.get(recipe.inputs[0])
        found = project.recipes.get(source.recipe_id) if source else None
        recipe = found or Recipe(engine="")
    return recipe


def _makers(recipes: Sequence[Recipe]) -> set[str]:
    makers = {AI if recipe.is_ai else _BY_ORIGIN.get(recipe.engine, HUMAN) for recipe in recipes}
    return makers | ({HUMAN} if any(_did(recipe, "edited") or _did(recipe, "melody") for recipe in recipes) else set())


def _is_sung(track: Track) -> bool:
    """Whether a row is a voice: a choir that an instrument plays is none."""
    return track.kind == "vocal" or (track.role in VOCAL_ROLES and track.kind != "instrument")


def _lyricists(project: Project, acts: Sequence[Act]) -> set[str]:
    if not project.lyrics.strip():
        return set()
    recipes = _song_recipes(project)
    is_given = not recipes or any(_did(recipe, "lyrics") for recipe in recipes)
    makers = {HUMAN} if is_given else {AI}
    return makers | ({HUMAN} if has_act(acts, "wrote") else set())


def _join_makers(makers: set[str]) -> str:
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
