# SPDX-License-Identifier: GPL-3.0-or-later
"""More of a song: bars before it, after it or between two sections, made from its own themes."""

import numpy as np
from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, within
from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.arrangement import play_part
from musicstudio.engines.composer.arrangement.naming import is_named
from musicstudio.engines.composer.form.clock import bar_ticks_of
from musicstudio.engines.composer.form.sections import name_sections
from musicstudio.engines.composer.plan import PartScore, SectionPlan, SongPlan
from musicstudio.engines.composer.prompt.reading import Reading
from musicstudio.engines.composer.score.assembling import chords_of, part_of, sections_of
from musicstudio.engines.composer.score.rebuilding import is_own, scores_of
from musicstudio.engines.composer.score.recipes import conditioning_json, recipe_of
from musicstudio.engines.composer.score.sheets import unanswered_notices
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.themes.theme import Theme, fit_theme, vary_theme
from musicstudio.engines.composer.themes.themes import ThemeRequest, write_theme
from musicstudio.engines.composer.words.asked_sections import AskedSections, read_sections_asked
from musicstudio.engines.contract import Request, Result
from musicstudio.jobs.heartbeat import with_heartbeat
from musicstudio.project.model import Meter, Project, Section, Tempo, TempoMap

from .asked_players import with_asked_players, without_cues
from .fill_recording import style_guess
from .own_band import band_for, figures_of, own_kinds, own_theme, with_transitions
from .own_music import plan_for
from .regenerate import with_prompt
from .results import SCORE_SHARE, sound_result
from .targets import song_of
from .write_song import styles_of

MAX_BARS = 128
_MAX_SECTION_BARS = 12
_SECTION_BARS = 8
_MIN_BARS = 4
_FOLLOWING = {
    "intro": "verse",
    "verse": "chorus",
    "chorus": "verse",
    "bridge": "chorus",
    "drop": "break",
    "break": "drop",
}


def extend(request: Request) -> Job[Result]:
    """New sections on every track. The result's sections, chords and tempo map are the whole longer song's; its cells
    are the new ones, placed in the longer song: what stood at or after ``extend_at_tick`` (the nearest section line)
    has moved on.
    """
    result = yield from within(with_heartbeat(lambda: lengthen(request), "Playing on"), 0.0, SCORE_SHARE)
    return (yield from sound_result(result))


def lengthen(request: Request) -> Result:
    """The new sections on paper. Raises `InputError` for no bars or too many."""
    song = song_of(request)
    asked, reading = read_sections_asked(request.prompt, load_styles().styles)
    sizes, kinds, told_bars = _asked_sizes(asked, request.extend_bars)
    request = replace(request, extend_bars=sum(sizes))
    if not 1 <= request.extend_bars <= MAX_BARS:
        raise InputError(f"A song can be extended by 1 to {MAX_BARS} bars at once.")
    old = without_cues(with_prompt(plan_for(song), request, reading))
    place = _place(old, request.extend_at_tick)
    is_foreign = not is_own(song)
    kinds = kinds or (own_kinds(old, place, len(sizes)) if is_foreign else ())
    plan, count = longer_plan(old, place, request.seed, sizes, kinds, asked.gain)
    fresh = range(place, place + count)
    plan = with_transitions(plan, fresh) if is_foreign else plan
    scores = _play_tracks(song, old, plan, place, count, request)
    scores = figures_of(scores, plan, fresh, request.seed) if is_foreign else scores
    scores, joined = with_asked_players(scores, plan, fresh, asked, request)
    if not scores and not joined:
        joined = list(band_for(plan, fresh, request))
    return Result(
        recipe=recipe_of(request, plan),
        parts=(
            *(part_of(score, plan, request.seed, track_id, fresh) for track_id, score in scores.items()),
            *(part_of(score, plan, request.seed, "", fresh) for score in joined),
        ),
        title=song.title,
        tempo_map=plan.tempo_map,
        key=song.key,
        sections=sections_of(plan),
        chords=chords_of(plan),
        lyrics=song.lyrics,
        conditioning=conditioning_json(plan.conditioning),
        notices=(
            *unanswered_notices(asked.spans), *told_bars, *_style_told(plan, scores, reading, request),
            *(misses := _unmet(scores, joined, asked, fresh)),
        ),
        misses=misses,
    )  # fmt: skip


def _unmet(
    scores: dict[str, PartScore], joined: list[PartScore], asked: AskedSections, fresh: range
) -> tuple[str, ...]:
    """A sentence for each player who was asked for, or refused, in the new sections and is not so."""
    playing = [score.part for score in (*scores.values(), *joined) if any(score.cells[i] for i in fresh)]

    def plays(name: str) -> bool:
        return any(is_named(name, part.role, part.instrument) for part in playing)

    def title(name: str) -> str:
        return name.replace("_", " ")

    wanted = (*asked.only, *((asked.leads,) if asked.leads else ()), *asked.add)
    missing = [f"Asked for {title(name)} in the new bars; it does not play." for name in wanted if not plays(name)]
    there = [f"Asked for no {title(name)} in the new bars; it plays." for name in asked.without if plays(name)]
    others = (
        [p for p in playing if not any(is_named(n, p.role, p.instrument) for n in asked.only)] if asked.only else []
    )
    alone = [f"Asked for nobody else in the new bars; {others[0].name} plays, too."] if others else []
    leading = [score.part for score in (*scores.values(), *joined) if score.part.player.startswith("lead")]
    led = asked.leads and not any(is_named(asked.leads, p.role, p.instrument) for p in leading)
    lead = [f"Asked for {title(asked.leads)} with the tune in the new bars; it does not have it."] if led else []
    return (*missing, *there, *alone, *lead)


def _style_told(plan: SongPlan, scores: dict[str, PartScore], reading: Reading, request: Request) -> tuple[str, ...]:
    """That the style is a guess, where a recording says nothing of it and the words neither."""
    is_said = bool(request.prompt.strip()) and reading.names_style
    return () if scores or is_said else (style_guess(plan.conditioning),)


def _asked_sizes(asked: AskedSections, bars: int) -> tuple[list[int], tuple[str, ...], tuple[str, ...]]:
    """(bars of each new section, their kinds where said, what to tell): a number of bars in the words wins."""
    count = len(asked.kinds)
    if count <= 1:
        total = asked.bars[0] if asked.bars else bars
        sizes = [total] if count else sizes_of(total)
    else:
        sizes = [*asked.bars[:count]]
        left = max(bars - sum(sizes), (count - len(sizes)) * _MIN_BARS)
        sizes += [max(1, left // (count - len(sizes)))] * (count - len(sizes)) if count > len(sizes) else []
    is_other = bool(asked.bars) and sum(sizes) != bars
    notices = (f"The words ask for {sum(sizes)} bars, so {sum(sizes)} were made.",) if is_other else ()
    return sizes, asked.kinds, notices


def _place(plan: SongPlan, tick: int) -> int:
    """Before which section the new ones go: the section line nearest to a tick; -1 is the end."""
    lines = [part.section.start_ticks for part in plan.sections] + [plan.sections[-1].section.end_ticks]
    return len(plan.sections) if tick < 0 else min(range(len(lines)), key=lambda index: abs(lines[index] - tick))


def longer_plan(
    plan: SongPlan, place: int, seed: int, sizes: list[int], asked: tuple[str, ...] = (), gain: float = 1.0
) -> tuple[SongPlan, int]:
    """The plan with new sections of so many bars at a place, and how many there are."""
    reference = plan.sections[min(place, len(plan.sections) - 1)]
    bar_ticks = bar_ticks_of(reference.meter)
    start = (
        plan.sections[place].section.start_ticks if place < len(plan.sections) else plan.sections[-1].section.end_ticks
    )
    kinds = list(asked) or _kinds(plan, place, len(sizes))
    fresh: list[SectionPlan] = []
    for index, (kind, bars) in enumerate(zip(kinds, sizes, strict=True)):
        at = start + sum(sizes[:index]) * bar_ticks
        made = _new_section(plan, reference, kind, bars, at, derive_seed(seed, "extend", index))
        energy = min(1.0, max(0.05, made.section.energy * (gain if gain > 1 else gain**2)))
        fresh.append(replace(made, section=replace(made.section, energy=round(energy, 3))))
    added = sum(sizes) * bar_ticks
    later = [replace(part, section=_move_section(part.section, added)) for part in plan.sections[place:]]
    sections = _link_sections([*plan.sections[:place], *fresh, *later])
    return replace(
        plan, sections=sections, tempo_map=_stretch_tempo_map(plan.tempo_map, start, added, _tempo_before(plan, place))
    ), len(fresh)


def sizes_of(bars: int) -> list[int]:
    """Bars as sections of eight; few of them are one section."""
    if bars <= _MAX_SECTION_BARS:
        return [bars]
    whole, rest = divmod(bars, _SECTION_BARS)
    return [_SECTION_BARS] * whole + ([rest] if rest else [])


def _kinds(plan: SongPlan, place: int, count: int) -> list[str]:
    """An intro before the song; else what usually follows the section before."""
    if place == 0:
        return (["intro"] + ["verse"] * count)[:count]
    kinds: list[str] = []
    before = plan.sections[place - 1].section.kind
    if before == "outro" and place > 1:
        before = plan.sections[place - 2].section.kind
    for _ in range(count):
        before = _FOLLOWING.get(before, "chorus")
        kinds.append(before)
    return kinds


def _new_section(plan: SongPlan, reference: SectionPlan, kind: str, bars: int, start: int, seed: int) -> SectionPlan:
    bar_ticks = bar_ticks_of(reference.meter)
    kin = [part for part in plan.sections if part.section.kind == kind]
    energy = kin[-1].section.energy if kin else reference.section.energy
    theme = _theme(plan, reference, kin, kind, bars, seed)
    section = Section(f"section-{seed:08x}", kind, kind, start, bars * bar_ticks, energy, theme.melody)
    return replace(
        reference, section=section, bars=bars, chords=theme.chords, melody=theme.melody, material=kind,
        occurrence=len(kin), is_last=False,
    )  # fmt: skip


def _theme(plan: SongPlan, reference: SectionPlan, kin: list[SectionPlan], kind: str, bars: int, seed: int) -> Theme:
    """The song's own theme for the kind, varied; a new one where it has none."""
    bar_ticks = bar_ticks_of(reference.meter)
    if kin and kin[0].chords and not kin[0].melody:
        return own_theme(plan, kin[0], bars, seed)
    if kin and kin[0].melody and kin[0].bars > 1:
        known = Theme(kin[0].key, kin[0].bars, bar_ticks, kin[0].chords, kin[0].melody)
        return vary_theme(fit_theme(known, bars), 0.4, np.random.default_rng(seed))
    wish = ThemeRequest(kind, bars, reference.key, reference.section.energy, "open")
    return write_theme(wish, replace(plan.conditioning, meter=reference.meter), styles_of(plan.conditioning), seed)[0]


def _link_sections(sections: list[SectionPlan]) -> tuple[SectionPlan, ...]:
    """Neighbours, counts and names of kinds that now come oftener put right; names that a user gave stay."""
    kinds = [part.section.kind for part in sections]
    names = name_sections(kinds)
    return tuple(
        replace(
            part,
            section=replace(part.section, name=names[i] if _is_plain_name(part.section) else part.section.name),
            is_last=i == len(sections) - 1,
            previous_kind=kinds[i - 1] if i else "",
            next_kind=kinds[i + 1] if i + 1 < len(kinds) else "",
        )
        for i, part in enumerate(sections)
    )


def _is_plain_name(section: Section) -> bool:
    """Whether a section has the name that the composer gave it."""
    return section.name.rstrip(" 0123456789").lower().replace("-", "") in (section.kind, "section")


def _move_section(section: Section, ticks: int) -> Section:
    return replace(section, start_ticks=section.start_ticks + ticks)


def _tempo_before(plan: SongPlan, place: int) -> float:
    """The tempo with which the section before begins: a song may slow down into its end."""
    return plan.tempo_map.bpm_at(plan.sections[max(0, place - 1)].section.start_ticks)


def _stretch_tempo_map(tempo_map: TempoMap, tick: int, added: int, bpm: float) -> TempoMap:
    """Later tempi and metres moved on, the new bars in a tempo of their own.

    At the start the first ones stay at tick 0.
    """
    moved = {t.tick if t.tick == 0 or t.tick < tick else t.tick + added: t.bpm for t in tempo_map.tempos}
    if tick and tempo_map.bpm_at(tick - 1) != bpm:
        moved[tick] = bpm
        moved.setdefault(tick + added, tempo_map.bpm_at(tick))
    tempos = tuple(Tempo(at, moved[at]) for at in sorted(moved))
    meters = tuple(
        m if m.tick == 0 or m.tick < tick else Meter(m.tick + added, m.numerator, m.denominator)
        for m in tempo_map.meters
    )
    return TempoMap(tempos, meters, tempo_map.offset_s)


def _play_tracks(
    song: Project, old: SongPlan, plan: SongPlan, place: int, count: int, request: Request
) -> dict[str, PartScore]:
    """Every track with the new sections played, each hearing the others."""
    scores = {
        track_id: PartScore(score.part, (*score.cells[:place], *([None] * count), *score.cells[place:]))
        for track_id, score in scores_of(song, old).items()
    }
    band = tuple(score.part for score in scores.values())
    for position, track_id in enumerate(tuple(scores)):
        fresh = tuple(i for i in range(place, place + count) if _joins(scores[track_id], plan, i))
        seed = derive_seed(request.seed, "extend", scores[track_id].part.name)
        so_far = tuple(scores.values())
        scores[track_id] = play_part(
            plan, band, styles_of(plan.conditioning), so_far, position, fresh, seed, request.difference
        )
    return {track_id: score for track_id, score in scores.items() if any(score.cells[place : place + count])}


def _joins(score: PartScore, plan: SongPlan, index: int) -> bool:
    """A part joins in where it plays in sections of that kind, or in most sections when there is none yet."""
    kind = plan.sections[index].section.kind
    alike = [
        cell
        for part, cell in zip(plan.sections, score.cells, strict=True)
        if part.section.kind == kind and cell is not None
    ]
    has_kin = sum(part.section.kind == kind for part in plan.sections) > 1
    return bool(alike) if has_kin else sum(cell is not None for cell in score.cells) * 2 >= len(score.cells) - 1
