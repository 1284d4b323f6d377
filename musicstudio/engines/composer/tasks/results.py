# SPDX-License-Identifier: GPL-3.0-or-later
"""What the composer hands back: results of whole songs, written and then sounding."""

from msgspec.structs import replace

from musicstudio.core.progress import Job, Progress, within
from musicstudio.engines.composer.arrangement import master_of, with_fades
from musicstudio.engines.composer.form.moments import Laid
from musicstudio.engines.composer.score.asked_and_made import made_of, misses_of, score_of
from musicstudio.engines.composer.score.assembling import chords_of, name_parts, part_of, sections_of
from musicstudio.engines.composer.score.effect_buses import effect_buses_of
from musicstudio.engines.composer.score.recipes import conditioning_json, recipe_of, singers_of
from musicstudio.engines.composer.score.sheets import complete_sheet
from musicstudio.engines.composer.sound.looping import without_sends
from musicstudio.engines.composer.sound.rendering import render
from musicstudio.engines.composer.vocals.sounding import sing_cells
from musicstudio.engines.contract import Part, Request, Result, ResultClip, ScoreReady
from musicstudio.project.model import Master

from .write_song import WrittenSong

SCORE_SHARE = 0.12
"""Share of the progress that writing takes; the rest is rendering."""


def write_result(request: Request, song: WrittenSong) -> Result:
    """The score of a whole song as a result without audio."""
    plan = song.plan
    parts = name_parts(part_of(score, plan, request.seed) for score in song.scores if any(score.cells))
    if plan.conditioning.is_loop:
        parts = tuple(_with_opening_cell(part, song) for part in parts)
    result = Result(
        recipe=recipe_of(request, plan, song.notices, singers=singers_of(parts)),
        parts=parts,
        title=plan.conditioning.title,
        tempo_map=plan.tempo_map,
        key=plan.conditioning.key,
        sections=sections_of(plan),
        chords=chords_of(plan),
        lyrics=request.lyrics,
        master=_master_of(song),
        buses=effect_buses_of(plan, song.styles, None if plan.conditioning.is_loop else exact_end_s(song)),
        conditioning=conditioning_json(plan.conditioning) | ({"differs": song.differs} if song.differs else {}),
        notices=song.notices,
    )
    return _with_sheet(result, song)


def _master_of(song: WrittenSong) -> Master:
    plan = song.plan
    laid = [Laid(each.section.kind, each.section.start_ticks, each.section.end_ticks) for each in plan.sections]
    return with_fades(master_of(plan, song.scores, song.styles), plan.conditioning.sheet, laid, plan.tempo_map)


def _with_sheet(result: Result, song: WrittenSong) -> Result:
    """The result with its sheet, what was made of it, and every miss told."""
    if song.sheet is None:
        return result
    sheet = complete_sheet(song.sheet, song.plan.conditioning, result.sections, result.tempo_map, song.band)
    sheet = replace(sheet, made=made_of(sheet, score_of(result)))
    misses = misses_of(sheet.made)
    return replace(result, sheet=sheet, notices=(*result.notices, *misses), misses=misses)


def play_result(request: Request, song: WrittenSong) -> Job[Result]:
    """A whole song: the score first, as a partial result, then every cell as it is rendered, then all of it."""
    return (yield from sound_result(write_result(request, song), exact_end_s(song), song.plan.conditioning.is_loop))


def sound_result(result: Result, end_s: float | None = None, is_loop: bool = False) -> Job[Result]:
    """A written result handed on as a `ScoreReady`, then played and sung; from `SCORE_SHARE` to the end of the
    progress.

    end_s: nothing sounds after it; in a loop it is where the loop turns.
    """
    yield Progress(SCORE_SHARE, "Written", ScoreReady(without_sends(result) if is_loop else result))
    has_singer = any(part.kind == "vocal" for part in result.parts)
    played_share = 0.6 if has_singer else 1.0
    result = yield from within(render(result, end_s, is_loop), SCORE_SHARE, played_share)
    if has_singer:
        result = yield from within(sing_cells(result, end_s), played_share, 1.0)
    return without_sends(result) if is_loop else result


def exact_end_s(song: WrittenSong) -> float | None:
    """Where the last section ends, if nothing may sound after it."""
    conditioning = song.plan.conditioning
    if conditioning.duration_s is None and not conditioning.is_loop:
        return None
    return song.plan.tempo_map.seconds_at(song.plan.sections[-1].section.end_ticks)


def _with_opening_cell(part: Part, song: WrittenSong) -> Part:
    """A cell in the first section, even a silent one: a loop's ring past its end is heard there."""
    first = song.plan.sections[0].section
    if part.cells and part.cells[0].section_id == first.id:
        return part
    return replace(part, cells=(ResultClip(first.start_ticks, first.length_ticks, section_id=first.id), *part.cells))
