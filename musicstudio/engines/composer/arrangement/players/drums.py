# SPDX-License-Identifier: GPL-3.0-or-later
"""The drummer and the percussionist: a groove by energy, fills into what comes, crashes where it arrives.

Options: ``fill`` (a school of `fills`), ``crash`` (false: never).
"""

from musicstudio.project.model import Note

from ...meter import SIXTEENTH
from ...styles.drum_map import CHOKED_BY_HAT, DRUM_NOTES, KICKS, SNARES
from ..section_context import PEAK_KINDS, SectionContext
from .fills import build_roll, fill
from .groove import choose_groove, lanes_of, play_lane

_HATS = frozenset({DRUM_NOTES["hat"], DRUM_NOTES["pedal_hat"]})


def play_drums(context: SectionContext) -> list[Note]:
    """Groove, fills, crashes and builds of one section."""
    groove = choose_groove(context, "drums", context.energy)
    if groove is None:
        return []
    takeovers = _fill_places(context)
    notes = [note for lane in lanes_of(groove, context) for note in play_lane(lane, context, takeovers)]
    notes += _kicks_with_bass(context, notes)
    for bar, start in takeovers.items():
        end = min(bar + context.grid.bar_ticks, context.length)
        notes += fill(context, start, end, context.rng(f"fill {bar}"))
    if context.enter_tick:
        notes += fill(context, context.enter_tick - context.pickup_ticks, context.enter_tick, context.rng("entrance"))
    if context.kind == "build" and context.style.song.build:
        notes = [n for n in notes if n.pitch not in SNARES] + build_roll(context)
    return _choke_hats(_distinct(notes + _crashes(context)))


def play_percussion(context: SectionContext) -> list[Note]:
    """Hand percussion: its groove, a bar lighter before a section ends."""
    groove = choose_groove(context, "percussion", context.energy)
    if groove is None:
        return []
    return _distinct([note for lane in lanes_of(groove, context) for note in play_lane(lane, context, {})])


def _fill_places(context: SectionContext) -> dict[int, int]:
    """Bars that end in a fill, and the tick where it begins."""
    likelihood = context.style.song.fills
    rng, places = context.rng("fills"), {}
    for index, bar in enumerate(context.bars):
        is_last_bar = index == len(context.bars) - 1
        wanted = rng.random()
        size = rng.random()
        if (
            is_last_bar
            and context.section.next_kind
            and wanted < likelihood + 0.4 * context.leads_to_peak * (likelihood > 0)
        ):
            places[bar] = bar + _fill_start(context, 0.35 + 0.5 * size * context.energy + 0.2 * context.leads_to_peak)
        elif not is_last_bar and index % 4 == 3 and wanted < likelihood * 0.5:
            places[bar] = bar + _fill_start(context, 0.2)
    return {} if context.kind == "build" and context.style.song.build else places


def _fill_start(context: SectionContext, share: float) -> int:
    """The pulse from which about ``share`` of the bar is left."""
    pulses = context.grid.pulses
    index = round(len(pulses) * (1 - min(share, 1.0)))
    return pulses[min(max(index, 0), len(pulses) - 1)].start


def _crashes(context: SectionContext) -> list[Note]:
    """On the downbeat of a section that arrives, again half-way through long peaks, and on the user's hits."""
    if not context.option("crash", True):
        return [_crash(context, tick, 1.0) for tick in context.hits]
    has_risen = context.kind in PEAK_KINDS or context.section.previous_kind in ("build", "break", "prechorus")
    ticks = [0] if context.energy > (0.4 if has_risen else 0.62) and context.section.previous_kind else []
    if context.kind in PEAK_KINDS and context.energy > 0.7 and len(context.bars) >= 8:
        ticks.append(context.bars[len(context.bars) // 2])
    arrivals = [_crash(context, tick, 0.9 if tick else 1.05) for tick in ticks]
    kicks = [Note(tick, SIXTEENTH, DRUM_NOTES["kick"], min(127, context.spec.velocity + 10)) for tick in ticks]
    return arrivals + kicks + [_crash(context, tick, 1.1) for tick in context.hits]


def _crash(context: SectionContext, tick: int, force: float) -> Note:
    return Note(
        tick, context.grid.bar_ticks, DRUM_NOTES["crash"], min(127, max(1, round(context.spec.velocity * force)))
    )


def _kicks_with_bass(context: SectionContext, notes: list[Note]) -> list[Note]:
    """Where a bass already plays (the drums are asked again), the kick joins its stronger notes."""
    kicks = {note.start_ticks for note in notes if note.pitch in KICKS}
    if not kicks or len(kicks) >= len(context.bars) * len(context.grid.pulses):
        return []
    rng = context.rng("with bass")
    onsets = sorted({context.written_tick(note.start_ticks) for note in context.plays_in("bass")})
    strong = [t for t in onsets if t not in kicks and t < context.length and 0.3 < context.grid.strength(t) < 0.6]
    return [
        Note(tick, SIXTEENTH, DRUM_NOTES["kick"], max(1, round(context.spec.velocity * 0.8)))
        for tick in strong
        if rng.random() < 0.5
    ]


def _distinct(notes: list[Note]) -> list[Note]:
    """One stroke a drum a moment, the loudest."""
    best: dict[tuple[int, int], Note] = {}
    for note in notes:
        place = (note.start_ticks, note.pitch)
        if place not in best or best[place].velocity < note.velocity:
            best[place] = note
    return sorted(best.values(), key=lambda note: (note.start_ticks, note.pitch))


def _choke_hats(notes: list[Note]) -> list[Note]:
    """No closed hat on top of an open one: one pair of hands."""
    opened = {note.start_ticks for note in notes if note.pitch == CHOKED_BY_HAT}
    return [note for note in notes if not (note.pitch in _HATS and note.start_ticks in opened)]
