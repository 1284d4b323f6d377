# SPDX-License-Identifier: GPL-3.0-or-later
"""New takes for a selection: cells, a row, a column or any range of seconds. Nothing outside it changes."""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from musicstudio.core.errors import EngineError, InputError, StudioError
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.seeds import MAX_SEED, derive_seed
from musicstudio.engines.contract import Engine, Request, Result, Task
from musicstudio.engines.registry import EngineRegistry
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.chords import put_chords
from musicstudio.project.edits.helpers import Edit
from musicstudio.project.edits.ranges import split_at_range
from musicstudio.project.model import Clip, Project, Section, Track

from ..files.found_context import needs_context
from ..results.placing import place_takes
from ..results.storing import StoredResult, store_results
from ..session.making import Place
from ..session.regenerate_state import DEFAULT_CONTEXT_S, DEFAULT_DIFFERENCE, MAX_TAKES
from .in_context import SongInContext, asked_in_context, why_no_music
from .in_recording import fitted_into, recording_words, recordings_of, without_recordings
from .level_matching import match_levels
from .right_engine import engine_for, makers_of_clips, why_not_this_engine
from .sound_takes import regenerate_sound, sound_row
from .targets import RegenerationTarget
from .telling import tell_results

if TYPE_CHECKING:
    from ..session.session import Session

__all__ = ["DEFAULT_DIFFERENCE", "MAX_TAKES", "RegenerationTarget", "makers_of_target", "regenerate", "why_not_target"]
SAME_EDGE_S = 0.002


def regenerate(
    session: "Session",
    target: RegenerationTarget,
    *,
    takes: int = 1,
    difference: float = DEFAULT_DIFFERENCE,
    prompt: str = "",
    seed: int | None = None,
    engine: str = "",
    context_s: float = DEFAULT_CONTEXT_S,
    on_done: Callable[[], None] | None = None,
) -> str:
    """Queue N new takes of the cells and return the job's id. difference: 0 a slight variation, 1 a new idea.

    engine: a name; empty: the one that made what is there. context_s: what an engine that makes sound hears around.
    Raises `InputError` when nothing there can be made again.
    """
    if not 1 <= takes <= MAX_TAKES:
        raise InputError(f"Between 1 and {MAX_TAKES} takes can be made at once.")
    song = session.document.committed
    maker = maker_for(session.engines, song, target, engine)
    if maker.capabilities().hears_sound:
        return regenerate_sound(
            session, maker, target, takes=takes, difference=difference, prompt=prompt, seed=seed, context_s=context_s,
            on_done=on_done,
        )  # fmt: skip
    if problem := why_not_target(song, target):
        raise InputError(problem)
    first_seed = seed if seed is not None else random.SystemRandom().randrange(MAX_SEED)
    label = f"Regenerate {_describe_target(song, target)}"

    def again() -> None:
        regenerate(session, target, takes=takes, difference=difference, prompt=prompt, engine=engine, on_done=on_done)

    def ask(ready: Project) -> Job[list[StoredResult]]:
        base, media = request_for(ready, target, difference, prompt), session.media
        recorded = recordings_of(ready, target)
        stored = yield from _takes_job(maker, base, first_seed, 1 if recorded else takes, media)
        return [(yield from fitted_into(stored[0], ready, media, recorded, target))] if recorded else stored

    def apply_result(answer: tuple[SongInContext, list[StoredResult]]) -> None:
        context, stored = answer
        place = place_takes(only_first_joins(stored))
        chords = chords_of(stored[0].result)

        def edit(project: Project) -> Project:
            project = context.edit(project)
            recorded = recordings_of(project, target)
            cut = without_recordings(recorded, project, target) if recorded else _cut(project, target)
            return chords(place(cut))

        before = {track.id for track in session.document.committed.tracks}
        session.results.apply(label, edit)
        _show_joined(session, before)
        for notice in dict.fromkeys((*context.told, *recording_words(context.song, target, takes))):
            session.notify(notice)
        tell_results(session, [each.result for each in stored], again)
        if on_done:
            on_done()

    job_id = session.jobs.submit(label, lambda: asked_in_context(song, session.media, ask), on_done=apply_result)
    return session.making.begin(job_id, Place(target.section_ids, target.range_s, target.track_ids, prompt))


def _show_joined(session: "Session", before: set[str]) -> None:
    """New tracks stand below the others, perhaps out of sight: they are told and scrolled to; the selection stays."""
    joined = [track for track in session.document.committed.tracks if track.id not in before and track.clips]
    if joined:
        names = ", ".join(track.name for track in joined)
        session.notify(f"New below the other tracks: {names}.")
        session.results.shown.emit(frozenset(clip.id for track in joined for clip in track.clips))


def only_first_joins(stored: list[StoredResult]) -> list[StoredResult]:
    """The answers, of which only the first brings new tracks: takes are alternatives, players are not."""
    first, *others = stored
    return [first, *(_without_new_tracks(answer) for answer in others)]


def _without_new_tracks(answer: StoredResult) -> StoredResult:
    kept = [index for index, part in enumerate(answer.result.parts) if part.track_id]
    places = {old: new for new, old in enumerate(kept)}
    sounds = {
        (places[part], cell): replace(sound, part_index=places[part])
        for (part, cell), sound in answer.sounds.items()
        if part in places
    }
    parts = tuple(answer.result.parts[index] for index in kept)
    return replace(answer, result=replace(answer.result, parts=parts), sounds=sounds)


def chords_of(result: Result) -> Edit:
    """The chord lane with the chords of a selection that got other ones."""
    if not result.chords:
        return lambda project: project
    start = min(chord.start_ticks for chord in result.chords)
    end = max(chord.start_ticks + chord.length_ticks for chord in result.chords)
    return put_chords(start, end, result.chords)


def why_not_target(project: Project, target: RegenerationTarget) -> str:
    """Empty when there is something in some cells that can be made again, else the reason."""
    try:
        recordings_of(project, target) or _playable(project, target)
        if needs_context(project) and not project.sections and target.range_s:
            return why_no_music(project)
        _sections(project, target)
    except InputError as error:
        return str(error)
    return ""


def makers_of_target(project: Project, target: RegenerationTarget) -> tuple[str, ...]:
    """Names of the engines that made what is heard in some cells, then of the one that made the song."""
    tracks = [track for track in project.tracks if not target.track_ids or track.id in target.track_ids]
    return makers_of_clips(project, [clip for track in tracks for clip in track.clips if _is_meant(clip, target)])


def maker_for(engines: EngineRegistry, project: Project, target: RegenerationTarget, name: str = "") -> Engine:
    """The engine that makes some cells again: the one named, else the one that made them, else the first that can.

    Raises `InputError`, or `EngineError` saying why where none can.
    """
    if not name:
        makers = () if target.keeps_recordings else makers_of_target(project, target)
        return engine_for(engines, Task.REGENERATE, makers)
    engine = engines.get(name)
    if problem := why_not_this_engine(engine.capabilities(), Task.REGENERATE):
        raise EngineError(problem)
    return engine


def why_not_regenerated(engines: EngineRegistry, project: Project, target: RegenerationTarget, name: str = "") -> str:
    """Empty when some cells can be made again by the engine that would do it, else the reason."""
    try:
        if maker_for(engines, project, target, name).capabilities().hears_sound:
            sound_row(project, target)
            return ""
    except StudioError as error:
        return str(error)
    return why_not_target(project, target)


def _is_meant(clip: Clip, target: RegenerationTarget) -> bool:
    if target.range_s is None:
        return clip.section_id in target.section_ids
    return clip.start_s < target.range_s[1] - SAME_EDGE_S and clip.end_s > target.range_s[0] + SAME_EDGE_S


def _takes_job(engine: Engine, base: Request, seed: int, takes: int, media: MediaStore) -> Job[list[StoredResult]]:
    stored = []
    for index in range(takes):
        request = replace(base, seed=seed if index == 0 else derive_seed(seed, "take", index))
        prefix = f"Take {index + 1}: " if takes > 1 else ""
        made = match_levels(engine.run(request), request.song or Project(""), media)
        job = within(store_results(made, media, request.song), index / takes, (index + 1) / takes, prefix)
        stored.append((yield from job))
    yield Progress(1.0, "Ready")
    return stored


def request_for(project: Project, target: RegenerationTarget, difference: float, prompt: str, seed: int = 0) -> Request:
    """What is asked of the engine. Raises `InputError` when nothing there can be made again."""
    song = _cut(project, target)
    return Request(
        Task.REGENERATE,
        prompt=prompt,
        song=song,
        section_ids=tuple(section.id for section in _sections(project, target)),
        track_ids=tuple(track.id for track in recordings_of(project, target) or _playable(project, target)),
        range_ticks=_range_ticks(project, target),
        seed=seed,
        difference=min(1.0, max(0.0, difference)),
    )


def _playable(project: Project, target: RegenerationTarget) -> list[Track]:
    wanted = [track for track in project.tracks if not target.track_ids or track.id in target.track_ids]
    if any(track.kind == "vocal" and track.role == "vocals" for track in wanted):
        # Harmony, echoes and double sing the lead's tune: left as they were they would clash with a new one.
        wanted = [t for t in project.tracks if t in wanted or (t.kind == "vocal" and t.role == "backing")]
    playable = [track for track in wanted if track.instrument or track.kind == "vocal"]
    if not playable:
        raise InputError("There is nothing on these tracks that could be made again.")
    return playable


def _sections(project: Project, target: RegenerationTarget) -> list[Section]:
    if target.range_s is None:
        chosen = [section for section in project.sections if section.id in target.section_ids]
    else:
        start_s, end_s = target.range_s
        spans = [(section, project.section_span_s(section)) for section in project.sections]
        chosen = [s for s, (a, b) in spans if a < end_s - SAME_EDGE_S and b > start_s + SAME_EDGE_S]
    if not chosen:
        raise InputError("Select a section, some cells or a range inside the song first.")
    return chosen


def _is_whole(project: Project, target: RegenerationTarget) -> bool:
    """Whether the range begins and ends on section lines, so that nothing needs to be cut."""
    if target.range_s is None:
        return True
    edges = [edge for section in project.sections for edge in project.section_span_s(section)]
    return all(any(abs(edge - wanted) < SAME_EDGE_S for edge in edges) for wanted in target.range_s)


def _range_ticks(project: Project, target: RegenerationTarget) -> tuple[int, int] | None:
    if target.range_s is None or _is_whole(project, target):
        return None
    start, end = (project.tempo_map.ticks_at(edge) for edge in target.range_s)
    return start, end


def _cut(project: Project, target: RegenerationTarget) -> Project:
    """The song with its clips cut at the edges of a range that is not made of whole sections."""
    span = _range_ticks(project, target)
    if span is None or recordings_of(project, target):
        return project
    start_s, end_s = (project.tempo_map.seconds_at(tick) for tick in span)
    return split_at_range(start_s, end_s, tuple(track.id for track in _playable(project, target)))(project)


def _describe_target(project: Project, target: RegenerationTarget) -> str:
    if target.range_s and not project.sections:
        return f"{target.range_s[0]:.1f}-{target.range_s[1]:.1f} s"
    if target.range_s and not _is_whole(project, target):
        place = f"{target.range_s[0]:.1f}-{target.range_s[1]:.1f} s"
    else:
        place = ", ".join(section.name for section in _sections(project, target))
    names = [track.name for track in project.tracks if track.id in target.track_ids]
    return f"{place} ({', '.join(names)})" if 0 < len(names) <= 3 else place
