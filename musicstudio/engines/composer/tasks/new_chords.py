# SPDX-License-Identifier: GPL-3.0-or-later
"""Other chords for sections of a song: new ones, tenser or richer ones, or the same in the parallel mode."""

from msgspec.structs import replace

from musicstudio.core.seeds import derive_seed
from musicstudio.core.theory.scales import scale_pitch_classes
from musicstudio.engines.composer.plan import SectionPlan, SongPlan
from musicstudio.engines.composer.styles import StyleBlend
from musicstudio.engines.composer.themes.harmonize_melody import harmonize_melody, top_line
from musicstudio.engines.composer.themes.theme import cut_chords
from musicstudio.engines.composer.themes.themes import ThemeRequest, write_theme
from musicstudio.project.model import Chord, Key, Note

from .asked_chords import chords_as_asked

Span = tuple[int, int]
_TRIES = 6
_TENSE = {
    "maj": ("maj7", "dom7", "sus4", "aug"),
    "min": ("min7", "m7b5", "minmaj7", "min9"),
    "dom7": ("9", "aug", "dim7"),
}
_RICH = {"maj": "maj9", "min": "min9", "dom7": "9", "maj7": "maj9", "min7": "min9", "dim": "m7b5", "sus4": "9"}
_MINOR_QUALITIES = ("min", "m7b5", "maj", "min", "min", "maj", "maj")
_MAJOR_QUALITIES = ("maj", "min", "min", "maj", "maj", "min", "dim")


def rewrite_chords(
    plan: SongPlan, styles: StyleBlend, spans: dict[int, Span], how: str, keeps_melody: bool, seed: int
) -> SongPlan:
    """The plan with other chords in the spans. how: as in `Change.chords`; new ones bring a new melody unless it is
    kept."""
    sections = list(plan.sections)
    for index, span in spans.items():
        section = sections[index]
        chords, melody = _chords(section, plan, styles, how, keeps_melody, derive_seed(seed, "chords", index))
        mixed = _splice_chords(section.chords, chords, span)
        tune = tuple(sorted((*_outside(section.melody, span), *_inside(melody, span)), key=lambda n: n.start_ticks))
        sections[index] = replace(section, chords=mixed, melody=tune, section=replace(section.section, melody=tune))
    return replace(plan, sections=tuple(sections))


def _chords(
    section: SectionPlan, plan: SongPlan, styles: StyleBlend, how: str, keeps_melody: bool, seed: int
) -> tuple[tuple[Chord, ...], tuple[Note, ...]]:
    if how in ("minor", "major"):
        return _in_mode(section, how)
    if how not in ("tense", "rich", "new"):
        return chords_as_asked(section, how, plan.conditioning.key), section.melody
    if how == "tense":
        return tuple(_add_tension(c, i) for i, c in enumerate(section.chords)), section.melody
    if how == "rich":
        return tuple(replace(c, quality=_RICH.get(c.quality, c.quality)) for c in section.chords), section.melody
    for number in range(_TRIES):
        found = _fresh(section, plan, styles, keeps_melody, derive_seed(seed, number))
        if _differs(section.chords, found[0]):
            return found
    return _substitute_chords(section), section.melody


def _fresh(
    section: SectionPlan, plan: SongPlan, styles: StyleBlend, keeps_melody: bool, seed: int
) -> tuple[tuple[Chord, ...], tuple[Note, ...]]:
    conditioning = replace(plan.conditioning, meter=section.meter, key=section.key)
    if keeps_melody and section.melody:
        chords = harmonize_melody(top_line(section.melody), section.key, section.bars, conditioning, styles, seed)
        return tuple(cut_chords(tuple(chords), 0, section.section.length_ticks)), section.melody
    brief = ThemeRequest(section.section.kind, section.bars, section.key, section.section.energy, "open", (), 0.8)
    theme, _ = write_theme(brief, conditioning, styles, seed)
    return theme.chords, section.melody if keeps_melody else theme.melody


def _differs(before: tuple[Chord, ...], after: tuple[Chord, ...]) -> bool:
    """Whether at least a third of the old chords is another one now."""
    if not before:
        return True
    changed = sum(_at(after, c.start_ticks + c.length_ticks // 2) != (c.root % 12, c.quality) for c in before)
    return changed * 3 >= len(before)


def _at(chords: tuple[Chord, ...], tick: int) -> tuple[int, str]:
    found = next((c for c in reversed(chords) if c.start_ticks <= tick), None)
    return (found.root % 12, found.quality) if found else (-1, "")


def _substitute_chords(section: SectionPlan) -> tuple[Chord, ...]:
    """Each second chord by its relative: the last resort, always another harmony."""
    steps = {"maj": (9, "min"), "maj7": (9, "min7"), "min": (3, "maj"), "min7": (3, "maj7"), "dom7": (6, "dom7")}
    return tuple(
        replace(c, root=(c.root + steps[c.quality][0]) % 12, quality=steps[c.quality][1], bass=-1)
        if index % 2 == 0 and c.quality in steps
        else c
        for index, c in enumerate(section.chords)
    )


def _add_tension(chord: Chord, index: int) -> Chord:
    """The chord with a rub in it: the same root, so that the tune still fits."""
    choices = _TENSE.get(chord.quality, (chord.quality,))
    return replace(chord, quality=choices[index % len(choices)])


def _in_mode(section: SectionPlan, mode: str) -> tuple[tuple[Chord, ...], tuple[Note, ...]]:
    """Chords and tune moved to the parallel mode, degree by degree."""
    old, new = section.key, Key(section.key.tonic, mode)
    steps = dict(zip(scale_pitch_classes(old.tonic, old.mode), scale_pitch_classes(new.tonic, new.mode), strict=True))
    qualities = dict(zip(steps.values(), _MINOR_QUALITIES if mode == "minor" else _MAJOR_QUALITIES, strict=True))
    chords = tuple(
        replace(
            c,
            root=steps.get(c.root % 12, c.root % 12),
            quality=qualities.get(steps.get(c.root % 12, -1), c.quality),
            bass=-1,
        )
        for c in section.chords
    )
    return chords, tuple(replace(n, pitch=in_steps(n.pitch, steps)) for n in section.melody)


def in_steps(pitch: int, steps: dict[int, int]) -> int:
    """A pitch with its class mapped, the nearer way."""
    goal = steps.get(pitch % 12, pitch % 12)
    return pitch + (goal - pitch % 12 + 6) % 12 - 6


def _splice_chords(old: tuple[Chord, ...], new: tuple[Chord, ...], span: Span) -> tuple[Chord, ...]:
    kept = [*cut_chords(old, 0, span[0]), *cut_chords(old, span[1], 1 << 40)]
    return tuple(sorted((*kept, *cut_chords(new, *span)), key=lambda chord: chord.start_ticks))


def _inside(notes: tuple[Note, ...], span: Span) -> list[Note]:
    return [note for note in notes if span[0] <= note.start_ticks < span[1]]


def _outside(notes: tuple[Note, ...], span: Span) -> list[Note]:
    return [note for note in notes if not span[0] <= note.start_ticks < span[1]]
