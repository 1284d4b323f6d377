# SPDX-License-Identifier: GPL-3.0-or-later
"""A tune turned in a direction: its rhythm stays, its pitches climb or fall through the scale."""

from msgspec.structs import replace

from musicstudio.engines.composer.arrangement.chord_tones import chord_scale, snap_pitch, tones
from musicstudio.engines.composer.plan import SectionPlan
from musicstudio.project.model import Note

_SPAN = 14
_OWN = 0.2
"""How much of the tune's own ups and downs is left, so that it still is a tune."""
_PHRASE_BARS = 4
_CLOSING_NOTES = 4


def bend_contour(section: SectionPlan, direction: str) -> SectionPlan:
    """The section with its melody going ``up`` or ``down``, or only at the ends of its phrases (``down at ends``)."""
    notes = section.melody
    if len(notes) < 3 or not direction:
        return section
    way = 1 if direction.startswith("up") else -1
    turned = _at_ends(section, way) if direction.endswith("ends") else _along(section, way)
    return replace(section, melody=turned, section=replace(section.section, melody=turned))


def _along(section: SectionPlan, way: int) -> tuple[Note, ...]:
    notes = section.melody
    middle = sum(note.pitch for note in notes) / len(notes)
    first, last = notes[0].start_ticks, max(notes[-1].start_ticks, notes[0].start_ticks + 1)
    turned: list[Note] = []
    before = 0
    for note in notes:
        share = (note.start_ticks - first) / (last - first)
        goal = middle + way * (share - 0.5) * _SPAN + _OWN * (note.pitch - middle)
        pitch = _nearest_fitting(section, note.start_ticks, round(goal))
        pitch = pitch if not turned or way * (pitch - before) >= -2 else before
        turned.append(replace(note, pitch=pitch))
        before = pitch
    return tuple(turned)


def _at_ends(section: SectionPlan, way: int) -> tuple[Note, ...]:
    """The last notes of each phrase step in the direction."""
    phrase = max(1, section.section.length_ticks * _PHRASE_BARS // max(1, section.bars))
    turned = list(section.melody)
    for number in range(section.section.length_ticks // phrase + 1):
        inside = [i for i, note in enumerate(turned) if number * phrase <= note.start_ticks < (number + 1) * phrase]
        closing = inside[-_CLOSING_NOTES:]
        for step, index in enumerate(closing[1:], 1):
            start = turned[closing[0]].pitch
            turned[index] = replace(
                turned[index], pitch=_nearest_fitting(section, turned[index].start_ticks, start + way * 2 * step)
            )
    return tuple(turned)


def _nearest_fitting(section: SectionPlan, tick: int, pitch: int) -> int:
    """The nearest note of the chord on a beat, of its scale elsewhere."""
    chord = next((c for c in reversed(section.chords) if c.start_ticks <= tick), None)
    if chord is None:
        return pitch
    return snap_pitch(pitch, tones(chord) if tick % 1920 == 0 else chord_scale(chord, section.key))
