# SPDX-License-Identifier: GPL-3.0-or-later
"""A track's tune sung with words: every note in its place, moved by octaves at most."""

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, within
from musicstudio.engines.composer.plan import SongPlan
from musicstudio.engines.composer.score.assembling import part_of
from musicstudio.engines.composer.score.rebuilding import plan_of, section_notes
from musicstudio.engines.composer.score.recipes import conditioning_json, recipe_of, singers_of
from musicstudio.engines.composer.themes.harmonize_melody import top_line
from musicstudio.engines.composer.vocals.companions import lead_and_answers
from musicstudio.engines.composer.vocals.singing import sing_given
from musicstudio.engines.contract import Request, Result
from musicstudio.jobs.heartbeat import with_heartbeat
from musicstudio.project.model import Note, Project

from .results import SCORE_SHARE, sound_result
from .song_seed import song_seed_of
from .targets import song_of


def sing(request: Request) -> Job[Result]:
    """A vocal part for the whole song. ``track_ids`` names the track whose notes are sung; without one the request
    carries a melody."""
    result = yield from within(
        with_heartbeat(lambda: write_singing(request), "Laying the words on the tune"), 0, SCORE_SHARE
    )
    return (yield from sound_result(result))


def write_singing(request: Request) -> Result:
    """The sung part on paper. Raises `InputError` when there is no tune, or there are no words."""
    song = song_of(request)
    plan = _with_voice(plan_of(song, song_seed_of(song)), request.options.voice)
    melody = top_line(_melody(request, song))
    if not melody:
        raise InputError("There are no notes to sing on that track.")
    sung = sing_given(plan, request.lyrics, melody)
    if sung.score is None:
        raise InputError(sung.notices[0] if sung.notices else "There was nothing to sing.")
    parts = tuple(part_of(score, plan, request.seed) for score in lead_and_answers(sung))
    return Result(
        recipe=recipe_of(request, plan, sung.notices, singers=singers_of(parts)),
        parts=parts,
        title=song.title,
        tempo_map=song.tempo_map,
        key=song.key,
        sections=song.sections,
        conditioning=conditioning_json(plan.conditioning),
        notices=sung.notices,
    )


def _with_voice(plan: SongPlan, voice: str) -> SongPlan:
    return replace(plan, conditioning=replace(plan.conditioning, voice=voice)) if voice else plan


def _melody(request: Request, song: Project) -> tuple[Note, ...]:
    if not request.track_ids:
        return request.melody
    end = max(section.end_ticks for section in song.sections)
    notes = [n for t in song.tracks if t.id in request.track_ids for n in section_notes(song, t, 0, end)]
    return tuple(sorted(notes, key=lambda note: (note.start_ticks, note.pitch)))
