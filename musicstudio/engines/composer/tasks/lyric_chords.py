# SPDX-License-Identifier: GPL-3.0-or-later
"""The chords that stand in a lyric, where its writer wishes them played: each over the words it was written over."""

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from musicstudio.core.theory.chords import ChordName, parse_chord
from musicstudio.engines.composer.plan import SectionPlan, SongPlan
from musicstudio.engines.composer.styles import StyleBlend
from musicstudio.engines.voice.text.model import Line
from musicstudio.engines.voice.text.reading import read_lyrics
from musicstudio.engines.voice.text.reading_model import WORDS
from musicstudio.project.model import Chord, Key

from .infill import rewrite_melody

Placed = tuple[float, ChordName]
"""How far into its line a chord stands (0 to 1), and the chord."""


def chords_by_line(lyrics: str) -> dict[int, list[Placed]]:
    """The chords over each line of words, by the line's number; those that are no chord known are left out."""
    reading = read_lyrics(lyrics)
    lengths = {row.number: len(row.text) for row in reading.rows if row.kind == WORDS}
    lines: dict[int, list[Placed]] = defaultdict(list)
    for mark in reading.chords:
        chord = parse_chord(mark.name)
        if chord and mark.line in lengths:
            lines[mark.line].append((min(0.99, mark.column / max(1, lengths[mark.line])), chord))
    return {number: sorted(chords, key=lambda each: each[0]) for number, chords in lines.items()}


def with_lyric_chords(
    plan: SongPlan, lines: tuple[tuple[Line, ...], ...], chords: dict[int, list[Placed]], styles: StyleBlend
) -> SongPlan:
    """The plan over the lyric's chords. Sections without words play those of the first that has some; a chorus that
    is sung again without chords over it has them again."""
    given: dict[str, tuple[Chord, ...]] = {}
    sections: list[SectionPlan] = []
    for section, own in zip(plan.sections, lines, strict=True):
        laid = _lay_chords(section, own, chords)
        if laid:
            given.setdefault(section.section.kind, laid)
        sections.append(replace(section, chords=laid) if laid else section)
    if not given:
        return plan
    first = next(iter(given.values()))
    filled = [
        section if _lay_chords(section, own, chords) else _fill_section(section, given.get(section.section.kind, first))
        for section, own in zip(sections, lines, strict=True)
    ]
    lifted = tuple(_lift_to_key(section, plan.conditioning.key) for section in filled)
    unsung = {i: (0, s.section.length_ticks) for i, (s, own) in enumerate(zip(lifted, lines, strict=True)) if not own}
    return rewrite_melody(replace(plan, sections=lifted), styles, unsung, plan.seed, 0.5)


def _lay_chords(section: SectionPlan, lines: Sequence[Line], chords: dict[int, list[Placed]]) -> tuple[Chord, ...]:
    """A section's chords: its lines share its length evenly, and chords begin on half bars."""
    step = max(1, section.section.length_ticks // (2 * section.bars))
    share = section.section.length_ticks / max(1, len(lines))
    starts: dict[int, ChordName] = {}
    for index, line in enumerate(lines):
        for place, chord in chords.get(line.number, ()):
            starts[round((index + place) * share / step) * step] = chord
    return _spans(starts, section.section.length_ticks)


def _spans(starts: dict[int, ChordName], length: int) -> tuple[Chord, ...]:
    """Each chord up to the next; the first also before its own beginning."""
    ticks = [tick for tick in sorted(starts) if tick < length]
    begins, ends = [0, *ticks[1:]], [*ticks[1:], length]
    return tuple(
        Chord(begin, end - begin, *starts[tick]) for tick, begin, end in zip(ticks, begins, ends, strict=False)
    )


def _fill_section(section: SectionPlan, pattern: tuple[Chord, ...]) -> SectionPlan:
    """A section over chords of another, from their beginning and again until it ends."""
    length, turn = section.section.length_ticks, sum(chord.length_ticks for chord in pattern)
    chords: list[Chord] = []
    for start in range(0, length, turn):
        for chord in pattern:
            begin = start + chord.start_ticks
            if begin < length:
                chords.append(replace(chord, start_ticks=begin, length_ticks=min(chord.length_ticks, length - begin)))
    return replace(section, chords=tuple(chords))


def _lift_to_key(section: SectionPlan, home: Key) -> SectionPlan:
    """The section's chords in its own key, where the song has moved."""
    steps = (section.key.tonic - home.tonic) % 12
    if not steps:
        return section
    moved = tuple(
        replace(chord, root=(chord.root + steps) % 12, bass=(chord.bass + steps) % 12 if chord.bass >= 0 else -1)
        for chord in section.chords
    )
    return replace(section, chords=moved)
