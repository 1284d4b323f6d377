# SPDX-License-Identifier: GPL-3.0-or-later
"""A written song as the parts, sections and chords of a `Result`."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.plan import PartPlan, PartScore, SectionPlan, SongPlan
from musicstudio.engines.contract import Part, ResultClip
from musicstudio.instruments import catalogue
from musicstudio.project.model import Chord, Note, Section


def part_of(score: PartScore, plan: SongPlan, seed: int, track_id: str = "", only: Sequence[int] | None = None) -> Part:
    """A score as a row; sections where it rests have no cell. only: indices of the sections wanted (rests then stay,
    empty)."""
    indices = range(len(plan.sections)) if only is None else only
    cells = tuple(
        cell_of(score.cells[index] or (), plan.sections[index], score.part, seed)
        for index in indices
        if score.cells[index] or only is not None
    )
    part = score.part
    return Part(part.name, part.role, part.kind, part.instrument, part.player, part.strip, cells, track_id)


def name_parts(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts with names that say what plays: a row that its style calls "accordion" but that a piano plays is a
    piano. No two are alike."""
    taken: set[str] = set()
    result = []
    for part in parts:
        name = next(n for n in (_honest(part), *(f"{_honest(part)} {i}" for i in range(2, 99))) if n not in taken)
        taken.add(name)
        result.append(part if name == part.name else replace(part, name=name))
    return tuple(result)


def _honest(part: Part) -> str:
    meant = catalogue.load().get(part.name.lower().replace(" ", "_"))
    playing = catalogue.load().get(part.instrument)
    return playing.title if meant and playing and meant.id != playing.id else part.name


def cell_of(notes: tuple[Note, ...], section: SectionPlan, part: PartPlan, seed: int) -> ResultClip:
    """One section of one part, its notes kept inside the section (pickups before it stay)."""
    place = section.section
    return ResultClip(
        start_ticks=place.start_ticks,
        length_ticks=place.length_ticks,
        notes=kept_inside(notes, place.length_ticks),
        section_id=place.id,
        seed=derive_seed(seed, part.name, place.id),
    )


def kept_inside(notes: tuple[Note, ...], length_ticks: int) -> tuple[Note, ...]:
    """Notes that begin before the end, none sounding longer than a quarter past it (release is the instrument's)."""
    longest = length_ticks + 960
    kept = [note for note in notes if note.start_ticks < length_ticks]
    return tuple(
        replace(note, length_ticks=max(1, min(note.length_ticks, longest - note.start_ticks)))
        for note in sorted(kept, key=lambda note: (note.start_ticks, note.pitch))
    )


def chords_of(plan: SongPlan) -> tuple[Chord, ...]:
    """All chords in absolute ticks."""
    return tuple(
        replace(chord, start_ticks=chord.start_ticks + section.section.start_ticks)
        for section in plan.sections
        for chord in section.chords
    )


def sections_of(plan: SongPlan) -> tuple[Section, ...]:
    """The sections, each with its melody, and with its key where that is not the song's."""
    home = plan.conditioning.key
    return tuple(
        replace(part.section, melody=part.melody, key=None if part.key == home else part.key) for part in plan.sections
    )
