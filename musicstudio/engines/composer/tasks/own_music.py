# SPDX-License-Identifier: GPL-3.0-or-later
"""Music that was brought in, as the composer's tasks take it: chords under a lone tune, its players' own figures."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.arrangement.chord_tones import tones
from musicstudio.engines.composer.arrangement.registry import UNPITCHED, player_name
from musicstudio.engines.composer.form.clock import bar_ticks_of
from musicstudio.engines.composer.plan import PartScore, SectionPlan, SongPlan
from musicstudio.engines.composer.score.rebuilding import chords_between, is_own, plan_of
from musicstudio.engines.composer.score.variation import varied_notes
from musicstudio.engines.composer.themes.harmonize_melody import harmonize_melody, top_line
from musicstudio.engines.composer.themes.rules import chord_at
from musicstudio.engines.composer.themes.theme import cut_chords
from musicstudio.project.model import Chord, Note, Project

from .infill import rewrite_melody
from .song_seed import song_seed_of
from .write_song import styles_of

NO_TUNE = "Where no tune could be followed in what was brought in, a new one was written over its chords."
_FREELY = 0.2


def plan_for(song: Project) -> SongPlan:
    """The plan of a song; a tune that was brought in alone gets chords, written for it."""
    plan = plan_of(song, song_seed_of(song))
    return plan if is_own(song) or has_chords(plan) else with_written_chords(plan)


def lead_sheet_of(song: Project, seed: int, tune_seed: int) -> tuple[SongPlan, tuple[str, ...]]:
    """The tune, chords and form that a new arrangement keeps, on another seed, and what is told: a recording in which
    no tune could be followed gets a new one over its chords."""
    plan = replace(plan_for(song), seed=seed) if not is_own(song) else plan_of(song, seed)
    spans = {i: (0, part.section.length_ticks) for i, part in enumerate(plan.sections) if not part.melody}
    if is_own(song) or not spans:
        return plan, ()
    return rewrite_melody(plan, styles_of(plan.conditioning), spans, tune_seed, 0.5), (NO_TUNE,)


def has_chords(plan: SongPlan) -> bool:
    """Whether any section has a chord."""
    return any(part.chords for part in plan.sections)


def has_tune(plan: SongPlan) -> bool:
    """Whether any section has a melody."""
    return any(part.melody for part in plan.sections)


def with_written_chords(plan: SongPlan) -> SongPlan:
    """The plan with chords that carry its tune, from the first bar to the last; as it was where it has none."""
    if not has_tune(plan):
        return plan
    first = plan.sections[0].section.start_ticks
    melody = tuple(
        replace(note, start_ticks=note.start_ticks + part.section.start_ticks - first)
        for part in plan.sections
        for note in part.melody
    )
    meter = plan.sections[0].meter
    length = plan.sections[-1].section.end_ticks - first
    conditioning = replace(plan.conditioning, meter=meter)
    bars = max(1, -(-length // bar_ticks_of(meter)))
    line = top_line(melody)
    chords = harmonize_melody(line, plan.sections[0].key, bars, conditioning, styles_of(conditioning), plan.seed)
    laid = tuple(replace(chord, start_ticks=chord.start_ticks + first) for chord in chords)
    return replace(plan, sections=tuple(_with_chords(part, laid) for part in plan.sections))


def _with_chords(part: SectionPlan, chords: tuple[Chord, ...]) -> SectionPlan:
    return replace(part, chords=chords_between(chords, part.section.start_ticks, part.section.end_ticks))


def at_least(part: SectionPlan, energy: float) -> SectionPlan:
    """The section full enough for a band to join in."""
    return replace(part, section=replace(part.section, energy=max(energy, part.section.energy)))


def with_whole_tune(scores: tuple[PartScore, ...], plan: SongPlan) -> tuple[PartScore, ...]:
    """The scores in which who leads plays every note of the tune, where an ending would have left some out."""
    return tuple(_whole(score, plan) if player_name(score.part.player) == "lead" else score for score in scores)


def _whole(score: PartScore, plan: SongPlan) -> PartScore:
    octaves = [
        round((played.pitch - written.pitch) / 12) * 12
        for cell, part in zip(score.cells, plan.sections, strict=True)
        for played, written in zip(cell or (), part.melody, strict=False)
    ]
    shift = int(np.median(octaves)) if octaves else 0
    cells = tuple(
        tuple(replace(note, pitch=max(0, min(127, note.pitch + shift))) for note in part.melody)
        if cell and len(cell) < len(part.melody)
        else cell
        for cell, part in zip(score.cells, plan.sections, strict=True)
    )
    return replace(score, cells=cells)


def is_accompanist(score: PartScore) -> bool:
    """Whether a row from elsewhere plays something else than the tune, so that its own bars can go on."""
    return "/" not in score.part.player and score.part.player != "lead"


def own_figures(score: PartScore, plan: SongPlan, index: int, old: Sequence[int], seed: int) -> tuple[Note, ...] | None:
    """What a row plays in a new section: its own bars in a section of that kind, bent to the new chords.

    old: indexes of the sections that were there.
    """
    target = plan.sections[index]
    alike = [i for i in old if score.cells[i] and plan.sections[i].section.kind == target.section.kind]
    others = [i for i in old if score.cells[i]]
    if not alike and not others:
        return None
    source = plan.sections[(alike or others)[0]]
    bar = bar_ticks_of(target.meter)
    bent: list[Note] = []
    for number in range(target.bars):
        begin = number % max(1, source.bars) * bar_ticks_of(source.meter)
        cell = score.cells[(alike or others)[0]] or ()
        inside = [note for note in cell if begin <= note.start_ticks < begin + bar]
        bent += [_bend(note, begin, number * bar, source, target, score.part.role) for note in inside]
    rng = np.random.default_rng(derive_seed(seed, "figures", score.part.name))
    return varied_notes(tuple(bent), score.part.role, target, _FREELY, rng)


def _bend(note: Note, begin: int, to: int, source: SectionPlan, target: SectionPlan, role: str) -> Note:
    moved = replace(note, start_ticks=note.start_ticks - begin + to)
    if role in UNPITCHED or not (source.chords and target.chords):
        return moved
    old, new = chord_at(source.chords, note.start_ticks), chord_at(target.chords, moved.start_ticks)
    if (old.root, old.quality, old.bass) == (new.root, new.quality, new.bass):
        return moved
    pitch = note.pitch + (new.root - old.root + 6) % 12 - 6
    classes = set(tones(new))
    if note.pitch % 12 in set(tones(old)):
        pitch = min(range(pitch - 6, pitch + 7), key=lambda p: (p % 12 not in classes, abs(p - pitch)))
    return replace(moved, pitch=max(0, min(127, pitch)))


def leading_over(part: SectionPlan, following: Chord | None) -> SectionPlan:
    """A new section whose last half bar leads into the chord that follows, by its dominant, where it would stand
    still."""
    if following is None or not part.chords or part.chords[-1].root != following.root:
        return part
    half = bar_ticks_of(part.meter) // 2
    turn = part.section.length_ticks - half
    if turn <= 0:
        return part
    dominant = Chord(turn, half, (following.root + 7) % 12, "dom7")
    classes = set(tones(dominant))
    melody = tuple(_onto(note, classes) if note.start_ticks >= turn else note for note in part.melody)
    chords = (*cut_chords(part.chords, 0, turn), dominant)
    return replace(part, chords=chords, melody=melody, section=replace(part.section, melody=melody))


def _onto(note: Note, classes: set[int]) -> Note:
    near = range(note.pitch - 6, note.pitch + 7)
    return replace(note, pitch=min(near, key=lambda p: (p % 12 not in classes, abs(p - note.pitch))))
