# SPDX-License-Identifier: GPL-3.0-or-later
"""A melody in, a song around it out: chords that carry it, a band that leaves it room, every note of it kept."""

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, within
from musicstudio.engines.composer.form.clock import bar_ticks_of
from musicstudio.engines.composer.form.layout import Block
from musicstudio.engines.composer.form.planning import plan_form
from musicstudio.engines.composer.form.sections import FormSection
from musicstudio.engines.composer.plan import PartScore, SongPlan
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
from musicstudio.project.model import Chord, Note

from .harmonize_song import harmonize_song
from .results import SCORE_SHARE, play_result, sound_result
from .write_song import WrittenSong, is_key_free, song_seed, styles_of, understand_request, write_band

_SECTION_BARS = 8
_KINDS = ("verse", "chorus")
_MAX_BARS = 256


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
    song = yield from within(write_band(plan, (*found.notices, *moved)), 0.05, SCORE_SHARE)
    return (yield from play_result(request, _with_melody(song, request)))


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
        found.conditioning, key=key, duration_s=None, form=(), energy_curve=(), is_loop=False, key_change=0
    )
    bar_ticks = bar_ticks_of(conditioning.meter)
    end = max(note.start_ticks + note.length_ticks for note in request.melody)
    bars = -(-end // bar_ticks)
    if bars > _MAX_BARS:
        raise InputError(f"The melody is {bars} bars long; {_MAX_BARS} is the most that can be harmonized at once.")
    seed = song_seed(request, found)
    form = plan_form(conditioning, styles_of(conditioning), seed, False, _blocks(bars))
    chords = harmonize_melody(top_line(request.melody), key, bars, conditioning, styles_of(conditioning), seed)
    sections = tuple(
        section_plan(index, form, _slice(part, request.melody, chords, bar_ticks), conditioning)
        for index, part in enumerate(form.sections)
    )
    return SongPlan(conditioning, form.tempo_map, sections, seed)


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
    leads = [score for score in song.scores if score.part.player.partition("/")[0] == "lead"]
    others = tuple(score for score in song.scores if score not in leads)
    if request.lyrics.strip() and song.plan.conditioning.has_vocals:
        sung = sing_given(song.plan, request.lyrics, top_line(request.melody))
        if sung.score:
            return replace(
                song,
                scores=(*add_vocal_ducking(others), *lead_and_answers(sung)),
                notices=(*song.notices, *sung.notices),
            )
    cells = tuple(
        _notes_between(request.melody, part.section.start_ticks, part.section.end_ticks) or None
        for part in song.plan.sections
    )
    stand_in = replace(song.band[-1], name="Melody", role="lead", player="lead", instrument="flute")
    return replace(song, scores=(*others, PartScore(leads[0].part if leads else stand_in, cells)))
