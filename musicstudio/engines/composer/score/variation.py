# SPDX-License-Identifier: GPL-3.0-or-later
"""A slight variation of what is played: the rhythm and the contour stay, the touch and some ornaments change."""

import numpy as np
from msgspec.structs import replace

from musicstudio.engines.composer.arrangement.chord_tones import chord_scale, snap_pitch, step_pitch
from musicstudio.engines.composer.plan import SectionPlan
from musicstudio.engines.composer.themes.rules import chord_at
from musicstudio.project.model import Note

_UNPITCHED_ROLES = ("drums", "percussion")
_TOUCH = 7.0
_GHOST_VELOCITY = 48


def varied_notes(
    notes: tuple[Note, ...], role: str, section: SectionPlan, amount: float, rng: np.random.Generator
) -> tuple[Note, ...]:
    """The same notes, told again. amount: 0 only touch, 1 many ornaments; every onset of a strong note stays."""
    touched = [_vary_touch(note, amount, rng) for note in notes]
    if role in _UNPITCHED_ROLES:
        return tuple(_vary_ghosts(touched, section, amount, rng))
    return tuple(_bend_note(note, touched, section, amount, rng) for note in touched)


def _vary_touch(note: Note, amount: float, rng: np.random.Generator) -> Note:
    velocity = int(np.clip(round(note.velocity + rng.normal(0, _TOUCH * (0.5 + amount))), 1, 127))
    return replace(note, start_ticks=note.start_ticks + int(rng.integers(-6, 7)), velocity=velocity)


def _bend_note(note: Note, others: list[Note], section: SectionPlan, amount: float, rng: np.random.Generator) -> Note:
    """A weak, lone note may move a step through the chord's scale."""
    together = sum(abs(other.start_ticks - note.start_ticks) < 30 for other in others)
    is_weak = note.start_ticks % 960 > 60
    if together > 1 or not is_weak or rng.random() > 0.45 * amount:
        return note
    scale = chord_scale(chord_at(section.chords, note.start_ticks), section.key) if section.chords else ()
    return (
        replace(note, pitch=step_pitch(snap_pitch(note.pitch, scale), int(rng.choice([-1, 1])), scale))
        if scale
        else note
    )


def _vary_ghosts(notes: list[Note], section: SectionPlan, amount: float, rng: np.random.Generator) -> list[Note]:
    """Soft strokes come and go; the beat stays."""
    kept = [note for note in notes if note.velocity > 60 or rng.random() > 0.5 * amount]
    soft = [note for note in notes if note.velocity <= 80]
    taken = {(note.start_ticks // 240, note.pitch) for note in kept}
    added = [
        replace(note, start_ticks=note.start_ticks + 240, velocity=_GHOST_VELOCITY)
        for note in soft
        if rng.random() < 0.2 * amount
    ]
    fresh = [
        n
        for n in added
        if (n.start_ticks // 240, n.pitch) not in taken and n.start_ticks < section.section.length_ticks
    ]
    return sorted(kept + fresh, key=lambda note: (note.start_ticks, note.pitch))
