# SPDX-License-Identifier: GPL-3.0-or-later
"""Who plays in sections that are added, as the words ask: some alone, some not, one with the tune."""

from msgspec.structs import replace

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.arrangement import choose_part, play_part
from musicstudio.engines.composer.arrangement.naming import is_named
from musicstudio.engines.composer.arrangement.registry import MELODY_PLAYERS, player_name
from musicstudio.engines.composer.plan import PartScore, SongPlan
from musicstudio.engines.composer.prompt.lexicon import ids_of
from musicstudio.engines.composer.words.asked_sections import AskedSections
from musicstudio.engines.contract import Request

from .write_song import styles_of


def without_cues(plan: SongPlan) -> SongPlan:
    """The plan without the entrances and moments of the song it was: they were said of that one."""
    sheet = replace(plan.conditioning.sheet, cues=(), events=(), is_closed=type(plan.conditioning.sheet.is_closed)())
    return replace(plan, conditioning=replace(plan.conditioning, sheet=sheet, hits_s=()))


def with_asked_players(
    scores: dict[str, PartScore], plan: SongPlan, fresh: range, asked: AskedSections, request: Request
) -> tuple[dict[str, PartScore], list[PartScore]]:
    """The scores without those who are not to play in the fresh sections, and parts that join for them."""
    kept = {track_id: score for track_id, score in scores.items() if _plays(score, asked)}
    joined: list[PartScore] = []
    for name in dict.fromkeys((*asked.only, *((asked.leads,) if asked.leads else ()), *asked.add)):
        leads = name == asked.leads
        present = [s for s in kept.values() if is_named(name, s.part.role, s.part.instrument)]
        has_job = any(
            any(s.cells[i] for i in fresh) and (not leads or s.part.player.startswith("lead")) for s in present
        )
        if not has_job:
            joined.append(_joining_part(name, leads, (*kept.values(), *joined), plan, fresh, request))
    return kept, joined


def _plays(score: PartScore, asked: AskedSections) -> bool:
    part = score.part
    is_alone = not asked.only or any(is_named(name, part.role, part.instrument) for name in asked.only)
    is_refused = any(is_named(name, part.role, part.instrument) for name in asked.without)
    has_other_melody = bool(asked.leads) and player_name(part.player) in MELODY_PLAYERS
    is_leader = bool(asked.leads) and is_named(asked.leads, part.role, part.instrument)
    return is_alone and not is_refused and (not has_other_melody or is_leader)


def _joining_part(
    name: str, leads: bool, others: tuple[PartScore, ...], plan: SongPlan, fresh: range, request: Request
) -> PartScore:
    """A part that plays in the fresh sections only."""
    styles = styles_of(plan.conditioning)
    word = (ids_of(name) or (name,))[0]
    taken = tuple(score.part.name for score in others)
    part = choose_part(replace(plan.conditioning, unwanted=()), styles, word, request.seed, taken)
    if leads:
        part = replace(part, player=f"lead//leading {part.instrument}", name=f"{part.name} solo")
    band = (*(score.part for score in others), part)
    rows = (*others, PartScore(part, tuple(None for _ in plan.sections)))
    seed = derive_seed(request.seed, "extend", name)
    return play_part(plan, band, styles, rows, len(band) - 1, tuple(fresh), seed, 0.5)
