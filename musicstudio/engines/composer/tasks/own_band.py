# SPDX-License-Identifier: GPL-3.0-or-later
"""Music that was brought in, gone on with: which sections come, on which chords, by whom."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from musicstudio.core.errors import EngineError
from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.arrangement import arrange, choose_parts
from musicstudio.engines.composer.form.clock import bar_ticks_of
from musicstudio.engines.composer.plan import PartScore, SectionPlan, SongPlan
from musicstudio.engines.composer.score.band_check import checked_band
from musicstudio.engines.composer.themes.theme import Theme, fit_theme
from musicstudio.engines.composer.themes.themes import ThemeRequest, melody_over
from musicstudio.engines.contract import Request

from .own_music import at_least, is_accompanist, leading_over, own_figures
from .write_song import styles_of

_LEAST_ENERGY = 0.5


def own_kinds(plan: SongPlan, place: int, count: int) -> tuple[str, ...]:
    """The kinds of new sections, only such as the song has: what follows the section before there, or that again."""
    kinds = [part.section.kind for part in plan.sections]
    before = kinds[max(0, place - 1)]
    found: list[str] = []
    for _ in range(count):
        followers = [b for a, b in pairwise(kinds) if a == before and b not in ("intro", "outro")]
        plain = [kind for kind in kinds if kind not in ("intro", "outro")] or kinds
        before = followers[0] if followers else before if before in plain else plain[-1]
        found.append(before)
    return tuple(found)


def own_theme(plan: SongPlan, kin: SectionPlan, bars: int, seed: int) -> Theme:
    """A new tune over the song's own chords, where no tune was found in it."""
    known = fit_theme(Theme(kin.key, kin.bars, bar_ticks_of(kin.meter), kin.chords, ()), bars)
    wish = ThemeRequest(kin.section.kind, bars, kin.key, kin.section.energy, "open")
    conditioning = replace(plan.conditioning, meter=kin.meter)
    return replace(known, melody=melody_over(known.chords, wish, conditioning, styles_of(conditioning), seed))


def with_transitions(plan: SongPlan, fresh: Sequence[int]) -> SongPlan:
    """The plan whose last new section leads over into what follows it."""
    last = fresh[-1]
    if last + 1 >= len(plan.sections) or not plan.sections[last + 1].chords:
        return plan
    sections = list(plan.sections)
    sections[last] = leading_over(sections[last], sections[last + 1].chords[0])
    return replace(plan, sections=tuple(sections))


def figures_of(scores: dict[str, PartScore], plan: SongPlan, fresh: Sequence[int], seed: int) -> dict[str, PartScore]:
    """The scores in which rows from elsewhere go on with figures of their own."""
    old = [index for index in range(len(plan.sections)) if index not in fresh]
    return {track_id: _own_cells(score, plan, fresh, old, seed) for track_id, score in scores.items()}


def _own_cells(score: PartScore, plan: SongPlan, fresh: Sequence[int], old: Sequence[int], seed: int) -> PartScore:
    if not is_accompanist(score):
        return score
    cells = list(score.cells)
    for index in fresh:
        if cells[index]:
            cells[index] = own_figures(score, plan, index, old, derive_seed(seed, "own", index))
    return replace(score, cells=tuple(cells))


def band_for(plan: SongPlan, fresh: Sequence[int], request: Request) -> tuple[PartScore, ...]:
    """A band that plays in the new sections, where the song is a recording and has no players.

    Raises `EngineError` where nobody has anything to play.
    """
    sections = tuple(at_least(plan.sections[index], _LEAST_ENERGY) for index in fresh)
    styles = styles_of(plan.conditioning)
    here = replace(plan, sections=sections)
    band = checked_band(choose_parts(plan.conditioning, styles, request.seed), plan.conditioning)
    scores = arrange(here, band, styles, derive_seed(request.seed, "extend band"))
    if not any(any(score.cells) for score in scores):
        raise EngineError("Nobody has anything to play there; name an instrument or a style.")
    return tuple(_in_place(score, plan, fresh) for score in scores if any(score.cells))


def _in_place(score: PartScore, plan: SongPlan, fresh: Sequence[int]) -> PartScore:
    placed = dict(zip(fresh, score.cells, strict=True))
    return PartScore(score.part, tuple(placed.get(index) for index in range(len(plan.sections))))
