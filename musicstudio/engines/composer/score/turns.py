# SPDX-License-Identifier: GPL-3.0-or-later
"""What an edit does to notes that stay: quieter, sparser, higher, longer, slower, rising, ending elsewhere."""

import itertools

from msgspec.structs import replace

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.engines.composer.arrangement.chord_tones import chord_scale, nearest, snap_pitch
from musicstudio.engines.composer.arrangement.manners import broken_chords, held_notes
from musicstudio.engines.composer.arrangement.wanted import instrument_range
from musicstudio.engines.composer.meter import grid_of
from musicstudio.engines.composer.plan import PartPlan, SectionPlan
from musicstudio.engines.composer.styles.drum_map import KICKS
from musicstudio.engines.composer.themes.contour import bend_contour
from musicstudio.engines.composer.themes.rules import chord_at
from musicstudio.engines.composer.words.changes import Turn
from musicstudio.project.model import Note

Notes = tuple[Note, ...]
_UNPITCHED = ("drums", "percussion")
_LOWEST = 0.25


def turn_notes(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    """The notes of one part in one section after one turn; what lies outside the span stays."""
    inside = tuple(note for note in notes if span[0] <= note.start_ticks < span[1])
    if not inside or (
        part.role in _UNPITCHED and turn.kind in ("transpose", "length", "contour", "end", "broken", "power", "pitches")
    ):
        return notes
    outside = [note for note in notes if not span[0] <= note.start_ticks < span[1]]
    changed = _TURNS[turn.kind](inside, turn, part, section, span)
    return tuple(sorted((*outside, *changed), key=lambda n: (n.start_ticks, n.pitch)))


def _gain(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    return tuple(replace(n, velocity=max(1, min(127, round(n.velocity * turn.amount)))) for n in notes)


def _density(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    return _sparser(notes, section, span) if turn.amount < 1 else _denser(notes, part, section)


def _sparser(notes: Notes, section: SectionPlan, span: tuple[int, int]) -> Notes:
    """The strongest half of the moments, each held a little longer."""
    grid = grid_of(*section.meter)
    moments = sorted({note.start_ticks // 60 for note in notes}, key=lambda m: (-grid.strength(_near_grid(m * 60)), m))
    kept_moments = set(moments[: max(1, len(moments) // 2)])
    kept = [note for note in notes if note.start_ticks // 60 in kept_moments]
    starts = [*sorted({note.start_ticks for note in kept}), span[1]]
    following = dict(itertools.pairwise(starts))
    return tuple(
        replace(n, length_ticks=max(n.length_ticks, min(n.length_ticks * 2, following[n.start_ticks] - n.start_ticks)))
        for n in kept
    )


def _near_grid(tick: int) -> int:
    return round(tick / 240) * 240


def _denser(notes: Notes, part: PartPlan, section: SectionPlan) -> Notes:
    """Between notes that lie apart another one: the same stroke softer, or a step through the scale."""
    moments = sorted({note.start_ticks for note in notes})
    gaps = {a: b - a for a, b in itertools.pairwise(moments)}
    added: list[Note] = []
    for note in notes:
        gap = gaps.get(note.start_ticks, 0)
        half = gap // 2
        if half < 100 or half > 2 * TICKS_PER_QUARTER:
            continue
        at = note.start_ticks + half
        pitch = note.pitch if part.role in _UNPITCHED else _step(note, at, section)
        added.append(Note(at, max(60, min(note.length_ticks, half)), pitch, max(1, round(note.velocity * 0.85))))
    shorter = [
        replace(n, length_ticks=min(n.length_ticks, max(60, gaps.get(n.start_ticks, n.length_ticks * 2) // 2)))
        for n in notes
    ]
    return (*shorter, *added)


def _step(note: Note, tick: int, section: SectionPlan) -> int:
    chord = chord_at(section.chords, tick) if section.chords else None
    return snap_pitch(note.pitch + 2, chord_scale(chord, section.key)) if chord else note.pitch


def _transpose(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    steps = round(turn.amount)
    low, high = instrument_range(part.instrument)
    moved = [note.pitch + steps for note in notes]
    if abs(steps) % 12 == 0 and (min(moved) < low - 12 or max(moved) > high + 12):
        return notes
    return tuple(replace(n, pitch=max(0, min(127, n.pitch + steps))) for n in notes)


def _length(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    """Held to the next moment two beats off or later, or cut short."""
    if turn.amount < 1:
        return tuple(replace(n, length_ticks=max(60, round(n.length_ticks * turn.amount))) for n in notes)
    return held_notes(notes, span[1])


def _pace(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    """The pattern at half or double speed."""
    start, length = span[0], span[1] - span[0]
    if turn.amount < 1:
        half = [n for n in notes if n.start_ticks - start < length // 2]
        return tuple(replace(n, start_ticks=start + (n.start_ticks - start) * 2) for n in half)
    fast = [
        replace(n, start_ticks=start + (n.start_ticks - start) // 2, length_ticks=max(40, n.length_ticks // 2))
        for n in notes
    ]
    return (*fast, *(replace(n, start_ticks=n.start_ticks + length // 2) for n in fast))


def _contour(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    shaped = bend_contour(replace(section, melody=notes), turn.word or ("up" if turn.amount > 0 else "down"))
    return shaped.melody


def _end(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    """The last note on the tonic, or on the fifth, nearest to where it is."""
    last = max(notes, key=lambda n: (n.start_ticks, n.pitch))
    goal = section.key.tonic if turn.word == "tonic" else (section.key.tonic + 7) % 12
    low, high = instrument_range(part.instrument)
    moved = replace(
        last,
        pitch=nearest(goal, last.pitch, low, high),
        length_ticks=max(last.length_ticks, span[1] - last.start_ticks),
    )
    return tuple(moved if n is last else n for n in notes)


def _ramp(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    """Louder and louder, or away to nothing."""
    length = max(1, span[1] - span[0])

    def factor(note: Note) -> float:
        share = min(1.0, max(0.0, (note.start_ticks - span[0]) / length))
        return 0.5 + 0.8 * share if turn.amount > 0 else max(_LOWEST, 1.05 - 0.85 * share)

    return tuple(replace(n, velocity=max(1, min(127, round(n.velocity * factor(n))))) for n in notes)


def _stop(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    """Nothing sounds on the last beat."""
    edge = span[1] - grid_of(*section.meter).pulses[-1].length
    kept = [n for n in notes if n.start_ticks < edge - 30]
    return tuple(replace(n, length_ticks=min(n.length_ticks, edge - n.start_ticks)) for n in kept)


def _offbeat(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    """Strong notes but the first of each bar come an eighth early."""
    grid = grid_of(*section.meter)
    early = TICKS_PER_QUARTER // 2

    def moved(note: Note) -> Note:
        is_strong = 0.5 <= grid.strength(_near_grid(note.start_ticks)) < 1.0
        return (
            replace(note, start_ticks=note.start_ticks - early)
            if is_strong and note.start_ticks - early >= span[0]
            else note
        )

    return tuple(moved(note) for note in notes)


def _four(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    """The kick on every quarter of the stretch and nowhere else."""
    kicks = [note for note in notes if note.pitch in KICKS]
    pitch = kicks[0].pitch if kicks else min(KICKS)
    velocity = max((note.velocity for note in kicks), default=100)
    bar_ticks = section.section.length_ticks // max(1, section.bars)
    first, last = span
    starts = [
        start + beat
        for start in range(0, section.section.length_ticks, bar_ticks)
        for beat in range(0, bar_ticks, TICKS_PER_QUARTER)
        if first <= start + beat < last
    ]
    kept = [note for note in notes if note.pitch not in KICKS]
    return tuple(sorted([*kept, *(Note(tick, 240, pitch, velocity) for tick in starts)], key=lambda n: n.start_ticks))


def _swing(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    """Second eighths late, or even again; what lies so already stays."""
    if _is_swung(notes) == (turn.amount > 0):
        return notes
    a, b = (0.5, 0.65) if turn.amount > 0 else (2 / 3, 0.5)

    def moved(tick: int) -> int:
        beat, place = divmod(tick, TICKS_PER_QUARTER)
        share = place / TICKS_PER_QUARTER
        bent = share * b / a if share <= a else b + (share - a) * (1 - b) / (1 - a)
        return beat * TICKS_PER_QUARTER + round(bent * TICKS_PER_QUARTER)

    return tuple(
        replace(n, start_ticks=moved(n.start_ticks),
                length_ticks=max(40, moved(n.start_ticks + n.length_ticks) - moved(n.start_ticks)))
        for n in notes
    )  # fmt: skip


def _is_swung(notes: Notes) -> bool:
    places = [n.start_ticks % TICKS_PER_QUARTER / TICKS_PER_QUARTER for n in notes]
    return sum(0.615 <= p <= 0.73 for p in places) > sum(0.45 <= p <= 0.56 for p in places)


def _power(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    """Root and fifth of the chord, wherever notes were struck."""
    low, high = instrument_range(part.instrument)
    lowest: dict[int, Note] = {}
    for note in sorted(notes, key=lambda n: n.pitch):
        lowest.setdefault(round(note.start_ticks / 120), note)
    made: list[Note] = []
    for note in lowest.values():
        root = chord_at(section.chords, note.start_ticks).root if section.chords else note.pitch % 12
        pitch = nearest(root, note.pitch, low, max(low, high - 7))
        made += [replace(note, pitch=pitch), replace(note, pitch=min(127, pitch + 7))]
    return tuple(made)


def _pitches(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    """The same rhythm on other notes: the line turned upside down about its middle, on the scale of each chord."""
    middle = sorted(n.pitch for n in notes)[len(notes) // 2]

    def turned(note: Note) -> int:
        scale = (
            chord_scale(chord_at(section.chords, note.start_ticks), section.key) if section.chords else tuple(range(12))
        )
        step = middle - note.pitch or (3 if note.start_ticks // TICKS_PER_QUARTER % 2 else -3)
        return max(0, min(127, snap_pitch(middle + step, scale)))

    return tuple(replace(note, pitch=turned(note)) for note in notes)


def _broken(notes: Notes, turn: Turn, part: PartPlan, section: SectionPlan, span: tuple[int, int]) -> Notes:
    return broken_chords(notes, span[1])


_TURNS = {
    "gain": _gain, "density": _density, "transpose": _transpose, "length": _length, "pace": _pace, "contour": _contour,
    "four": _four, "end": _end, "ramp": _ramp, "stop": _stop, "offbeat": _offbeat,
    "swing": _swing, "broken": _broken, "power": _power, "pitches": _pitches,
}  # fmt: skip
