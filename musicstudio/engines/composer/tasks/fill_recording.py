# SPDX-License-Identifier: GPL-3.0-or-later
"""A stretch of a recording played by the studio: a band, or the one part that a stem was, on its grid and chords.

A tune that was found in the recording is kept; a new one is written over its chords where none was, or where the
change is to be large.
"""

from msgspec.structs import replace

from musicstudio.core.errors import EngineError
from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.arrangement import arrange, choose_part, choose_parts, play_part
from musicstudio.engines.composer.plan import Conditioning, PartPlan, PartScore, SectionPlan, SongPlan
from musicstudio.engines.composer.prompt.lexicon import ids_of
from musicstudio.engines.composer.score.band_check import checked_band
from musicstudio.engines.composer.score.rebuilding import PLAYED_KINDS, is_own, scores_of
from musicstudio.engines.composer.score.recipes import conditioning_json, recipe_of
from musicstudio.engines.composer.styles import load_styles
from musicstudio.engines.composer.words.asked_part import read_part
from musicstudio.engines.contract import Part, Request, Result, ResultClip
from musicstudio.project.model import Note, Project, Track

from .infill import Span, rewrite_melody
from .own_music import at_least, plan_for
from .targets import song_of, spans_in
from .write_song import styles_of, understand_request

NEW_TUNE_FROM = 0.8
_LEAST_ENERGY = 0.5
_NO_JOB = ("", "other", "fx")


def recordings_asked(request: Request) -> tuple[Track, ...]:
    """The recordings that a request names, or all of a song that has nothing else; none where it names parts that the
    composer plays."""
    song = song_of(request)
    asked = [track for track in song.tracks if not request.track_ids or track.id in request.track_ids]
    is_played = any(track.instrument and track.kind in (*PLAYED_KINDS, "vocal") for track in asked)
    return () if is_played else tuple(track for track in asked if track.kind == "audio")


def fill_recordings(request: Request) -> Result:
    """The parts on paper, in rows of their own. Raises `EngineError` where nobody has anything to play."""
    song = song_of(request)
    conditioning, told = asked_conditioning(request, song)
    whole = plan_for(song)
    spans = spans_in(request, whole)
    plan = _here(replace(whole, conditioning=conditioning), spans)
    plan = _with_tune(plan, request)
    scores = _play(plan, song, whole, tuple(spans), request)
    parts = tuple(part for score in scores if (part := _part(score, plan, tuple(spans.values()), request.seed)).cells)
    if not any(cell.notes for part in parts for cell in part.cells):
        raise EngineError("Nobody has anything to play there; name an instrument or a style.")
    return Result(
        recipe=recipe_of(request, whole, sources=_inputs(request)),
        parts=parts,
        title=song.title,
        tempo_map=song.tempo_map,
        key=song.key,
        sections=tuple(part.section for part in plan.sections),
        conditioning=conditioning_json(conditioning),
        notices=told,
    )


def asked_conditioning(request: Request, song: Project) -> tuple[Conditioning, tuple[str, ...]]:
    """(conditioning, what to tell): what the words ask for in the song's own time and key; without words, in the style
    that it is most like."""
    plan = plan_for(song)
    own = plan.conditioning
    if not request.prompt.strip():
        told = "" if is_own(song) or not own.styles else style_guess(own)
        return own, (told,) if told else ()
    found = understand_request(request)
    conditioning = replace(
        found.conditioning, bpm=own.bpm, key=own.key, meter=own.meter, form=(), duration_s=None, is_loop=False,
        hits_s=(), energy_curve=(), has_vocals=False, key_change=0,
    )  # fmt: skip
    return conditioning, found.notices


def style_guess(conditioning: Conditioning) -> str:
    """That the style is a guess, and how to have another."""
    title = load_styles().styles[conditioning.styles[0][0]].title if conditioning.styles else "pop"
    return f"Played as {title}, which is a guess; name a style to have another."


def _here(plan: SongPlan, spans: dict[int, Span]) -> SongPlan:
    """The plan of the sections meant alone, full enough for a band to join in."""
    sections = [plan.sections[index] for index in spans]
    return replace(plan, sections=tuple(replace(at_least(part, _LEAST_ENERGY), is_last=False) for part in sections))


def _with_tune(plan: SongPlan, request: Request) -> SongPlan:
    lacking = {
        index: (0, part.section.length_ticks)
        for index, part in enumerate(plan.sections)
        if not part.melody or request.difference >= NEW_TUNE_FROM
    }
    if not lacking:
        return plan
    return rewrite_melody(plan, styles_of(plan.conditioning), lacking, request.seed, request.difference)


def _play(
    plan: SongPlan, song: Project, whole: SongPlan, indexes: tuple[int, ...], request: Request
) -> tuple[PartScore, ...]:
    styles = styles_of(plan.conditioning)
    roles = tuple(track.role for track in recordings_asked(request))
    if not roles or any(role in _NO_JOB for role in roles):
        band = checked_band(choose_parts(plan.conditioning, styles, request.seed), plan.conditioning)
        return arrange(plan, band, styles, derive_seed(request.seed, "fill"))
    scores = tuple(
        PartScore(score.part, tuple(score.cells[index] for index in indexes))
        for score in scores_of(song, whole).values()
    )
    for word in _words_of(roles, request):
        taken = tuple(score.part.name for score in scores)
        part = choose_part(replace(plan.conditioning, unwanted=()), styles, word, request.seed, taken)
        scores = (*scores, _one_part(part, plan, scores, request))
    return scores[-len(roles) :]


def _words_of(roles: tuple[str, ...], request: Request) -> tuple[str, ...]:
    """Who plays for each stem: its role, or for a single one the instrument that the words name."""
    asked, _ = read_part(request.prompt, load_styles().styles)
    if len(roles) != 1 or asked.player is None:
        return roles
    return ((ids_of(asked.player.name) or (asked.player.name,))[0],)


def _one_part(part: PartPlan, plan: SongPlan, others: tuple[PartScore, ...], request: Request) -> PartScore:
    band = (*(score.part for score in others), part)
    every = tuple(range(len(plan.sections)))
    seed = derive_seed(request.seed, "fill", part.role)
    return play_part(plan, band, styles_of(plan.conditioning), others, len(band) - 1, every, seed, request.difference)


def _part(score: PartScore, plan: SongPlan, spans: tuple[Span, ...], seed: int) -> Part:
    part = score.part
    cells = tuple(
        _cell(notes, section, span, derive_seed(seed, part.name, section.section.id))
        for notes, section, span in zip(score.cells, plan.sections, spans, strict=True)
        if notes
    )
    return Part(part.name, part.role, part.kind, part.instrument, part.player, part.strip, cells)


def _cell(notes: tuple[Note, ...], section: SectionPlan, span: Span, seed: int) -> ResultClip:
    """What sounds in a span of a section: a note that was struck before it and is held is struck at its beginning."""
    start, end = span
    inside = []
    for note in notes:
        first, last = max(note.start_ticks, start), min(note.start_ticks + note.length_ticks, end)
        is_held = note.start_ticks >= start or last - first >= (start - note.start_ticks)
        if last > first and is_held:
            inside.append(replace(note, start_ticks=first - start, length_ticks=last - first))
    place = section.section
    return ResultClip(place.start_ticks + start, end - start, tuple(inside), section_id=place.id, seed=seed)


def _inputs(request: Request) -> tuple[str, ...]:
    """The sounds that the new ones stand in for."""
    takes = [clip.take for track in recordings_asked(request) for clip in track.clips]
    return tuple(dict.fromkeys(take.source for take in takes if take and take.source))
