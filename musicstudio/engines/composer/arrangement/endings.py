# SPDX-License-Identifier: GPL-3.0-or-later
"""The song's last bar: everybody arrives on the last chord, in the way the style ends its songs.

``ring`` holds the chord, ``hit`` strikes it hard and lets it die away, ``tag`` answers it with a stinger, ``slow``
spreads it, ``fade`` thins out towards a soft one. None leaves silence before the end.
"""

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note

from ..meter import EIGHTH
from ..styles.drum_map import DRUM_NOTES
from .chord_tones import bass_of, nearest, snap_pitch, tones
from .players.chordal import voicings
from .registry import BASS_PLAYERS, MELODY_PLAYERS, UNPITCHED, player_name
from .section_context import SectionContext

_CHORD_PLAYERS = frozenset({"comp", "jazz_comp", "strum", "pick", "pad", "divisi", "stabs"})
_SPREAD_TICKS = 110
_FADED = 0.5
_HIT_GAIN = 1.1


def apply_ending(context: SectionContext, notes: list[Note]) -> list[Note]:
    """The last section's notes with its last bar (half a bar if there is no more) replaced by the ending."""
    if not notes:
        return notes
    final = _final_tick(context)
    kept = [_cut(note, final) for note in notes if note.start_ticks < final]
    if context.style.song.ending == "fade":
        kept = _fade_out(context, kept, final)
    player = player_name(context.part.player)
    if player in UNPITCHED:
        return kept + _last_strokes(context, final)
    pitches = _last_pitches(context, player, notes, final)
    return kept + _last_chord(context, pitches, final, notes)


def _final_tick(context: SectionContext) -> int:
    """The last whole bar line: a piece that must end on a second may end between two."""
    bars = min(len(context.bars), context.section.bars)
    return context.bars[bars - 1] if bars > 1 else context.grid.pulses[-1].start


def _cut(note: Note, final: int) -> Note:
    return Note(note.start_ticks, min(note.length_ticks, final - note.start_ticks), note.pitch, note.velocity)


def _fade_out(context: SectionContext, notes: list[Note], final: int) -> list[Note]:
    """Softer and softer; drums leave half-way."""
    if player_name(context.part.player) in UNPITCHED:
        notes = [note for note in notes if note.start_ticks < final // 2]
    return [
        Note(
            n.start_ticks,
            n.length_ticks,
            n.pitch,
            max(1, round(n.velocity * (1 - _FADED * n.start_ticks / max(1, final)))),
        )
        for n in notes
    ]


def _last_strokes(context: SectionContext, final: int) -> list[Note]:
    """Kick and crash; a light kit or a fade ends softly or not at all."""
    if context.style.song.ending == "fade" or player_name(context.part.player) == "percussion":
        return []
    velocity = context.spec.velocity
    length = context.length - final
    strokes = [Note(final, EIGHTH, DRUM_NOTES["kick"], velocity)]
    if context.option("crash", True) and context.energy > 0.25:
        strokes.append(Note(final, length, DRUM_NOTES["crash"], max(1, round(velocity * 0.95))))
    if context.style.song.ending == "tag":
        tag = _tag_tick(context, final)
        strokes += [Note(tag, EIGHTH, DRUM_NOTES["kick"], velocity), Note(tag, EIGHTH, DRUM_NOTES["snare"], velocity)]
    return strokes


def _tag_tick(context: SectionContext, final: int) -> int:
    pulses = context.grid.pulses
    return final + (pulses[context.grid.middle].start if len(context.bars) > 1 and len(pulses) > 1 else EIGHTH)


def _last_pitches(context: SectionContext, player: str, notes: list[Note], final: int) -> tuple[int, ...]:
    chord = context.chord_at(context.length - 1)
    low, high = context.spec.register
    before = max(notes, key=lambda note: (note.start_ticks, note.pitch)).pitch
    if player in BASS_PLAYERS:
        return (nearest(bass_of(chord), low + 7, low, high),)
    if player == "power":
        root = nearest(chord.root % 12, low + 5, low, high)
        return (root, root + 7)
    if player in _CHORD_PLAYERS:
        return voicings(context)[-1]
    if player in MELODY_PLAYERS:
        late = [note for note in notes if note.start_ticks + note.length_ticks > final]
        return (late[0].pitch,) if late else ()
    return (snap_pitch(min(max(before, low), high), tones(chord)),)


def _last_chord(context: SectionContext, pitches: tuple[int, ...], final: int, notes: list[Note]) -> list[Note]:
    ending = context.style.song.ending
    velocity = max(1, round(context.spec.velocity * (1 - _FADED if ending == "fade" else 0.95)))
    whole = context.length - final
    if ending == "hit":
        return [Note(final, whole, pitch, min(127, round(velocity * _HIT_GAIN))) for pitch in pitches]
    if ending == "tag" and player_name(context.part.player) not in MELODY_PLAYERS:
        tag = _tag_tick(context, final)
        first = [Note(final, min(TICKS_PER_QUARTER, tag - final), pitch, velocity) for pitch in pitches]
        return first + [Note(tag, final + whole - tag, pitch, velocity) for pitch in pitches]
    step = min(_SPREAD_TICKS, whole // 8) if ending == "slow" else 0
    return [Note(final + i * step, whole - i * step, pitch, velocity) for i, pitch in enumerate(pitches)]
