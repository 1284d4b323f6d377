# SPDX-License-Identifier: GPL-3.0-or-later
"""Cells of a song made again: any section, track or range, from a slight variation to a new idea, hearing the rest."""

import numpy as np
from msgspec.structs import replace

from musicstudio.core.progress import Job, within
from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.arrangement import play_part
from musicstudio.engines.composer.arrangement.registry import MELODY_PLAYERS, player_name
from musicstudio.engines.composer.plan import PartPlan, PartScore, SectionPlan, SongPlan
from musicstudio.engines.composer.prompt.reading import Reading
from musicstudio.engines.composer.score.assembling import kept_inside
from musicstudio.engines.composer.score.rebuilding import conditioning_of, is_own, scores_of
from musicstudio.engines.composer.score.recipes import conditioning_json, recipe_of, singers_of
from musicstudio.engines.composer.score.sheets import unanswered_notices
from musicstudio.engines.composer.score.variation import varied_notes
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.words.changes import Change, read_change
from musicstudio.engines.composer.words.reading import read_prompt
from musicstudio.engines.contract import Part, Request, Result, ResultClip
from musicstudio.jobs.heartbeat import with_heartbeat
from musicstudio.project.model import Note, Project, Track

from .change_cells import Changed
from .change_check import strength_asked, unmet
from .fill_recording import NEW_TUNE_FROM, fill_recordings, recordings_asked
from .infill import NEW_MELODY_FROM, Span, rewrite_melody
from .own_music import plan_for
from .regenerate_vocals import regenerate_vocals
from .results import SCORE_SHARE, sound_result
from .targets import Targets, find_targets, song_of
from .write_song import styles_of

SLIGHT_BELOW = 0.35
_SURE_ENOUGH, _LIFT = 0.3, 0.6


def regenerate(request: Request) -> Job[Result]:
    """New cells in the place of those that the request names; nothing else is in the result."""
    result = yield from within(with_heartbeat(lambda: rewrite(request), "Playing it anew"), 0.0, SCORE_SHARE)
    return (yield from sound_result(result, _exact_end_s(song_of(request))))


def rewrite(request: Request) -> Result:
    """The new cells on paper."""
    song = song_of(request)
    if recordings_asked(request):
        return fill_recordings(request)
    plan = plan_for(song)
    change, reading = read_change(request.prompt, load_styles().styles)
    if change.is_explicit:
        return _change_song(song, plan, change, request)
    plan = with_prompt(plan, request, reading)
    targets = _without_found_tune(find_targets(request, plan), song, request)
    plan, sung = regenerate_vocals(song, _with_new_melody(plan, targets, request), targets, request)
    scores = _play_tracks(song, plan, targets, request) | sung
    known = [track for track in targets.tracks if track.id in scores]
    parts = tuple(
        part for track in known if (part := _part(scores[track.id], track, plan, targets, request.seed)).cells
    )
    return Result(
        recipe=recipe_of(request, plan, sources=_inputs(song, targets), singers=singers_of(parts)),
        parts=parts,
        title=song.title,
        tempo_map=song.tempo_map,
        key=song.key,
        sections=tuple(plan.sections[index].section for index in targets.spans),
        conditioning=conditioning_json(plan.conditioning),
        notices=unanswered_notices(change.spans),
    )


def _without_found_tune(targets: Targets, song: Project, request: Request) -> Targets:
    """The targets without who plays the tune of music that was brought in: it is kept, unless that row is asked for by
    itself or the change is to be large."""
    if is_own(song) or not targets.is_column or request.difference >= NEW_TUNE_FROM:
        return targets
    others = tuple(track for track in targets.tracks if player_name(track.player) != "lead")
    return replace(targets, tracks=others) if others else targets


def _change_song(song: Project, plan: SongPlan, change: Change, request: Request) -> Result:
    """What the words name, changed; the tracks that they leave alone are not in the result."""
    targets = find_targets(request, plan)
    work = Changed(song, plan, targets, change, request)
    work.run()
    one_by_one = replace(targets, is_column=False)
    tracks = {track.id: track for track in song.tracks}
    rows = [
        _part(work.rows[track_id], tracks[track_id], work.plan, one_by_one, request.seed)
        for track_id in work.changed_ids()
    ]
    joined = [_join_part(score, work.plan, one_by_one, request.seed) for score in work.fresh]
    parts = tuple(part for part in (*rows, *joined) if part.cells)
    return Result(
        recipe=recipe_of(request, plan, sources=_inputs(song, targets)),
        parts=parts,
        title=song.title,
        tempo_map=song.tempo_map,
        key=song.key,
        sections=tuple(work.plan.sections[index].section for index in targets.spans),
        chords=work.chords,
        conditioning=conditioning_json(plan.conditioning),
        notices=(*unanswered_notices(change.spans), *(misses := unmet(work))),
        misses=misses,
        strength_asked=strength_asked(work),
    )


def _join_part(score: PartScore, plan: SongPlan, targets: Targets, seed: int) -> Part:
    """A part that is new in the song, with cells in the selection only."""
    cells = tuple(
        _cell(score.cells[index] or (), plan, index, span, score.part, seed)
        for index, span in targets.spans.items()
        if score.cells[index]
    )
    part = score.part
    return Part(part.name, part.role, part.kind, part.instrument, part.player, part.strip, cells)


def with_prompt(plan: SongPlan, request: Request, reading: Reading | None = None) -> SongPlan:
    """The plan bent to a prompt that comes with the request: to styles that it names, and its energies to its mood."""
    if not request.prompt.strip():
        return plan
    reading = reading or read_prompt(request.prompt, load_styles().styles)
    conditioning = plan.conditioning
    if reading.mood.confidence > _SURE_ENOUGH:
        lift = reading.mood.confidence * (reading.mood.energy - conditioning.energy) * _LIFT
        plan = replace(plan, sections=tuple(_lift_energy(part, lift) for part in plan.sections))
    return replace(plan, conditioning=replace(conditioning, styles=reading.styles)) if reading.names_style else plan


def _lift_energy(part: SectionPlan, lift: float) -> SectionPlan:
    return replace(part, section=replace(part.section, energy=_clamp_share(part.section.energy + lift)))


def _clamp_share(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 3)


def _with_new_melody(plan: SongPlan, targets: Targets, request: Request) -> SongPlan:
    """A new melody where who plays the tune is among the tracks asked; everybody asked then hears it."""
    plays_melody = any(player_name(track.player) in MELODY_PLAYERS for track in targets.tracks)
    if request.difference < NEW_MELODY_FROM or not plays_melody:
        return plan
    return rewrite_melody(plan, styles_of(plan.conditioning), targets.spans, request.seed, request.difference)


def _play_tracks(song: Project, plan: SongPlan, targets: Targets, request: Request) -> dict[str, PartScore]:
    """What every track plays now, the targets anew and in turn, each hearing the others as they stand."""
    scores = scores_of(song, plan)
    band = tuple(score.part for score in scores.values())
    styles = styles_of(plan.conditioning)
    for position, track_id in enumerate(scores):
        if not any(track.id == track_id for track in targets.tracks):
            continue
        asked = asked_sections(scores[track_id], targets)
        if request.difference < SLIGHT_BELOW:
            scores[track_id] = _slightly_varied(scores[track_id], plan, asked, request)
        else:
            seed = derive_seed(request.seed, "cell", scores[track_id].part.name)
            so_far = tuple(scores.values())
            scores[track_id] = play_part(plan, band, styles, so_far, position, asked, seed, request.difference)
    return scores


def asked_sections(score: PartScore, targets: Targets) -> tuple[int, ...]:
    """Where a part is to play anew: in a whole column those who rest go on resting; a track asked for by itself
    plays."""
    playing = tuple(index for index in targets.spans if score.cells[index] is not None)
    return playing if targets.is_column else tuple(targets.spans)


def _slightly_varied(score: PartScore, plan: SongPlan, asked: tuple[int, ...], request: Request) -> PartScore:
    cells = list(score.cells)
    for index in asked:
        rng = np.random.default_rng(derive_seed(request.seed, "slight", score.part.name, index))
        amount = request.difference / SLIGHT_BELOW
        cells[index] = varied_notes(cells[index] or (), score.part.role, plan.sections[index], amount, rng)
    return PartScore(score.part, tuple(cells))


def _part(score: PartScore, track: Track, plan: SongPlan, targets: Targets, seed: int) -> Part:
    cells = tuple(
        _cell(score.cells[index] or (), plan, index, span, score.part, seed)
        for index, span in targets.spans.items()
        if score.cells[index] is not None or not targets.is_column
    )
    part = score.part
    return Part(part.name, part.role, part.kind, part.instrument, part.player, part.strip, cells, track.id)


def _cell(notes: tuple[Note, ...], plan: SongPlan, index: int, span: Span, part: PartPlan, seed: int) -> ResultClip:
    section = plan.sections[index].section
    start, end = span
    inside = tuple(
        replace(note, start_ticks=note.start_ticks - start)
        for note in notes
        if (start <= note.start_ticks or (start == 0 and note.start_ticks > -960)) and note.start_ticks < end
    )
    return ResultClip(
        section.start_ticks + start, end - start, kept_inside(inside, end - start), section_id=section.id,
        seed=derive_seed(seed, part.name, section.id),
    )  # fmt: skip


def _inputs(song: Project, targets: Targets) -> tuple[str, ...]:
    """The sounds that the new ones stand in for."""
    hashes = [take.source for track in targets.tracks for clip in track.clips if (take := clip.take) and take.source]
    return tuple(dict.fromkeys(hashes))


def _exact_end_s(song: Project) -> float | None:
    """Where the song was asked to end to the second, it still does."""
    conditioning = conditioning_of(song)
    is_exact = conditioning.duration_s is not None and not conditioning.is_loop
    return song.tempo_map.seconds_at(song.sections[-1].end_ticks) if is_exact else None
