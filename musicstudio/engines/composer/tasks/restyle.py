# SPDX-License-Identifier: GPL-3.0-or-later
"""The same song in another style: melody, chords and form stay; band, groove, tempo and sound are new.

As a waltz, tune and chords go from four beats a bar to three.
"""

import re

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, within
from musicstudio.engines.composer.plan import SongPlan
from musicstudio.engines.composer.score.rebuilding import is_own, vocal_scores_of
from musicstudio.engines.composer.vocals.vocal_ducking import add_vocal_ducking
from musicstudio.engines.composer.words.understanding import Understanding
from musicstudio.engines.contract import Request, Result
from musicstudio.jobs.heartbeat import with_heartbeat
from musicstudio.project.model import Project, Tempo, TempoMap
from musicstudio.project.model.sheet import Field

from .kept_fields import RESTYLE, RESTYLE_IN_METER, kept_notices, sheet_without_kept
from .own_music import lead_sheet_of, with_whole_tune
from .remeter import can_change_meter, in_meter
from .results import SCORE_SHARE, play_result
from .targets import song_of
from .write_song import song_seed, understand_request, write_band

KEEPS_TEMPO = re.compile(
    r"\b(?:keep|same|leave|don't change|without changing)(?: the| its)? (?:tempo|speed|bpm|pace)\b", re.IGNORECASE
)


def restyle(request: Request) -> Job[Result]:
    """A whole new result on the old lead sheet."""
    song = song_of(request)
    if not request.prompt.strip() and not request.options.styles:
        raise InputError("Say which style the song is to have.")
    found = yield from within(with_heartbeat(lambda: understand_request(request), "Understanding the wish"), 0.0, 0.02)
    keeps_tempo = bool(KEEPS_TEMPO.search(request.prompt))
    old, told = lead_sheet_of(song, song_seed(request, found), request.seed)
    meter = _other_meter(old, song, found)
    old, kept = (in_meter(old, meter), RESTYLE_IN_METER) if meter else (old, RESTYLE)
    plan = _restyle_plan(old, song, found, keeps_tempo)
    notices = (*found.notices, *kept_notices(found, kept), *told)
    written = yield from within(write_band(plan, notices), 0.02, SCORE_SHARE)
    vocals = tuple(vocal_scores_of(song, plan).values())
    band = written.scores if is_own(song) else with_whole_tune(written.scores, plan)
    band = add_vocal_ducking(band) if vocals else band
    sheet = sheet_without_kept(found, request, kept)
    sheet = replace(sheet, bpm=Field()) if keeps_tempo else sheet
    written = replace(written, scores=(*band, *vocals), sheet=sheet)
    return (yield from play_result(replace(request, lyrics=song.lyrics), written))


def _restyle_plan(plan: SongPlan, song: Project, found: Understanding, keeps_tempo: bool) -> SongPlan:
    """The old plan under the new conditioning, in its key and metre, and in the old tempo if it is to stay."""
    new = found.conditioning
    old = plan.conditioning
    conditioning = replace(
        new, bpm=old.bpm if keeps_tempo else new.bpm, key=old.key, meter=old.meter, form=(), duration_s=None,
        is_loop=old.is_loop,
        hits_s=(), energy_curve=(), has_vocals=old.has_vocals, voice=old.voice, title=song.title, key_change=0,
    )  # fmt: skip
    tempo_map = TempoMap((Tempo(0, conditioning.bpm),), plan.tempo_map.meters)
    return replace(plan, conditioning=conditioning, tempo_map=tempo_map)


def _other_meter(plan: SongPlan, song: Project, found: Understanding) -> tuple[int, int] | None:
    """The metre that the words ask, where the lead sheet can go into it; what is sung stays in its own."""
    asked = found.reading.sheet.meter.value
    is_sung = any(track.kind == "vocal" for track in song.tracks)
    return asked if asked and is_own(song) and not is_sung and can_change_meter(plan, asked) else None
