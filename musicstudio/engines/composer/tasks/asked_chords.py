# SPDX-License-Identifier: GPL-3.0-or-later
"""A song over the chords that were asked for: a progression bar by bar, one chord, or a kind of chord throughout."""

from collections.abc import Sequence

from msgspec.structs import replace

from musicstudio.core.theory.chords import parse_chord
from musicstudio.engines.composer.plan import SectionPlan, SongPlan
from musicstudio.engines.composer.styles import StyleBlend
from musicstudio.engines.composer.themes.roman import chord_of, numerals_in, tonic_numeral
from musicstudio.engines.composer.words.harmony import MAJOR_ONLY, MINOR_ONLY, ONE, SEVENTHS, is_symbols
from musicstudio.project.model import Chord, Key

from .infill import rewrite_melody

_SEVENTH = {
    "maj": "maj7",
    "min": "min7",
    "dim": "m7b5",
    "sus4": "7sus4",
    "aug": "aug7",
    "6": "maj7",
    "add9": "maj9",
    "m6": "min7",
}
_TO_MAJOR = {
    "min": (3, "maj"),
    "min7": (3, "maj7"),
    "min9": (3, "maj9"),
    "dim": (8, "maj"),
    "m7b5": (8, "dom7"),
    "m6": (3, "maj"),
}
_TO_MINOR = {
    "maj": (9, "min"),
    "maj7": (9, "min7"),
    "maj9": (9, "min9"),
    "dom7": (7, "min7"),
    "6": (9, "min7"),
    "add9": (9, "min"),
}


def with_asked_chords(plan: SongPlan, styles: StyleBlend) -> SongPlan:
    """The plan over the chords that its sheet asks for, with a tune that fits them; the plan itself where none are."""
    sections = _over_asked(plan)
    spans = {
        index: (0, each.section.length_ticks)
        for index, (each, old) in enumerate(zip(sections, plan.sections, strict=True))
        if each is not old and each.melody
    }
    return rewrite_melody(replace(plan, sections=sections), styles, spans, plan.seed, 0.5) if spans else plan


def _over_asked(plan: SongPlan) -> tuple[SectionPlan, ...]:
    """Every section over its own chords, or over those of the whole; one of which nothing is asked is as it was."""
    home = plan.conditioning.key
    return tuple(
        replace(each, chords=chords_as_asked(each, asked, home)) if asked else each
        for each, asked in zip(plan.sections, chords_asked_of(plan), strict=True)
    )


def chords_asked_of(plan: SongPlan) -> tuple[str, ...]:
    """What chords are asked of each section: those of its kind and number before those of the whole."""
    sheet = plan.conditioning.sheet
    kinds = [each.section.kind for each in plan.sections]
    asked = []
    for index, kind in enumerate(kinds):
        numbers = {0, kinds[: index + 1].count(kind), *([-1] if kind not in kinds[index + 1 :] else [])}
        own = [each for each in sheet.sections if each.harmony and each.kind == kind and each.number in numbers]
        asked.append(max(own, key=lambda each: each.number != 0).harmony if own else sheet.harmony.value or "")
    return tuple(asked)


def with_asked_chords_only(plan: SongPlan) -> SongPlan:
    """The plan over the chords that its sheet asks for, under the tune as it is."""
    return replace(plan, sections=_over_asked(plan))


def chords_as_asked(section: SectionPlan, asked: str, home: Key) -> tuple[Chord, ...]:
    """A section's chords as asked. home: the song's key, in which symbols are written; a section that has moved to
    another key takes them along."""
    if asked == SEVENTHS:
        return tuple(_seventh(chord, section.key) for chord in section.chords)
    if asked in (MAJOR_ONLY, MINOR_ONLY):
        table = _TO_MAJOR if asked == MAJOR_ONLY else _TO_MINOR
        return tuple(_turned(chord, table) for chord in section.chords)
    pattern = _pattern(asked, section, home)
    bar_ticks = max(1, section.section.length_ticks // max(1, section.bars))
    return tuple(
        replace(pattern[bar % len(pattern)], start_ticks=bar * bar_ticks, length_ticks=bar_ticks)
        for bar in range(max(1, section.bars))
    )


def _pattern(asked: str, section: SectionPlan, home: Key) -> Sequence[Chord]:
    if asked == ONE:
        return [chord_of(tonic_numeral(section.key), section.key)]
    if is_symbols(asked):
        steps = (section.key.tonic - home.tonic) % 12
        names = [name for name in (parse_chord(each) for each in asked.split()) if name]
        return [
            Chord(0, 0, (name.root + steps) % 12, name.quality, (name.bass + steps) % 12 if name.bass >= 0 else -1)
            for name in names
        ]
    return [chord_of(numeral, section.key) for numeral in numerals_in(asked, section.key)]


def _seventh(chord: Chord, key: Key) -> Chord:
    """The chord with its seventh; the dominant's is a minor one."""
    is_dominant = chord.quality == "maj" and chord.root % 12 == (key.tonic + 7) % 12
    return replace(chord, quality="dom7" if is_dominant else _SEVENTH.get(chord.quality, chord.quality))


def _turned(chord: Chord, table: dict[str, tuple[int, str]]) -> Chord:
    if chord.quality not in table:
        return chord
    step, quality = table[chord.quality]
    return replace(chord, root=(chord.root + step) % 12, quality=quality, bass=-1)
