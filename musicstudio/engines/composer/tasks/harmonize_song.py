# SPDX-License-Identifier: GPL-3.0-or-later
"""Chords and a band under the tune of a song that was brought in; who carries the tune goes on doing so."""

from msgspec.structs import replace

from musicstudio.core.errors import EngineError, InputError
from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.arrangement import arrange, choose_parts
from musicstudio.engines.composer.arrangement.registry import MELODY_PLAYERS, player_name
from musicstudio.engines.composer.plan import PartScore, SongPlan
from musicstudio.engines.composer.score.assembling import chords_of, part_of
from musicstudio.engines.composer.score.band_check import checked_band
from musicstudio.engines.composer.score.recipes import conditioning_json, recipe_of
from musicstudio.engines.contract import Request, Result

from .fill_recording import asked_conditioning
from .own_music import at_least, has_tune, plan_for
from .targets import song_of
from .write_song import styles_of

NO_TUNE = (
    "No tune was found in this song, so there is nothing to put chords under. Bring the tune in as MIDI or as a "
    "recording of one voice; or add instruments to the chords that are there."
)
_LEAST_ENERGY = 0.45


def harmonize_song(request: Request) -> Result:
    """The new rows on paper, and the chords. Raises `InputError` for a song without a tune."""
    song = song_of(request)
    whole = plan_for(song)
    if not has_tune(whole):
        raise InputError(NO_TUNE)
    conditioning, told = asked_conditioning(request, song)
    plan = replace(
        whole, conditioning=conditioning, sections=tuple(at_least(part, _LEAST_ENERGY) for part in whole.sections)
    )
    scores = _accompaniment(plan, request.seed)
    if not any(any(score.cells) for score in scores):
        raise EngineError("Nobody has anything to play under this tune; name an instrument or a style.")
    return Result(
        recipe=recipe_of(request, whole),
        parts=tuple(part_of(score, plan, request.seed) for score in scores if any(score.cells)),
        title=song.title,
        tempo_map=song.tempo_map,
        key=song.key,
        sections=song.sections,
        chords=chords_of(whole),
        conditioning=conditioning_json(conditioning),
        notices=told,
    )


def _accompaniment(plan: SongPlan, seed: int) -> tuple[PartScore, ...]:
    """Everybody but who would play the tune."""
    styles = styles_of(plan.conditioning)
    band = checked_band(choose_parts(plan.conditioning, styles, seed), plan.conditioning)
    others = tuple(part for part in band if player_name(part.player) not in MELODY_PLAYERS)
    return arrange(plan, others or band, styles, derive_seed(seed, "harmonize"))
