# SPDX-License-Identifier: GPL-3.0-or-later
"""Which groove a drummer plays, and its steps as drum notes."""

import numpy as np
from msgspec import Struct

from musicstudio.project.model import Note

from ...meter import EIGHTH, SIXTEENTH
from ...styles import Groove
from ...styles.drum_map import DRUM_NOTES, balance
from ..pattern import Bars, Step, alternatives, bars_of, squeeze_bars, stretch_bars
from ..section_context import PEAK_KINDS, SectionContext

FORCES = {"X": 1.12, "x": 0.92, "o": 0.46, "?": 0.55, "r": 0.8, "t": 0.78, "f": 1.05}
_FEEL_LANES = frozenset({"kick", "snare", "clap", "rim", "snare_electric"})
_FLAM_TICKS = 36
_LIGHT_LANES = frozenset({"hat", "shaker", "tambourine", "ride"})
_MACHINE_MS, _CHANGES, _MACHINE_CHANGES = 3.0, 0.45, 0.12


class Lane(Struct, frozen=True):
    """One drum of a groove, its bars fitted to the section's metre."""

    name: str
    pitch: int
    bars: Bars


def choose_groove(context: SectionContext, kit: str, energy: float) -> Groove | None:
    """The fullest groove that the energy reaches: its own metre's and its section's first; equals are drawn."""
    grooves = [g for g in context.style.groove if g.kit == kit]
    own_meter = [g for g in grooves if g.meter == context.grid.name]
    usable = own_meter or [g for g in grooves if g.meter == "4/4"] or grooves
    for_kind = [g for g in usable if context.kind in g.sections]
    for choices in (for_kind, [g for g in usable if not g.sections]):
        reached = [g for g in choices if g.energy <= energy + 1e-9]
        if reached:
            fullest = [g for g in reached if g.energy == max(r.energy for r in reached)]
            return fullest[int(context.idea_rng(f"groove {kit}").integers(len(fullest)))]
    return None


def lanes_of(groove: Groove, context: SectionContext) -> list[Lane]:
    """The groove's lanes in the section's metre, at half or double time where the section says so."""
    lanes = []
    for name, choices in groove.lanes.items():
        pattern = draw_pattern(choices, context.idea_rng(f"lane {name}"))
        bars = bars_of(pattern, groove.meter, context.grid, is_drums=True)
        if context.section.half_time < 0 or (context.section.half_time and name in _FEEL_LANES):
            bars = (
                stretch_bars(bars, context.grid) if context.section.half_time < 0 else squeeze_bars(bars, context.grid)
            )
        lanes.append(Lane(name, DRUM_NOTES[name], bars))
    return lanes


def draw_pattern(pattern: str, rng: np.random.Generator) -> str:
    """One of a pattern's alternatives."""
    choices = alternatives(pattern)
    return choices[int(rng.integers(len(choices)))]


def play_lane(lane: Lane, context: SectionContext, until: dict[int, int]) -> list[Note]:
    """A lane over the whole section. until: for each bar start, the tick at which a fill takes over."""
    notes: list[Note] = []
    for index, bar_start in enumerate(context.bars):
        rng = context.idea_rng(f"{lane.name} {index % 4}")
        for step in _by_hand(lane, lane.bars[index % len(lane.bars)], index, context):
            start = bar_start + step.start
            if step.kind == "?" and rng.random() > 0.3 + 0.5 * context.conditioning.complexity:
                continue
            if start < min(until.get(bar_start, context.length), context.length):
                notes += strokes(step, start, lane.pitch, context.spec.velocity * balance(lane.name))
    return notes


def _by_hand(lane: Lane, bar: tuple[Step, ...], index: int, context: SectionContext) -> tuple[Step, ...]:
    """A bar as somebody plays it who does not play it twice alike: in answering bars a ghost, a lighter hat, a kick
    that leads on. Machines keep to what is written but for the last bar of four. The beat itself stays."""
    is_machine = context.style.humanise.timing_ms <= _MACHINE_MS
    rng = context.idea_rng(f"hand {lane.name} {index % 8}")
    if index % 4 == 0 or rng.random() > (_MACHINE_CHANGES if is_machine and index % 4 != 3 else _CHANGES):
        return bar
    taken = {step.start for step in bar}
    free = [tick for tick in range(0, context.grid.bar_ticks, SIXTEENTH) if tick not in taken]
    if lane.name in _LIGHT_LANES and len(bar) > 4 and context.kind not in PEAK_KINDS:
        weak = [step for step in bar if step.start % EIGHTH and step.kind != "X"]
        gone = weak[int(rng.integers(len(weak)))] if weak else None
        return tuple(step for step in bar if step is not gone)
    kind, wanted = {"snare": ("o", 0.2), "kick": ("x", 0.4), "rim": ("o", 0.2)}.get(lane.name, ("", 0.0))
    open_ticks = [t for t in free if context.grid.strength(t) < wanted and t >= context.grid.bar_ticks // 2]
    is_steady = taken >= {pulse.start for pulse in context.grid.pulses}  # four on the floor stays so
    if not kind or not open_ticks or is_steady or not 2 <= len(bar) <= len(context.grid.pulses):
        return bar
    added = Step(open_ticks[int(rng.integers(len(open_ticks)))], SIXTEENTH, kind)
    return tuple(sorted((*bar, added), key=lambda step: step.start))


def strokes(step: Step, start: int, pitch: int, velocity: float) -> list[Note]:
    """The notes of one step: one, or the several of a roll, triplet or flam."""
    force = FORCES.get(step.kind, 0.9)
    if step.kind in "rt":
        count = 2 if step.kind == "r" else 3
        length = step.length // count
        return [_note(start + i * length, length, pitch, velocity * force * (1 - 0.08 * i)) for i in range(count)]
    main = _note(start, step.length, pitch, velocity * force)
    if step.kind == "f" and start >= _FLAM_TICKS:
        return [_note(start - _FLAM_TICKS, _FLAM_TICKS, pitch, velocity * 0.5), main]
    return [main]


def _note(start: int, length: int, pitch: int, velocity: float) -> Note:
    return Note(start, max(length, 30), pitch, int(np.clip(round(velocity), 1, 127)))
