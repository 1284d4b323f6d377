# SPDX-License-Identifier: GPL-3.0-or-later
"""Vocal cells made again: the same words, sung anew or on a new tune."""

import numpy as np
from msgspec.structs import replace

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.plan import PartScore, SongPlan
from musicstudio.engines.composer.score.rebuilding import vocal_scores_of
from musicstudio.engines.composer.vocals.harmonies import BACKING_ROLE, harmony
from musicstudio.engines.composer.vocals.retune import retuned
from musicstudio.engines.contract import Request
from musicstudio.project.model import Note, Project

from .rewriting import NEW_MELODY_FROM
from .targets import Targets


def sung_anew(
    song: Project, plan: SongPlan, targets: Targets, request: Request
) -> tuple[SongPlan, dict[str, PartScore]]:
    """The scores of the vocal tracks asked for, by track id, and the plan with the lead singer's tune as its melody."""
    asked = {track.id for track in targets.tracks if track.kind == "vocal"}
    scores = {track_id: score for track_id, score in vocal_scores_of(song, plan).items() if track_id in asked}
    if request.difference < NEW_MELODY_FROM:
        return plan, scores
    leads = {track_id: score for track_id, score in scores.items() if score.part.role != BACKING_ROLE}
    leads = {track_id: _retuned(score, plan, targets, request, track_id) for track_id, score in leads.items()}
    lead = next((score for score in leads.values() if score.part.role == "vocals"), None)
    backing = {track_id: score for track_id, score in scores.items() if track_id not in leads}
    if lead is None:
        return plan, {**leads, **backing}
    return _led_by(plan, lead, targets), {**leads, **_following(backing, lead, plan, targets)}


def _following(
    backing: dict[str, PartScore], lead: PartScore, plan: SongPlan, targets: Targets
) -> dict[str, PartScore]:
    """Second voices in harmony with what the lead now sings, in the sections that were made again."""
    followed = {}
    for track_id, score in backing.items():
        cells = list(score.cells)
        for index in targets.spans:
            tune = lead.cells[index]
            if cells[index] and tune:
                cells[index] = harmony(tune, plan.sections[index], score.part.instrument)
        followed[track_id] = replace(score, cells=tuple(cells))
    return followed


def _retuned(score: PartScore, plan: SongPlan, targets: Targets, request: Request, track_id: str) -> PartScore:
    cells = list(score.cells)
    for index, (start, end) in targets.spans.items():
        notes = cells[index] or ()
        meant = tuple(note for note in notes if start <= note.start_ticks < end)
        rng = np.random.default_rng(derive_seed(request.seed, "retune", track_id, index))
        changed = retuned(meant, plan.sections[index], score.part.instrument, rng)
        kept = tuple(note for note in notes if not start <= note.start_ticks < end)
        cells[index] = tuple(sorted((*kept, *changed), key=lambda note: note.start_ticks)) or None
    return replace(score, cells=tuple(cells))


def _led_by(plan: SongPlan, lead: PartScore, targets: Targets) -> SongPlan:
    sections = list(plan.sections)
    for index in targets.spans:
        melody = tuple(_unsung(note) for note in lead.cells[index] or ())
        if melody:
            section = replace(sections[index].section, melody=melody)
            sections[index] = replace(sections[index], melody=melody, section=section)
    return replace(plan, sections=tuple(sections))


def _unsung(note: Note) -> Note:
    return replace(note, lyric="")
