# SPDX-License-Identifier: GPL-3.0-or-later
"""Vocal cells made again: the same words, sung anew or on a new tune, by the lead and by who sings with it."""

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.plan import PartScore, SectionPlan, SongPlan
from musicstudio.engines.composer.score.rebuilding import vocal_scores_of
from musicstudio.engines.composer.vocals.companions import (
    double_cell,
    harmony,
    join_parts,
    own_words,
    regenerate_answers,
    sings_above,
)
from musicstudio.engines.composer.vocals.retune import retune_notes
from musicstudio.engines.composer.vocals.singers import BACKING_ROLE, DOUBLE, LEAD_ROLE
from musicstudio.engines.contract import Request
from musicstudio.engines.voice.synthesis.voices import find_voice
from musicstudio.project.model import Note, Project

from .infill import NEW_MELODY_FROM
from .targets import Span, Targets

Notes = tuple[Note, ...]


class _Led(Struct, frozen=True):
    """A lead as it was and as it is now; the same where it was not asked to sing anew."""

    before: PartScore
    now: PartScore


def regenerate_vocals(
    song: Project, plan: SongPlan, targets: Targets, request: Request
) -> tuple[SongPlan, dict[str, PartScore]]:
    """The scores of the vocal tracks asked for, by track id, and the plan with the lead singer's tune as its melody."""
    known = vocal_scores_of(song, plan)
    asked = {track.id for track in targets.tracks if track.kind == "vocal"}
    scores = {track_id: score for track_id, score in known.items() if track_id in asked}
    if request.difference < NEW_MELODY_FROM:
        return plan, scores
    fresh = {
        track_id: _retune_score(score, plan, targets, derive_seed(request.seed, "retune", score.part.name))
        for track_id, score in scores.items()
        if score.part.role != BACKING_ROLE
    }
    lead_id = next((track_id for track_id, score in known.items() if score.part.role == LEAD_ROLE), "")
    led = _Led(known[lead_id], fresh.get(lead_id, known[lead_id])) if lead_id else None
    for track_id, score in scores.items():
        if track_id not in fresh:
            fresh[track_id] = _follow_lead(
                score, led, plan, targets, derive_seed(request.seed, "follow", score.part.name)
            )
    return (_led_by(plan, fresh[lead_id], targets) if lead_id in fresh else plan), fresh


def _follow_lead(score: PartScore, led: _Led | None, plan: SongPlan, targets: Targets, seed: int) -> PartScore:
    """Who sings with the lead, in the sections made again: in harmony with what the lead sings now, or its double."""
    if led is None:
        return _retune_score(score, plan, targets, seed)
    cells = list(score.cells)
    for index, span in targets.spans.items():
        before, now, old = led.before.cells[index] or (), led.now.cells[index] or (), cells[index]
        voices = (score.part.instrument, led.now.part.instrument)
        if not old:
            continue
        if score.part.player == DOUBLE:
            new = double_cell(now, seed)
        else:
            new = _back_lead(old, before, now, plan.sections[index], voices, seed)
        cells[index] = _splice_notes(old, new, span) or None
    return replace(score, cells=tuple(cells))


def _back_lead(
    old: Notes, lead_before: Notes, lead_now: Notes, section: SectionPlan, voices: tuple[str, str], seed: int
) -> Notes:
    """A backing cell to what the lead sings now. Where the lead sings what it sang, the harmony changes sides and the
    answers get a tune of their own."""
    voice, lead_voice = find_voice(voices[0]), find_voice(voices[1])
    own = own_words(old, lead_before)
    has_harmony = len(own) < len(old)
    is_new = lead_now != lead_before
    answers = regenerate_answers(own, lead_now if is_new else (), section, voice, lead_voice, seed)
    usual = sings_above(voice, lead_voice)
    sides = (usual, not usual)
    tried = [join_parts(harmony(lead_now, section, voice, side) if has_harmony else (), answers) for side in sides]
    return tried[0] if is_new or tried[0] != join_parts(_together(old, own), answers) else tried[1]


def _together(backing: Notes, own: Notes) -> Notes:
    return tuple(note for note in backing if note not in own)


def _retune_score(score: PartScore, plan: SongPlan, targets: Targets, seed: int) -> PartScore:
    cells = list(score.cells)
    for index, span in targets.spans.items():
        notes = cells[index] or ()
        rng = np.random.default_rng(derive_seed(seed, index))
        changed = retune_notes(_inside(notes, span), plan.sections[index], score.part.instrument, rng)
        cells[index] = _splice_notes(notes, changed, span) or None
    return replace(score, cells=tuple(cells))


def _splice_notes(old: Notes, new: Notes, span: Span) -> Notes:
    """The new notes within a span, the old ones outside it."""
    inside = _inside(new, span)
    kept = [note for note in old if not span[0] <= note.start_ticks < span[1]]
    return tuple(sorted((*kept, *inside), key=lambda note: note.start_ticks))


def _inside(notes: Notes, span: Span) -> Notes:
    return tuple(note for note in notes if span[0] <= note.start_ticks < span[1])


def _led_by(plan: SongPlan, lead: PartScore, targets: Targets) -> SongPlan:
    sections = list(plan.sections)
    for index in targets.spans:
        melody = tuple(_without_lyric(note) for note in lead.cells[index] or ())
        if melody:
            section = replace(sections[index].section, melody=melody)
            sections[index] = replace(sections[index], melody=melody, section=section)
    return replace(plan, sections=tuple(sections))


def _without_lyric(note: Note) -> Note:
    return replace(note, lyric="")
