# SPDX-License-Identifier: GPL-3.0-or-later
"""A song moved to the key in which its melody suits the singer, where nobody asked for another."""

from msgspec.structs import replace

from musicstudio.engines.composer.form.clock import bar_ticks_of
from musicstudio.engines.composer.plan import SectionPlan, SongPlan
from musicstudio.engines.composer.themes.theme import Theme, transpose_theme
from musicstudio.engines.voice.melody.range_fit import best_transposition
from musicstudio.project.model import Key

from .singers import choose_voice
from .singing import is_sung_wordless


def fit_key_to_voice(plan: SongPlan) -> SongPlan:
    """The plan, moved by at most six semitones, so that as much of its melody as can be lies in the singer's range."""
    voice = choose_voice(plan.conditioning.voice)
    pitches = [note.pitch for section in plan.sections if is_sung_wordless(section) for note in section.melody]
    semitones = best_transposition(pitches, voice.low, voice.high)
    if not semitones:
        return plan
    key = _move_key(plan.conditioning.key, semitones)
    sections = tuple(_in_key(section, semitones) for section in plan.sections)
    return replace(plan, conditioning=replace(plan.conditioning, key=key), sections=sections)


def _in_key(section: SectionPlan, semitones: int) -> SectionPlan:
    written = Theme(section.key, section.bars, bar_ticks_of(section.meter), section.chords, section.melody)
    moved = transpose_theme(written, _move_key(section.key, semitones))
    return replace(
        section,
        key=moved.key,
        chords=moved.chords,
        melody=moved.melody,
        section=replace(section.section, melody=moved.melody),
    )


def _move_key(key: Key, semitones: int) -> Key:
    return Key((key.tonic + semitones) % 12, key.mode)
