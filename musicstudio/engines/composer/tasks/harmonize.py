# SPDX-License-Identifier: GPL-3.0-or-later
"""A melody in, a song around it out: chords that carry it, a band that leaves it room, every note of it kept."""

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, within
from musicstudio.engines.composer.form.clock import bar_ticks_of
from musicstudio.engines.composer.form.layout import Block
from musicstudio.engines.composer.form.planning import FormSection, plan_form
from musicstudio.engines.composer.harmony.harmonizing import harmonized, key_of_melody, top_line
from musicstudio.engines.composer.harmony.theme import Theme, cut_chords
from musicstudio.engines.composer.harmony.writing import section_plan
from musicstudio.engines.composer.plan import PartScore, SongPlan
from musicstudio.engines.composer.ticking import ticking
from musicstudio.engines.composer.vocals.making_room import making_room
from musicstudio.engines.composer.vocals.singing import sing_given
from musicstudio.engines.contract import Request, Result
from musicstudio.project.model import Chord, Note

from .answers import SCORE_SHARE, sounding_result
from .writing import WrittenSong, song_seed, styles_of, understood, write_band

_SECTION_BARS = 8
_KINDS = ("verse", "chorus")
_MOST_BARS = 256


def harmonize(request: Request) -> Job[Result]:
    """A whole song whose lead plays the given notes as they are."""
    if not request.melody:
        raise InputError("There is no melody to harmonize; play, hum or import one.")
    plan, notices = yield from within(ticking(lambda: _plan(request), "Listening to the melody"), 0.0, 0.05)
    song = yield from within(write_band(plan, notices), 0.05, SCORE_SHARE)
    return (yield from sounding_result(request, _with_tune(song, request)))


def _plan(request: Request) -> tuple[SongPlan, tuple[str, ...]]:
    found = understood(request)
    facts = found.reading.facts
    key = request.wishes.key or facts.key or key_of_melody(request.melody)
    conditioning = replace(
        found.conditioning, key=key, duration_s=None, form=(), energy_curve=(), is_loop=False, key_change=0
    )
    bar_ticks = bar_ticks_of(conditioning.meter)
    end = max(note.start_ticks + note.length_ticks for note in request.melody)
    bars = -(-end // bar_ticks)
    if bars > _MOST_BARS:
        raise InputError(f"The melody is {bars} bars long; {_MOST_BARS} is the most that can be harmonized at once.")
    seed = song_seed(request, found)
    form = plan_form(conditioning, styles_of(conditioning), seed, False, _blocks(bars))
    chords = harmonized(top_line(request.melody), key, bars, conditioning, styles_of(conditioning), seed)
    sections = tuple(
        section_plan(index, form, _slice(part, request.melody, chords, bar_ticks), conditioning)
        for index, part in enumerate(form.sections)
    )
    return SongPlan(conditioning, form.tempo_map, sections, seed), found.notices


def _blocks(bars: int) -> tuple[Block, ...]:
    """Sections of eight bars, verse and chorus in turn; a short rest joins the section before it."""
    sizes = [_SECTION_BARS] * (bars // _SECTION_BARS)
    rest = bars % _SECTION_BARS
    if rest >= _SECTION_BARS // 2 or not sizes:
        sizes.append(rest)
    elif rest:
        sizes[-1] += rest
    return tuple(Block(_KINDS[index % 2], size) for index, size in enumerate(sizes))


def _between(notes: tuple[Note, ...], start: int, end: int) -> tuple[Note, ...]:
    return tuple(
        replace(note, start_ticks=note.start_ticks - start) for note in notes if start <= note.start_ticks < end
    )


def _slice(part: FormSection, melody: tuple[Note, ...], chords: tuple[Chord, ...], bar_ticks: int) -> Theme:
    """What the melody and its chords are in one section."""
    start, end = part.section.start_ticks, part.section.end_ticks
    own = tuple(replace(chord, start_ticks=chord.start_ticks - start) for chord in cut_chords(chords, start, end))
    return Theme(part.key, part.bars, bar_ticks, own, _between(melody, start, end))


def _with_tune(song: WrittenSong, request: Request) -> WrittenSong:
    """The given notes, untouched, by the singer when there are lyrics, else by whoever leads; other voices of the tune
    fall silent.
    """
    leads = [score for score in song.scores if score.part.player.partition("/")[0] == "lead"]
    others = tuple(score for score in song.scores if score not in leads)
    if request.lyrics.strip() and song.plan.conditioning.has_vocals:
        sung = sing_given(song.plan, request.lyrics, top_line(request.melody))
        if sung.score:
            return replace(song, scores=(*making_room(others), sung.score), notices=(*song.notices, *sung.notices))
    cells = tuple(
        _between(request.melody, part.section.start_ticks, part.section.end_ticks) or None
        for part in song.plan.sections
    )
    stand_in = replace(song.band[-1], name="Melody", role="lead", player="lead", instrument="flute")
    return replace(song, scores=(*others, PartScore(leads[0].part if leads else stand_in, cells)))
