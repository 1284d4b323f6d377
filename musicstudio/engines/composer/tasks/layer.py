# SPDX-License-Identifier: GPL-3.0-or-later
"""One instrument more, or another in the place of one, that fits what plays already."""

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, within
from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.arrangement import cast_part, play_part
from musicstudio.engines.composer.plan import PartPlan, PartScore, SongPlan
from musicstudio.engines.composer.prompt.lexicon import find_instruments, ids_of, normalize, role_of
from musicstudio.engines.composer.score.assembling import part_of
from musicstudio.engines.composer.score.rebuilding import conditioning_of, plan_of, scores_of
from musicstudio.engines.composer.score.recipes import conditioning_json, recipe_of
from musicstudio.engines.composer.ticking import ticking
from musicstudio.engines.contract import Request, Result
from musicstudio.project.model import Project, Track

from .regenerate import song_seed_of, with_prompt
from .results import SCORE_SHARE, sounded
from .targets import song_of
from .write_song import styles_of

_OFFERS = ("percussion", "pad", "strings", "keys", "guitar", "arp", "brass", "bass", "drums", "lead")
_QUIETEST = 0.3


def layer(request: Request) -> Job[Result]:
    """A part for the whole song (or the named sections). ``track_ids`` names the track it replaces, if any."""
    result = yield from within(ticking(lambda: add_part(request), "Listening to the song"), 0.0, SCORE_SHARE)
    return (yield from sounded(result))


def add_part(request: Request) -> Result:
    """The new part on paper."""
    song = song_of(request)
    plan = with_prompt(plan_of(song, song_seed_of(song)), request)
    replaced = next((track for track in song.tracks if track.id in request.track_ids), None)
    others = tuple(
        score for track_id, score in scores_of(song, plan).items() if not replaced or track_id != replaced.id
    )
    part = _cast(request, plan, song, replaced)
    score = _played(part, plan, others, _sections(request, plan, song, replaced), request)
    return Result(
        recipe=recipe_of(request, plan),
        parts=(part_of(score, plan, request.seed, replaced.id if replaced else ""),),
        title=song.title,
        tempo_map=song.tempo_map,
        key=song.key,
        sections=song.sections,
        conditioning=conditioning_json(plan.conditioning),
    )


def wanted_word(request: Request, song: Project, replaced: Track | None) -> str:
    """The instrument or role asked for; the replaced track's role, or the first role the song lacks, when none is
    named."""
    named = [normalize(word) for word in request.options.wanted] or [
        name for _, _, name in find_instruments(request.prompt)
    ]
    if named:
        return (ids_of(named[0]) or (role_of(named[0]) or named[0],))[0]
    if replaced:
        return replaced.role
    present = {track.role for track in song.tracks}
    usual = [part.role for part in styles_of(conditioning_of(song)).main.part]
    return next((role for role in (*usual, *_OFFERS) if role not in present and role in _OFFERS), "percussion")


def _cast(request: Request, plan: SongPlan, song: Project, replaced: Track | None) -> PartPlan:
    if request.track_ids and not replaced:
        raise InputError("The track to replace is not in the song.")
    taken = tuple(track.name for track in song.tracks if track is not replaced)
    conditioning = replace(plan.conditioning, unwanted=())
    word = wanted_word(request, song, replaced)
    return cast_part(conditioning, styles_of(conditioning), word, request.seed, taken)


def _sections(request: Request, plan: SongPlan, song: Project, replaced: Track | None) -> tuple[int, ...]:
    """The sections named, else those where the replaced track plays, else all but the quietest."""
    if request.section_ids:
        return tuple(i for i, section in enumerate(plan.sections) if section.section.id in request.section_ids)
    if replaced:
        old = scores_of(song, plan).get(replaced.id)
        played = tuple(i for i, cell in enumerate(old.cells) if cell) if old else ()
        return played or tuple(range(len(plan.sections)))
    peak = max(section.section.energy for section in plan.sections)
    return tuple(i for i, section in enumerate(plan.sections) if section.section.energy >= min(_QUIETEST, peak))


def _played(
    part: PartPlan, plan: SongPlan, others: tuple[PartScore, ...], sections: tuple[int, ...], request: Request
) -> PartScore:
    band = (*(score.part for score in others), part)
    seed = derive_seed(request.seed, "layer")
    return play_part(
        plan, band, styles_of(plan.conditioning), others, len(band) - 1, sections, seed, request.difference
    )
