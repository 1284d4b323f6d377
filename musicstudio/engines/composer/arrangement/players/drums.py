# SPDX-License-Identifier: GPL-3.0-or-later
"""The drummer and the percussionist: a groove by energy, fills into what comes, crashes where it arrives.

Options: ``fill`` (a school of `fills`), ``crash`` (false: never).
"""

from musicstudio.project.model import Note

from ...meter import SIXTEENTH
from ...styles.drum_map import CHOKED_BY_HAT, DRUM_NOTES, KICKS, SNARES
from ..room import PEAK_KINDS, Room
from .fills import build_roll, fill
from .groove import choose_groove, lanes_of, play_lane

_HATS = frozenset({DRUM_NOTES["hat"], DRUM_NOTES["pedal_hat"]})


def play_drums(room: Room) -> list[Note]:
    """Groove, fills, crashes and builds of one section."""
    groove = choose_groove(room, "drums", room.energy)
    if groove is None:
        return []
    takeovers = _fill_places(room)
    notes = [note for lane in lanes_of(groove, room) for note in play_lane(lane, room, takeovers)]
    notes += _kicks_with_bass(room, notes)
    for bar, start in takeovers.items():
        end = min(bar + room.grid.bar_ticks, room.length)
        notes += fill(room, start, end, room.rng(f"fill {bar}"))
    if room.enter_tick:
        notes += fill(room, room.enter_tick - room.pickup_ticks, room.enter_tick, room.rng("entrance"))
    if room.kind == "build" and room.style.song.build:
        notes = [n for n in notes if n.pitch not in SNARES] + build_roll(room)
    return _choked(_distinct(notes + _crashes(room)))


def play_percussion(room: Room) -> list[Note]:
    """Hand percussion: its groove, a bar lighter before a section ends."""
    groove = choose_groove(room, "percussion", room.energy)
    if groove is None:
        return []
    return _distinct([note for lane in lanes_of(groove, room) for note in play_lane(lane, room, {})])


def _fill_places(room: Room) -> dict[int, int]:
    """Bars that end in a fill, and the tick where it begins."""
    likelihood = room.style.song.fills
    dice, places = room.rng("fills"), {}
    for index, bar in enumerate(room.bars):
        is_last_bar = index == len(room.bars) - 1
        wanted = dice.random()
        size = dice.random()
        if is_last_bar and room.section.next_kind and wanted < likelihood + 0.4 * room.leads_to_peak * (likelihood > 0):
            places[bar] = bar + _fill_start(room, 0.35 + 0.5 * size * room.energy + 0.2 * room.leads_to_peak)
        elif not is_last_bar and index % 4 == 3 and wanted < likelihood * 0.5:
            places[bar] = bar + _fill_start(room, 0.2)
    return {} if room.kind == "build" and room.style.song.build else places


def _fill_start(room: Room, share: float) -> int:
    """The pulse from which about ``share`` of the bar is left."""
    pulses = room.grid.pulses
    index = round(len(pulses) * (1 - min(share, 1.0)))
    return pulses[min(max(index, 0), len(pulses) - 1)].start


def _crashes(room: Room) -> list[Note]:
    """On the downbeat of a section that arrives, again half-way through long peaks, and on the user's hits."""
    if not room.option("crash", True):
        return [_crash(room, tick, 1.0) for tick in room.hits]
    has_risen = room.kind in PEAK_KINDS or room.section.previous_kind in ("build", "break", "prechorus")
    ticks = [0] if room.energy > (0.4 if has_risen else 0.62) and room.section.previous_kind else []
    if room.kind in PEAK_KINDS and room.energy > 0.7 and len(room.bars) >= 8:
        ticks.append(room.bars[len(room.bars) // 2])
    arrivals = [_crash(room, tick, 0.9 if tick else 1.05) for tick in ticks]
    kicks = [Note(tick, SIXTEENTH, DRUM_NOTES["kick"], min(127, room.spec.velocity + 10)) for tick in ticks]
    return arrivals + kicks + [_crash(room, tick, 1.1) for tick in room.hits]


def _crash(room: Room, tick: int, force: float) -> Note:
    return Note(tick, room.grid.bar_ticks, DRUM_NOTES["crash"], min(127, max(1, round(room.spec.velocity * force))))


def _kicks_with_bass(room: Room, notes: list[Note]) -> list[Note]:
    """Where a bass already plays (the drums are asked again), the kick joins its stronger notes."""
    kicks = {note.start_ticks for note in notes if note.pitch in KICKS}
    if not kicks or len(kicks) >= len(room.bars) * len(room.grid.pulses):
        return []
    dice = room.rng("with bass")
    onsets = sorted({room.written(note.start_ticks) for note in room.plays_in("bass")})
    strong = [t for t in onsets if t not in kicks and t < room.length and 0.3 < room.grid.strength(t) < 0.6]
    return [
        Note(tick, SIXTEENTH, DRUM_NOTES["kick"], max(1, round(room.spec.velocity * 0.8)))
        for tick in strong
        if dice.random() < 0.5
    ]


def _distinct(notes: list[Note]) -> list[Note]:
    """One stroke a drum a moment, the loudest."""
    best: dict[tuple[int, int], Note] = {}
    for note in notes:
        place = (note.start_ticks, note.pitch)
        if place not in best or best[place].velocity < note.velocity:
            best[place] = note
    return sorted(best.values(), key=lambda note: (note.start_ticks, note.pitch))


def _choked(notes: list[Note]) -> list[Note]:
    """No closed hat on top of an open one: one pair of hands."""
    opened = {note.start_ticks for note in notes if note.pitch == CHOKED_BY_HAT}
    return [note for note in notes if not (note.pitch in _HATS and note.start_ticks in opened)]
