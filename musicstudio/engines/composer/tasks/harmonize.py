# SPDX-License-Identifier: GPL-3.0-or-later
"""A melody in, a song around it out: chords that carry it, a band that leaves it room, every note of it kept."""

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, within
from musicstudio.engines.composer.arrangement.registry import player_name
from musicstudio.engines.composer.form.clock import bar_ticks_of
from musicstudio.engines.composer.form.layout import Block
from musicstudio.engines.composer.form.planning import plan_form
from musicstudio.engines.composer.form.sections import FormSection
from musicstudio.engines.composer.plan import Conditioning, PartScore, SongPlan
from musicstudio.engines.composer.prompt.meter import is_playable
from musicstudio.engines.composer.themes.harmonize_melody import harmonize_melody, key_of_melody, top_line
from musicstudio.engines.composer.themes.song_leadsheet import section_plan
from musicstudio.engines.composer.themes.theme import Theme, cut_chords
from musicstudio.engines.composer.vocals.companions import lead_and_answers
from musicstudio.engines.composer.vocals.singers import choose_voice
from musicstudio.engines.composer.vocals.singing import sing_given
from musicstudio.engines.composer.vocals.vocal_ducking import add_vocal_ducking
from musicstudio.engines.composer.words.understanding import Understanding
from musicstudio.engines.contract import Request, Result
from musicstudio.engines.voice.melody.range_fit import best_transposition
from musicstudio.jobs.heartbeat import with_heartbeat
from musicstudio.project.model import Chord, Note, TempoMap

from .asked_chords import with_asked_chords_only
from .extend import MAX_BARS, longer_plan, sizes_of
from .harmonize_song import harmonize_song
from .kept_fields import HARMONIZE, kept_notices, sheet_without_kept
from .results import SCORE_SHARE, play_result, sound_result
from .write_song import (
    WrittenSong,
    is_key_free,
    is_tempo_free,
    song_seed,
    styles_of,
    understand_request,
    write_band,
)

_SECTION_BARS = 8
_KINDS = ("verse", "chorus")
_MAX_TUNE_BARS = 256
_LENGTH_MISS_S = 1.0


def harmonize(request: Request) -> Job[Result]:
    """A whole song whose lead plays the given notes as they are; for a song that was brought in, rows under its
    tune."""
    if request.song is not None and not request.melody:
        rows = with_heartbeat(lambda: harmonize_song(request), "Listening to the tune")
        return (yield from sound_result((yield from within(rows, 0.0, SCORE_SHARE))))
    if not request.melody:
        raise InputError("There is no melody to harmonize; play, hum or import one.")
    found = yield from within(with_heartbeat(lambda: understand_request(request), "Understanding the wish"), 0.0, 0.03)
    request, moved = in_reach_of_voice(request, found)
    plan = yield from within(with_heartbeat(lambda: plan_around(request, found), "Listening to the melody"), 0.03, 0.05)
    plan, told = with_rest(plan, found)
    notices = (*found.notices, *moved, *told, *kept_notices(found, HARMONIZE))
    song = yield from within(write_band(plan, notices), 0.05, SCORE_SHARE)
    sheet = sheet_without_kept(found, request, HARMONIZE)
    song = replace(_with_melody(song, request), differs=found.differs, sheet=sheet)
    return (yield from play_result(request, song))


def in_reach_of_voice(request: Request, found: Understanding) -> tuple[Request, tuple[str, ...]]:
    """The request with its melody moved to a key in which the singer reaches it, where words are to be sung and nobody
    asked for a key; and what to tell."""
    conditioning = found.conditioning
    if not (request.lyrics.strip() and conditioning.has_vocals and is_key_free(request, found)):
        return request, ()
    voice = choose_voice(conditioning.voice)
    semitones = best_transposition([note.pitch for note in top_line(request.melody)], voice.low, voice.high)
    if not semitones:
        return request, ()
    melody = tuple(replace(note, pitch=note.pitch + semitones) for note in request.melody)
    steps = f"{abs(semitones)} semitone{'s' * (abs(semitones) > 1)} {'up' if semitones > 0 else 'down'}"
    told = f"The melody was moved {steps}, where {voice.name} reaches it; ask for a key to keep it there."
    return replace(request, melody=melody), (told,)


def plan_around(request: Request, found: Understanding) -> SongPlan:
    """The lead sheet of a song around the request's melody. Raises `InputError` for one that is too long."""
    facts = found.reading.facts
    key = request.options.key or facts.key or key_of_melody(request.melody)
    conditioning = replace(
        in_time_of_tune(request, found), key=key, duration_s=None, form=(), energy_curve=(), is_loop=False, key_change=0
    )
    bar_ticks = bar_ticks_of(conditioning.meter)
    end = max(note.start_ticks + note.length_ticks for note in request.melody)
    bars = -(-end // bar_ticks)
    if bars > _MAX_TUNE_BARS:
        raise InputError(
            f"The melody is {bars} bars long; {_MAX_TUNE_BARS} is the most that can be harmonized at once."
        )
    seed = song_seed(request, found)
    form = plan_form(conditioning, styles_of(conditioning), seed, False, _blocks(bars))
    chords = harmonize_melody(top_line(request.melody), key, bars, conditioning, styles_of(conditioning), seed)
    sections = tuple(
        section_plan(index, form, _slice(part, request.melody, chords, bar_ticks), conditioning)
        for index, part in enumerate(form.sections)
    )
    tempo_map = _tempi(request, found, form.tempo_map)
    return with_asked_chords_only(SongPlan(conditioning, tempo_map, sections, seed))


def in_time_of_tune(request: Request, found: Understanding) -> Conditioning:
    """What was understood, in the tune's own tempo and metre where nobody asked for others."""
    conditioning, own = found.conditioning, request.melody_map
    if own is None:
        return conditioning
    if is_tempo_free(request, found):
        conditioning = replace(conditioning, bpm=own.bpm_at(0))
    meter = own.meter_at(0)
    if not (request.options.meter or found.reading.facts.meter) and is_playable((meter.numerator, meter.denominator)):
        conditioning = replace(conditioning, meter=(meter.numerator, meter.denominator))
    return conditioning


def _tempi(request: Request, found: Understanding, tempo_map: TempoMap) -> TempoMap:
    """The tune's own changes of tempo, kept where nobody asked for a tempo."""
    own = request.melody_map
    is_kept = own is not None and len(own.tempos) > 1 and is_tempo_free(request, found)
    return TempoMap(own.tempos, tempo_map.meters, tempo_map.offset_s) if own and is_kept else tempo_map


def with_rest(plan: SongPlan, found: Understanding) -> tuple[SongPlan, tuple[str, ...]]:
    """The plan gone on in the tune's manner until the length asked for, and what of the wish a given tune rules out."""
    told = _set_aside(found)
    duration_s = found.conditioning.duration_s
    if duration_s is None:
        return plan, told
    bar_ticks = bar_ticks_of(plan.conditioning.meter)
    end = plan.sections[-1].section.end_ticks
    bars = round((plan.tempo_map.ticks_at(duration_s) - end) / bar_ticks)
    if bars >= 1:
        plan, _ = longer_plan(plan, len(plan.sections), plan.seed, sizes_of(min(bars, MAX_BARS)))
    length_s = plan.tempo_map.seconds_at(plan.sections[-1].section.end_ticks)
    if abs(length_s - duration_s) > _LENGTH_MISS_S:
        told = (*told, f"The song lasts {length_s:.1f} s, not {duration_s:g}: the tune is kept whole, in whole bars.")
    return plan, told


def _set_aside(found: Understanding) -> tuple[str, ...]:
    conditioning, shape = found.conditioning, found.reading.facts.shape
    sentences = (
        (conditioning.form, "The form was left out, for a tune of your own has its own."),
        (conditioning.energy_curve, "The energy curve was left out, for a tune of your own is kept as it is."),
        (conditioning.is_loop, "The loop was left out, for a tune of your own ends where it ends."),
        (
            shape.changes_key,
            "The key change was left out, for a tune of your own stays where it is.",
        ),
    )
    return tuple(sentence for is_asked, sentence in sentences if is_asked)


def _blocks(bars: int) -> tuple[Block, ...]:
    """Sections of eight bars, verse and chorus in turn; a short rest joins the section before it."""
    sizes = [_SECTION_BARS] * (bars // _SECTION_BARS)
    rest = bars % _SECTION_BARS
    if rest >= _SECTION_BARS // 2 or not sizes:
        sizes.append(rest)
    elif rest:
        sizes[-1] += rest
    return tuple(Block(_KINDS[index % 2], size) for index, size in enumerate(sizes))


def _notes_between(notes: tuple[Note, ...], start: int, end: int) -> tuple[Note, ...]:
    return tuple(
        replace(note, start_ticks=note.start_ticks - start) for note in notes if start <= note.start_ticks < end
    )


def _slice(part: FormSection, melody: tuple[Note, ...], chords: tuple[Chord, ...], bar_ticks: int) -> Theme:
    """What the melody and its chords are in one section."""
    start, end = part.section.start_ticks, part.section.end_ticks
    own = tuple(replace(chord, start_ticks=chord.start_ticks - start) for chord in cut_chords(chords, start, end))
    return Theme(part.key, part.bars, bar_ticks, own, _notes_between(melody, start, end))


def _with_melody(song: WrittenSong, request: Request) -> WrittenSong:
    """The given notes, untouched, by the singer when there are lyrics, else by whoever leads; other voices of the tune
    fall silent.
    """
    leads = [score for score in song.scores if player_name(score.part.player) == "lead"]
    others = tuple(score for score in song.scores if score not in leads)
    if request.lyrics.strip() and song.plan.conditioning.has_vocals:
        sung = sing_given(song.plan, request.lyrics, top_line(request.melody))
        if sung.score:
            return replace(
                song,
                scores=(*add_vocal_ducking(others), *lead_and_answers(sung)),
                notices=(*song.notices, *sung.notices),
            )
    own = leads[0].cells if leads else (None,) * len(song.plan.sections)
    end = max(note.start_ticks + note.length_ticks for note in request.melody)
    cells = tuple(
        cell
        if part.section.start_ticks >= end
        else _notes_between(request.melody, part.section.start_ticks, part.section.end_ticks) or None
        for part, cell in zip(song.plan.sections, own, strict=True)
    )
    stand_in = replace(song.band[-1], name="Melody", role="lead", player="lead", instrument="flute")
    return replace(song, scores=(*others, PartScore(leads[0].part if leads else stand_in, cells)))
