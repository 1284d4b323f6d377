# SPDX-License-Identifier: GPL-3.0-or-later
"""Hits and stops: moments at which everybody strikes, or nobody sounds, at their very tick whatever the tempo."""

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note, TempoMap
from musicstudio.project.model.sheet import Event

from ..form.moments import Laid, tick_of
from ..plan import PartPlan, SongPlan
from .registry import UNPITCHED, player_name
from .section_context import SectionContext

_EARLY = 60
"""A hand may be this early: what is played on the first beat of a silence is silent, too."""
_NEAR = TICKS_PER_QUARTER * 3 // 4
_RING = TICKS_PER_QUARTER
_HIT_DRUMS = (36, 49)
_FORCE = 118
_DRUM_WORDS = ("drum", "cymbal", "crash", "snare", "gong")


def stops_of(plan: SongPlan) -> tuple[tuple[int, int], ...]:
    """(start, end) in ticks of every stop that was asked for."""
    sections = [Laid(s.section.kind, s.section.start_ticks, s.section.end_ticks) for s in plan.sections]
    return tuple(_span(e, sections, plan) for e in plan.conditioning.sheet.events if e.kind == "stop")


def _span(event: Event, sections: list[Laid], plan: SongPlan) -> tuple[int, int]:
    tick = tick_of(event.at, sections, plan.tempo_map)
    length = stop_ticks(event, tick, plan.tempo_map)
    hits = [tick_of(e.at, sections, plan.tempo_map) for e in plan.conditioning.sheet.events if e.kind == "hit"]
    if event.beats >= 0 and tick in hits:
        return (tick + TICKS_PER_QUARTER, tick + length)  # the hit sounds before the silence that follows it
    return (max(0, tick - length), tick) if event.beats < 0 else (tick, tick + length)


def stop_ticks(event: Event, tick: int, tempo_map: TempoMap) -> int:
    """How long a stop lasts from a tick on."""
    if event.length_s > 0:
        return max(1, tempo_map.ticks_at(tempo_map.seconds_at(tick) + event.length_s) - tick)
    return round(abs(event.beats or 2.0) * TICKS_PER_QUARTER)


def hits_of(plan: SongPlan) -> tuple[int, ...]:
    """The ticks of every hit: by hand in seconds, or at any place that the sheet names."""
    sections = [Laid(s.section.kind, s.section.start_ticks, s.section.end_ticks) for s in plan.sections]
    end = sections[-1].end if sections else 0
    asked = [tick_of(e.at, sections, plan.tempo_map) for e in plan.conditioning.sheet.events if e.kind == "hit"]
    by_hand = [plan.tempo_map.ticks_at(seconds) for seconds in plan.conditioning.hits_s]
    last = max(0, end - plan.tempo_map.meter_at(max(0, end - 1)).bar_ticks)
    return tuple(sorted({tick if tick < end else last for tick in (*asked, *by_hand)}))


def with_hits(context: SectionContext, notes: list[Note]) -> list[Note]:
    """The notes with every player striking on each hit: what lies near moves onto it, and then there is air."""
    if not notes or player_name(context.part.player) == "texture":
        return notes
    for hit in context.hits:
        notes = _strike_hit(context, notes, hit)
    return notes


def _strike_hit(context: SectionContext, notes: list[Note], hit: int) -> list[Note]:
    near = [note for note in notes if abs(note.start_ticks - hit) <= _NEAR]
    sounding = [note for note in notes if note.start_ticks < hit < note.start_ticks + note.length_ticks]
    if not near and not sounding and not any(note.start_ticks <= hit for note in notes):
        return notes
    kept = [_until(note, hit) for note in notes if note not in near]
    if player_name(context.part.player) in UNPITCHED:
        pitches: tuple[int, ...] = (
            _HIT_DRUMS if player_name(context.part.player) == "drums" else (near[0].pitch if near else notes[0].pitch,)
        )
    else:
        source = near or sounding or [min(notes, key=lambda note: abs(note.start_ticks - hit))]
        at = min(abs(note.start_ticks - hit) for note in source)
        pitches = tuple(dict.fromkeys(n.pitch for n in source if abs(n.start_ticks - hit) <= at + 30))
    length = min(_RING, context.length - hit)
    return sorted(
        [*kept, *(Note(hit, max(30, length), pitch, _FORCE) for pitch in pitches)],
        key=lambda n: (n.start_ticks, n.pitch),
    )


def struck_alone(
    plan: SongPlan, part: PartPlan, hits: tuple[int, ...], start: int, end: int
) -> tuple[Note, ...] | None:
    """What a drummer who rests in a section still strikes there, where a drum or a cymbal was asked for by name."""
    words = " ".join(event.words.lower() for event in plan.conditioning.sheet.events if event.kind == "hit")
    inside = [hit - start for hit in hits if start <= hit < end]
    if part.role != "drums" or not inside or not any(word in words for word in _DRUM_WORDS):
        return None
    return tuple(Note(hit, min(_RING, end - start - hit), pitch, _FORCE) for hit in inside for pitch in _HIT_DRUMS)


def _until(note: Note, hit: int) -> Note:
    """A note that rings into the hit makes context for it."""
    if note.start_ticks < hit < note.start_ticks + note.length_ticks:
        return Note(note.start_ticks, hit - note.start_ticks, note.pitch, note.velocity)
    return note


def silence_gaps(notes: tuple[Note, ...], gaps: tuple[tuple[int, int], ...]) -> tuple[Note, ...]:
    """Notes without those that begin in a gap, the others cut where it begins."""
    for start, end in gaps:
        kept = [note for note in notes if not start - _EARLY <= note.start_ticks < end]
        notes = tuple(
            Note(n.start_ticks, start - n.start_ticks, n.pitch, n.velocity, n.lyric)
            if n.start_ticks < start < n.start_ticks + n.length_ticks
            else n
            for n in kept
        )
    return notes
