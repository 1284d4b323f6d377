# SPDX-License-Identifier: GPL-3.0-or-later
"""How a clip was made, stage by stage: what was kept with it, and what can be computed again from the song."""

from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.errors import MediaError, StudioError
from musicstudio.core.progress import Job, Progress, within
from musicstudio.engines.contract import Request, Task
from musicstudio.engines.inside import Inside, Likely, LooksInside
from musicstudio.interchange.acts import acts_of
from musicstudio.jobs.heartbeat import with_heartbeat
from musicstudio.project.model import Clip, Project, Recipe, Section, Take, Track
from musicstudio.project.model.sheet import Span

from ..audio.clip_sound import ClipSound
from ..audio.mel import mel_of
from ..audio.spectrogram import Picture, spectrogram_of
from .change_plan import ChangePlanner
from .plan import Planner

if TYPE_CHECKING:
    from ..session.session import Session

__all__ = ["Inside", "InsideFacts", "Likely", "PartFacts", "facts_of_clip", "look_inside"]
_ENGINELESS = "This sound came from outside: no engine wrote it, so there are no words, chances or rules to show."
_SILENT_ENGINE = "This engine gives no token chances."


class PartFacts(Struct, frozen=True):
    """A row of the section. notes: of its clip there. rule: what wrote it, where that is known."""

    track_id: str
    name: str
    role: str
    notes: int
    rule: str = ""


class InsideFacts(Struct, frozen=True):
    """What is known at once. why_outside: a sentence where no engine wrote the clip.

    by_hand: (kind of deed, steps, what they were called) of a person's own part in the song. command: what makes it
    again, or empty.
    """

    track: Track
    clip: Clip
    take: Take | None
    section: Section | None
    recipe: Recipe | None
    prompt: str
    parts: tuple[PartFacts, ...]
    by_hand: tuple[tuple[str, int, tuple[str, ...]], ...]
    command: str
    why_outside: str = ""


class Deep(Struct, frozen=True):
    """What takes a moment. spans: of the prompt's words; are_spans_again: they were read again now, not kept. mel,
    spectrogram: pictures of 0 to 255, highest band first, or None without sound."""

    inside: Inside
    spans: tuple[Span, ...] = ()
    are_spans_again: bool = False
    mel: NDArray[np.uint8] | None = None
    spectrogram: NDArray[np.uint8] | None = None


def facts_of_clip(session: "Session", clip_id: str) -> InsideFacts | None:
    """What is known of a clip; None where it is gone. Main thread, cheap."""
    project = session.document.project
    found = project.find_clip(clip_id)
    if found is None:
        return None
    track, clip = found
    take, section = clip.take, project.section(clip.section_id)
    recipe = _recipe_of(project, take)
    is_outside = recipe is None or not recipe.is_ai
    prompt = recipe.prompt if recipe is not None and not is_outside else ""
    return InsideFacts(
        track, clip, take, section, recipe, prompt, _parts(project, clip), _by_hand(session),
        _command(session, project, clip, recipe), _ENGINELESS if is_outside else "",
    )  # fmt: skip


def look_inside(session: "Session", facts: InsideFacts) -> Job[Deep]:
    """The rest, computed from the song as it stands: vector, chances, pictures of the sound."""
    project = session.document.committed
    engine = _engine(session, facts.recipe)
    inside = Inside(why_no_tokens=facts.why_outside or _SILENT_ENGINE)
    yield Progress(0.0, "Looking inside")
    if isinstance(engine, LooksInside) and not facts.why_outside:
        section_id = facts.section.id if facts.section else ""
        seeing = with_heartbeat(lambda: engine.look_inside(project, section_id, facts.prompt), "Looking inside")
        inside = yield from within(seeing, 0.0, 0.5)
    spans, is_again = _spans(session, project, facts.recipe) if facts.prompt else ((), False)
    mel, spectrogram = yield from within(_pictures(session, project, facts), 0.5, 1.0)
    return Deep(inside, spans, is_again, mel, spectrogram)


def _pictures(session: "Session", project: Project, facts: InsideFacts) -> Job[tuple[Picture | None, Picture | None]]:
    source = project.sources.get(facts.take.source) if facts.take else None
    if source is None or facts.take is None:
        return None, None
    sound = ClipSound(facts.track, facts.clip, facts.take, source)
    try:
        mel = yield from within(mel_of(sound, session.media), 0.0, 0.4)
        return mel, (yield from within(spectrogram_of(sound, session.media), 0.4, 1.0))
    except MediaError:
        return None, None


def _recipe_of(project: Project, take: Take | None) -> Recipe | None:
    source = project.sources.get(take.source) if take else None
    recipe_id = (take.recipe_id if take else "") or (source.recipe_id if source else "")
    return project.recipes.get(recipe_id)


def _engine(session: "Session", recipe: Recipe | None) -> Any:
    try:
        return session.engines.get(recipe.engine) if recipe else None
    except StudioError:
        return None


def _spans(session: "Session", project: Project, recipe: Recipe | None) -> tuple[tuple[Span, ...], bool]:
    """The words with what they caused: as kept with the song, or read again for a take."""
    if recipe is None:
        return (), False
    if project.sheet is not None and project.sheet.prompt == recipe.prompt:
        return project.sheet.spans, False
    engine = _engine(session, recipe)
    try:
        if recipe.task in (Task.GENERATE, Task.HARMONIZE) and isinstance(engine, Planner):
            return engine.plan(Request(Task.GENERATE, recipe.prompt, seed=recipe.seed)).spans, True
        return _planned_change(engine, project, recipe), True
    except StudioError:
        return (), True


def _planned_change(engine: Any, project: Project, recipe: Recipe) -> tuple[Span, ...]:
    """What an edit's words mean for the sections that it was asked of, as far as these are still there."""
    if not isinstance(engine, ChangePlanner):
        return ()
    ids = tuple(each for each in recipe.parameters.get("section_ids", ()) if project.section(each))
    tracks = tuple(each for each in recipe.parameters.get("track_ids", ()) if project.track(each))
    request = Request(
        Task.REGENERATE, recipe.prompt, seed=recipe.seed, song=project, section_ids=ids or tuple(
            section.id for section in project.sections), track_ids=tracks,
    )  # fmt: skip
    return engine.plan_change(request).spans


def _parts(project: Project, clip: Clip) -> tuple[PartFacts, ...]:
    """Every row that has notes or sound where the clip lies, the clip's section if it has one."""
    found = []
    for track in project.tracks:
        beside = [each for each in track.clips if _is_beside(each, clip)]
        if beside:
            notes = sum(len(each.take.notes) for each in beside if each.take)
            found.append(PartFacts(track.id, track.name, track.role, notes))
    return tuple(found)


def _is_beside(other: Clip, clip: Clip) -> bool:
    if clip.section_id:
        return other.section_id == clip.section_id
    return other.start_s < clip.end_s and other.end_s > clip.start_s


def _by_hand(session: "Session") -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    """(kind of deed, steps, what they were called) of all that a person did in this song."""
    acts = acts_of(session.document.history_states)
    return tuple((act.kind, act.steps, act.labels[:6]) for act in acts if act.is_persons)


def _command(session: "Session", project: Project, clip: Clip, recipe: Recipe | None) -> str:
    """The command line that makes the same again, for tasks of which that is known."""
    if recipe is None or recipe.engine != "composer" or {*recipe.human} - {"wrote the prompt"}:
        return ""  # lyrics, a tune or controls are no words of a command
    if recipe.task == Task.GENERATE:
        return f"musicstudio generate {_quoted(recipe.prompt)} --seed {recipe.seed} -o again.mstudio"
    if recipe.task == Task.REGENERATE and clip.section_id and (section := project.section(clip.section_id)):
        different = recipe.parameters.get("difference", 0.5)
        return (
            f"musicstudio regenerate {_quoted(session.path.name)} --section {_quoted(section.name.lower())} "
            f"--prompt {_quoted(recipe.prompt)} --different {different:g} --seed {recipe.seed}"
        )
    return ""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("`", "\\`")
    return f'"{escaped}"'
