# SPDX-License-Identifier: GPL-3.0-or-later
"""The arranger: every part in every section, each player hearing those who played before.

Each cell (a part in a section) draws its own numbers, so that asking one again leaves all others the same bytes.
"""

from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.seeds import derive_seed
from musicstudio.project.model import Chord, Note, Section

from ..kit_pieces import refused_pitches
from ..performance import Delivery, perform
from ..plan import PartPlan, PartScore, SectionPlan, SongPlan
from ..styles import PartStyle, Style, StyleBlend
from .asked_jobs import manner_of
from .balance import balance_part, balance_scores
from .endings import apply_ending
from .lineup import Entrance, is_sung, line_up
from .manners import in_course, in_manner
from .moments import hits_of, silence_gaps, stops_of, struck_alone, with_hits
from .players.lead import octave_shift
from .registry import LISTENING_ORDER, PLAYERS, UNPITCHED, player_name
from .rides import with_rides
from .schedule import Schedule, schedule
from .section_context import OtherPart, SectionContext, other_parts_in
from .stops import apply_stop, stop_tick
from .style_parts import style_part_for
from .wanted import instrument_range

_PICKUP = 960
_NEW_IDEA_FROM = 0.4
_NEW_HOOK_FROM = 0.8


class _Band(Struct, frozen=True):
    """The cast with what each plays from, who plays when, and what is the same for all."""

    plan: SongPlan
    cast: tuple[PartPlan, ...]
    styles: StyleBlend
    briefs: tuple[tuple[Style, PartStyle], ...]
    lineup: list[list[Entrance]]
    melody_range: tuple[int, int]
    melody_shift: int
    schedule: Schedule
    hits: tuple[int, ...]
    stops: tuple[tuple[int, int], ...]


class _Seeds(Struct, frozen=True):
    """song: for hooks; idea: for what sections of one material share; cell: for one section."""

    song: int
    idea: int
    cell: int


def arrange(plan: SongPlan, cast: tuple[PartPlan, ...], styles: StyleBlend, seed: int) -> tuple[PartScore, ...]:
    """What everybody plays, performance included, in the order of the cast, with balanced faders."""
    band = _band_of(plan, cast, styles)
    seeds = _Seeds(seed, seed, seed)
    played: dict[int, PartScore] = {}
    for index in sorted(range(len(cast)), key=lambda i: (_turn(cast[i]), i)):
        so_far = tuple(played.values())
        cells = tuple(_cell(band, index, section, so_far, seeds) for section in range(len(plan.sections)))
        played[index] = PartScore(cast[index], cells)
    scores = balance_scores(
        plan, tuple(played[index] for index in range(len(cast))), tuple(spec for _, spec in band.briefs)
    )
    return tuple(
        replace(score, part=with_rides(plan, score.part, style))
        for score, (style, _) in zip(scores, band.briefs, strict=True)
    )


def play_part(
    plan: SongPlan,
    cast: tuple[PartPlan, ...],
    styles: StyleBlend,
    scores_so_far: tuple[PartScore, ...],
    part_index: int,
    section_indexes: tuple[int, ...],
    seed: int,
    difference: float = 0.5,
) -> PartScore:
    """One part again in some sections, hearing the others as they are now; its other cells are kept as they were.

    difference: under 0.4 keeps groove and motif and varies the playing; under 0.8 keeps only the song's hook; above,
    all is new. A part asked for plays even where its energy threshold would have it rest.
    """
    band = _band_of(plan, cast, styles)
    part = cast[part_index]
    before = next((score.cells for score in scores_so_far if score.part.name == part.name), ())
    kept = list(before) + [None] * (len(plan.sections) - len(before))
    seeds = _Seeds(
        plan.seed if difference < _NEW_HOOK_FROM else seed, plan.seed if difference < _NEW_IDEA_FROM else seed, seed
    )
    for section in section_indexes:
        kept[section] = _cell(band, part_index, section, scores_so_far, seeds, is_asked=True)
    score = PartScore(part, tuple(kept))
    return score if before else balance_part(plan, score, band.briefs[part_index][1])


def _band_of(plan: SongPlan, cast: tuple[PartPlan, ...], styles: StyleBlend) -> _Band:
    briefs = tuple(style_part_for(part, styles, plan.conditioning) for part in cast)
    pitches = [note.pitch for section in plan.sections for note in section.melody]
    melody_range = (min(pitches), max(pitches)) if pitches else (60, 72)
    specs = tuple(spec for _, spec in briefs)
    leads = [spec for spec in specs if spec.player == "lead"]
    shift = octave_shift(melody_range, leads[0].register) if leads else 0
    lineup = line_up(plan, specs)
    return _Band(
        plan, cast, styles, briefs, lineup, melody_range, shift, schedule(plan, cast), hits_of(plan), stops_of(plan)
    )


def _turn(part: PartPlan) -> int:
    name = player_name(part.player)
    return LISTENING_ORDER.index(name) if name in LISTENING_ORDER else len(LISTENING_ORDER)


def _cell(
    band: _Band, index: int, section_index: int, scores: tuple[PartScore, ...], seeds: _Seeds, is_asked: bool = False
) -> tuple[Note, ...] | None:
    entrance = band.lineup[index][section_index]
    place = band.plan.sections[section_index].section
    is_asked = is_asked or band.schedule.is_asked(index, place.start_ticks, place.end_ticks)
    allowed = band.schedule.cut(index, place.start_ticks, place.end_ticks)
    if not (entrance.plays or is_asked) or allowed == ():
        return struck_alone(band.plan, band.cast[index], band.hits, place.start_ticks, place.end_ticks)
    entrance = Entrance(True) if is_asked else entrance
    context = _context_of(band, index, section_index, other_parts_in(scores, section_index, band.cast[index]), seeds)
    context = replace(context, enter_tick=entrance.from_tick) if entrance.plays else context
    notes = PLAYERS[context.spec.player](context)
    if context.enter_tick:
        notes = [note for note in notes if note.start_ticks >= context.enter_tick - context.pickup_ticks]
    if is_asked and not notes and context.spec.player not in UNPITCHED:
        notes = PLAYERS["counter"](context)  # asked to play where there is no tune for it
    for energy in (0.35, 0.5, 0.7, 0.9) if is_asked and not notes and context.spec.player in UNPITCHED else ():
        notes = notes or PLAYERS[context.spec.player](replace(context, energy=energy))  # so quiet a groove it has not
    if is_asked and context.part.role == "drums" and not _without_pieces(context, notes, band.schedule):
        for energy in (0.5, 0.7, 0.9):  # the piece that is left alone is in no quieter groove
            fuller = PLAYERS[context.spec.player](replace(context, energy=energy))
            notes = fuller if _without_pieces(context, fuller, band.schedule) else notes
    notes = apply_ending(context, notes) if context.is_ending else apply_stop(context, notes)
    notes = in_manner(context, notes, manner_of(context.part, band.plan.conditioning.sheet))
    notes = _without_pieces(context, notes, band.schedule)
    notes = in_course(notes, manner_of(context.part, band.plan.conditioning.sheet), *_share_of_song(band, place))
    played = with_hits(context, list(perform(notes, _delivery(context, band.styles))))
    return silence_gaps(tuple(played), _gaps(band, place, allowed)) or None


def _share_of_song(band: _Band, place: Section) -> tuple[int, int]:
    """Where a section begins, and where the song ends."""
    return place.start_ticks, band.plan.sections[-1].section.end_ticks


def _without_pieces(context: SectionContext, notes: list[Note], planned: Schedule) -> list[Note]:
    """A kit without the pieces that were refused, and in each stretch without those that are silent there."""
    if context.part.role not in UNPITCHED:
        return notes
    silent = refused_pitches(context.conditioning.sheet.refused)
    start = context.section.section.start_ticks
    rests = planned.silent_pieces if context.part.role == "drums" else ()
    return [
        note
        for note in notes
        if note.pitch not in silent
        and not any(a <= start + note.start_ticks < b and note.pitch in pitches for (a, b), pitches in rests)
    ]


def _gaps(band: _Band, place: Section, allowed: tuple[tuple[int, int], ...] | None) -> tuple[tuple[int, int], ...]:
    """Where a part is silent in a section, counted from its start: outside what its cues allow, and at stops."""
    start, length = place.start_ticks, place.length_ticks
    gaps = [(a - start, b - start) for a, b in band.stops if a < place.end_ticks and b > start]
    if allowed is not None:
        edges = [(-_PICKUP, 0), *allowed, (length, length)]
        gaps += [(before[1], after[0]) for before, after in pairwise(edges) if after[0] > before[1]]
    return tuple(gaps)


def _context_of(
    band: _Band, index: int, section_index: int, others: tuple[OtherPart, ...], seeds: _Seeds
) -> SectionContext:
    section, part = _in_place(band.plan, section_index), band.cast[index]
    style, spec = band.briefs[index]
    name, material = _identity(part, spec), section.material or section.section.kind
    return SectionContext(
        section=section,
        conditioning=band.plan.conditioning,
        part=part,
        spec=spec,
        style=style,
        colour=band.styles.harmony.colour,
        energy=section.section.energy,
        seed=derive_seed(seeds.cell, "cell", name, material, section.occurrence, section.section.name),
        idea_seed=derive_seed(seeds.idea, "idea", name, material),
        song_seed=derive_seed(seeds.song, "song", name),
        instrument_range=instrument_range(part.instrument),
        melody_range=band.melody_range,
        melody_shift=0 if is_sung(band.plan, section) else band.melody_shift,
        swing=band.styles.swing,
        swing_unit=band.styles.swing_unit,
        others=others,
        hits=_hits(band.hits, section),
        stop_tick=stop_tick(section, band.styles.main, band.plan.seed),
        is_led=_is_led(band, section_index),
        following=_first_chord_after(band.plan, section_index),
    )


def _first_chord_after(plan: SongPlan, index: int) -> Chord | None:
    """The first chord after a section; a loop begins again."""
    if index + 1 >= len(plan.sections) and not plan.conditioning.is_loop:
        return None
    chords = plan.sections[(index + 1) % len(plan.sections)].chords
    return chords[0] if chords else None


def _in_place(plan: SongPlan, index: int) -> SectionPlan:
    """A section; the last of a loop leads back into the first."""
    section = plan.sections[index]
    if plan.conditioning.is_loop and section.is_last and not section.next_kind:
        return replace(section, next_kind=plan.sections[0].section.kind)
    return section


def _identity(part: PartPlan, spec: PartStyle) -> str:
    """What a part draws its numbers by; a twin plays what the entry named in its ``twin`` option does."""
    twin = str(spec.options.get("twin", ""))
    if not twin:
        return f"{part.player}/{part.name}"
    return f"{part.player.rpartition('/')[0]}/{twin}/{twin.capitalize()}"


def _is_led(band: _Band, section_index: int) -> bool:
    """Whether somebody plays or sings the tune in a section."""
    section = band.plan.sections[section_index]
    if not section.melody:
        return False
    if is_sung(band.plan, section):
        return True
    leads = [i for i, (_, spec) in enumerate(band.briefs) if spec.player == "lead"]
    return any(band.lineup[i][section_index].plays for i in leads)


def _hits(hits: tuple[int, ...], section: SectionPlan) -> tuple[int, ...]:
    start, end = section.section.start_ticks, section.section.end_ticks
    return tuple(tick - start for tick in hits if start <= tick < end)


def _delivery(context: SectionContext, styles: StyleBlend) -> Delivery:
    humanise = context.style.humanise
    return Delivery(
        grid=context.grid,
        length_ticks=context.length,
        bpm=context.conditioning.bpm,
        energy=context.energy,
        swing=styles.swing,
        swing_unit=styles.swing_unit,
        timing_ms=context.spec.timing_ms,
        humanize_ms=humanise.timing_ms,
        humanize_velocity=humanise.velocity,
        accent=humanise.accent,
        rises=context.leads_to_peak or context.kind == "build",
        hits=context.hits,
        instrument_range=context.instrument_range,
        is_drums=context.spec.player in UNPITCHED,
        seed=derive_seed(context.seed, "performance", context.part.name),
    )
