# SPDX-License-Identifier: GPL-3.0-or-later
"""Small songs to arrange: four chords in A minor, a plain tune, sections of given kinds and energies."""

import pytest

from musicstudio.engines.composer.meter import grid_of
from musicstudio.engines.composer.plan import Conditioning, SectionPlan, SongPlan
from musicstudio.engines.composer.styles import blend, load_styles
from musicstudio.project.model import Chord, Key, Meter, Note, Section, Tempo, TempoMap

FORM = (
    ("intro", 4, 0.32),
    ("verse", 4, 0.48),
    ("chorus", 4, 0.85),
    ("break", 4, 0.3),
    ("chorus", 8, 0.92),
    ("outro", 4, 0.4),
)
ROOTS = ((9, "min"), (5, "maj"), (0, "maj"), (7, "maj"))
TUNE = (69, 72, 71, 67, 64, 65, 67, 72)


@pytest.fixture
def styles():
    """Blend by name: ``styles("pop")`` or ``styles(("pop", 0.5), ("house", 0.5))``."""

    def of(*weights):
        pairs = [(weight, 1.0) if isinstance(weight, str) else weight for weight in weights]
        return blend(load_styles().styles, pairs)

    return of


@pytest.fixture
def make_song(styles):
    """A song plan: ``make_song("pop", meter=(3, 4), form=..., seed=..., **conditioning)``."""

    def make(style="pop", meter=(4, 4), form=FORM, seed=1, has_melody=True, half_time=0, **options):
        mixed = styles(style)
        bpm = options.pop("bpm", mixed.main.usual_bpm)
        conditioning = Conditioning(((style, 1.0),), bpm, Key(9, "minor"), meter, **options)
        tempo_map = TempoMap((Tempo(0, bpm),), (Meter(0, *meter),))
        return SongPlan(conditioning, tempo_map, sections_of(form, meter, has_melody, half_time), seed)

    return make


def sections_of(form, meter, has_melody=True, half_time=0):
    """The sections of a form, one after another."""
    grid, start, times, sections = grid_of(*meter), 0, {}, []
    for index, (kind, bars, energy) in enumerate(form):
        occurrence = times.get(kind, 0)
        times[kind] = occurrence + 1
        tune = tune_of(grid, bars) if has_melody and kind not in ("intro", "outro") else ()
        length = bars * grid.bar_ticks
        section = Section(f"section-{index}", f"{kind} {occurrence + 1}", kind, start, length, energy, tune)
        following = form[index + 1][0] if index + 1 < len(form) else ""
        previous = form[index - 1][0] if index else ""
        place = {"is_last": not following, "next_kind": following, "previous_kind": previous, "half_time": half_time}
        written = (bars, chords_of(grid, bars, is_last=not following), tune, kind, occurrence)
        sections.append(SectionPlan(section, Key(9, "minor"), meter, *written, **place))
        start += length
    return tuple(sections)


def chords_of(grid, bars, is_last=False):
    """Am F C G, a bar each; the song's last chord is Am."""
    chords = [Chord(bar * grid.bar_ticks, grid.bar_ticks, *ROOTS[bar % 4]) for bar in range(bars)]
    return (*chords[:-1], Chord(chords[-1].start_ticks, grid.bar_ticks, 9, "min")) if is_last else tuple(chords)


def tune_of(grid, bars):
    """A note a pulse, the fourth bar left empty after its first."""
    notes = []
    for bar in range(bars):
        for index, pulse in enumerate(grid.pulses[: 1 if bar % 4 == 3 else None]):
            pitch = TUNE[(bar * 3 + index) % len(TUNE)]
            notes.append(Note(bar * grid.bar_ticks + pulse.start, round(pulse.length * 0.9), pitch, 92))
    return tuple(notes)
