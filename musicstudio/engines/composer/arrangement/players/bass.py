# SPDX-License-Identifier: GPL-3.0-or-later
"""Bass lines from written rhythms, locked with the kick drum.

Options: ``lock`` (0-1, how likely a kick pulls a bass note with it), ``glide`` (true: notes of different pitch overlap,
so that a gliding synth slides), ``follow`` (true: plays exactly the kick's rhythm), ``approach`` (0-1, how often the
last eighth before another chord leads to its root).
"""

from msgspec.structs import replace

from musicstudio.project.model import Note

from ...meter import EIGHTH, SIXTEENTH
from ...styles.drum_map import KICKS
from ..chord_tones import bass_of, chord_scale, fifth_of, nearest, seventh_of, step_pitch, third_of
from ..section_context import SectionContext
from .phrase import Cue, cues, gate_length, note

_GLIDE_TICKS = 80
_BY_STEP = 0.6
_APPROACH = {"electronic": 0.1, "hip hop": 0.15, "orchestral": 0.2, "game": 0.25}
_FORCE = {"R": 1.0, "r": 0.72, "8": 0.94, "3": 0.9, "5": 0.92, "7": 0.9, "v": 0.94, "s": 0.86, "a": 0.88, "x": 0.5}


def play_bass(context: SectionContext) -> list[Note]:
    """The bass of one section."""
    line = (
        list(_following_kick(context)) if context.option("follow", False) else list(cues(context, "R---------------"))
    )
    line = _with_approaches(context, _lock_to_kick(context, line))
    notes: list[Note] = []
    last = _home(context, context.chord_at(0).root)
    for cue in line:
        pitch = _pitch(context, cue, last)
        length = (
            min(gate_length(context, cue.length), SIXTEENTH // 2)
            if cue.kind == "x"
            else gate_length(context, cue.length)
        )
        notes.append(note(context, cue.start, length, pitch, _FORCE.get(cue.kind, 0.92)))
        if cue.kind not in "8sa":
            last = pitch
    return _glide_notes(notes) if context.option("glide", False) else notes


def play_drone(context: SectionContext) -> list[Note]:
    """One long low note a chord, tied while the bass note stays."""
    notes: list[Note] = []
    for chord in context.chords:
        pitch = _home(context, bass_of(chord))
        if notes and notes[-1].pitch == pitch:
            held = notes.pop()
            notes.append(
                note(context, held.start_ticks, chord.start_ticks + chord.length_ticks - held.start_ticks, pitch, 1.0)
            )
        else:
            notes.append(note(context, chord.start_ticks, chord.length_ticks, pitch, 1.0))
    return notes


def _home(context: SectionContext, pitch_class: int) -> int:
    """The bass note in the lower half of the part's register, where it has weight."""
    low, high = context.spec.register
    return nearest(pitch_class, low + min(9, (high - low) / 2), low, high)


def _pitch(context: SectionContext, cue: Cue, last: int) -> int:
    low, high = context.spec.register
    chord = cue.chord
    root = _home(context, bass_of(chord))
    if cue.kind in "as":
        return _approach(context, cue, last)
    above = {"3": third_of(chord), "5": fifth_of(chord), "7": seventh_of(chord, context.key)}
    if cue.kind in above:
        pitch = root + (above[cue.kind] - root) % 12
        return pitch if pitch <= high else pitch - 12
    if cue.kind == "8":
        return root + 12 if root + 12 <= high else root
    if cue.kind == "v":
        fifth = fifth_of(chord)
        below = root - (root - fifth) % 12
        return below if below >= low else below + 12
    return root


def _approach(context: SectionContext, cue: Cue, last: int) -> int:
    """A note that leads to the next bass note: by a semitone (``a``) or a step of the scale (``s``)."""
    low, high = context.spec.register
    following = (
        context.chord_at(cue.start + cue.length)
        if cue.start + cue.length < context.length
        else context.next_chord(cue.start)
    )
    target = nearest(bass_of(following), _home(context, bass_of(following)), low, high)
    direction = 1 if last > target else -1
    pitch = (
        target + direction if cue.kind == "a" else step_pitch(target, direction, chord_scale(cue.chord, context.key))
    )
    return pitch if low <= pitch <= high else target - direction


def _kick_ticks(context: SectionContext) -> list[int]:
    return sorted({max(0, context.written_tick(n.start_ticks)) for n in context.plays_in("drums") if n.pitch in KICKS})


def _lock_to_kick(context: SectionContext, line: list[Cue]) -> list[Cue]:
    """Kicks where the written line holds or rests pull a root with them; the note before gives way."""
    lock, rng = context.option("lock", 0.0), context.rng("lock")
    onsets = {cue.start for cue in line}
    extra = [
        tick for tick in _kick_ticks(context) if tick not in onsets and tick < context.length and rng.random() < lock
    ]
    added = [Cue(t, SIXTEENTH * 2, "R", context.chord_at(t), t // context.grid.bar_ticks) for t in extra]
    return _trim_overlaps(sorted([*line, *added], key=lambda cue: cue.start))


def _with_approaches(context: SectionContext, line: list[Cue]) -> list[Cue]:
    """Plain roots before a change of chord give their last eighth to a step or a semitone that leads on."""
    is_machine = context.option("follow", False) or context.option("glide", False)
    usual = 0.0 if is_machine else _APPROACH.get(context.style.family, 0.4)
    likely, rng = context.option("approach", usual), context.rng("approach")
    result: list[Cue] = []
    for index, cue in enumerate(line):
        end = cue.start + cue.length
        following = line[index + 1] if index + 1 < len(line) else None
        changes = following is not None and bass_of(following.chord) != bass_of(cue.chord) and following.kind in "Rr"
        is_drawn = rng.random() < likely and cue.kind in "Rr" and end % context.grid.bar_ticks == 0
        if not (changes and is_drawn and cue.length >= EIGHTH):
            result.append(cue)
            continue
        if cue.length > EIGHTH:
            result.append(replace(cue, length=cue.length - EIGHTH))
        kind = "s" if rng.random() < _BY_STEP else "a"
        result.append(replace(cue, start=end - EIGHTH, length=EIGHTH, kind=kind))
    return result


def _following_kick(context: SectionContext) -> list[Cue]:
    """A note on every kick, held until the next (808 style); without drums, one on every bar."""
    ticks = _kick_ticks(context) or list(context.bars)
    ticks = ticks if ticks[0] < context.grid.bar_ticks // 2 else [0, *ticks]
    ends = [*ticks[1:], context.length]
    return [
        Cue(t, min(end - t, context.grid.bar_ticks), "R", context.chord_at(t), t // context.grid.bar_ticks)
        for t, end in zip(ticks, ends, strict=True)
        if t < context.length
    ]


def _trim_overlaps(line: list[Cue]) -> list[Cue]:
    """Each note ends where the next begins at the latest."""
    if not line:
        return []
    ends = [*(cue.start for cue in line[1:]), line[-1].start + line[-1].length]
    return [
        Cue(cue.start, min(cue.length, end - cue.start), cue.kind, cue.chord, cue.bar)
        for cue, end in zip(line, ends, strict=True)
        if end > cue.start
    ]


def _glide_notes(notes: list[Note]) -> list[Note]:
    """Notes reach into the next one of another pitch, so that a mono synth slides to it."""
    result = []
    for index, current in enumerate(notes):
        following = notes[index + 1] if index + 1 < len(notes) else None
        length = current.length_ticks
        if following and following.pitch != current.pitch:
            length = following.start_ticks - current.start_ticks + _GLIDE_TICKS
        result.append(Note(current.start_ticks, length, current.pitch, current.velocity))
    return result
