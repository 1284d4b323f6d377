# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may play when: the cues of a sheet laid over the song, as stretches of ticks for each part."""

from msgspec import Struct

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model.sheet import Cue, Place, SongSheet

from ..form.moments import Laid, spans_of, tick_of
from ..kit_pieces import PITCHES
from ..plan import PartPlan, SongPlan
from ..prompt.lexicon import ids_of
from .naming import EVERYBODY, is_named

Stretch = tuple[int, int]
_STEP_BARS = 4
_SHORT_SONG_BARS = 16


class Schedule(Struct, frozen=True):
    """For each part: the stretches of the song in which it may play, and those in which it must.

    silent_pieces: (stretch, the notes of a kit that are not struck in it).
    """

    allowed: tuple[tuple[Stretch, ...], ...]
    asked: tuple[tuple[Stretch, ...], ...]
    silent_pieces: tuple[tuple[Stretch, frozenset[int]], ...] = ()

    def cut(self, part: int, start: int, end: int) -> tuple[Stretch, ...] | None:
        """Where a part may play between two ticks, counted from the first; None where nothing limits it."""
        inside = tuple(
            (max(a, start) - start, min(b, end) - start) for a, b in self.allowed[part] if a < end and b > start
        )
        return None if inside == ((0, end - start),) else inside

    def is_asked(self, part: int, start: int, end: int) -> bool:
        """Whether a part was asked to play in a stretch."""
        return any(a < end and b > start for a, b in self.asked[part])


def schedule(plan: SongPlan, cast: tuple[PartPlan, ...]) -> Schedule:
    """The cues of the plan's sheet for every part of a band."""
    sheet = plan.conditioning.sheet
    sections = [Laid(s.section.kind, s.section.start_ticks, s.section.end_ticks) for s in plan.sections]
    end = sections[-1].end if sections else 0
    allowed: list[list[Stretch]] = [[(0, end)] for _ in cast]
    asked: list[list[Stretch]] = [[] for _ in cast]
    silent: list[tuple[Stretch, frozenset[int]]] = []
    for cue in (*_timed_chain(sheet, plan, sections), *(c for c in sheet.cues if not c.order)):
        before = list(allowed)
        spans = _spans(cue, plan, sections)
        silent += _silent_pieces(cue, spans, end)
        for span in spans:
            _apply(cue, span, end, cast, allowed, asked, _named_players(sheet))
        if cue.verb == "in" and len(spans) > 1:  # in every one of them, not where all of them are at once
            allowed = [
                old if old == new else sorted(part for span in spans for part in _within(old, span))
                for old, new in zip(before, allowed, strict=True)
            ]
    return Schedule(tuple(map(tuple, allowed)), tuple(map(tuple, asked)), tuple(silent))


_WHOLE_KIT = frozenset(pitch for pitches in PITCHES.values() for pitch in pitches)


def _silent_pieces(cue: Cue, spans: list[Stretch], end: int) -> list[tuple[Stretch, frozenset[int]]]:
    """ "Kick only, then the hats": which drums of a kit are not struck where."""
    own = frozenset(pitch for name in cue.players for pitch in PITCHES.get(name, ()))
    if not own or not spans:
        return []
    if cue.verb == "only":
        rest = frozenset() if "drums" in cue.players else _WHOLE_KIT - own
        return [(span, rest) for span in spans]
    if cue.verb in ("enter", "in"):
        edges = [0, *(tick for span in spans for tick in span), end]
        outside = [(0, spans[0][0])] if cue.verb == "enter" else list(zip(edges[::2], edges[1::2], strict=True))
        return [(stretch, own) for stretch in outside if stretch[1] > stretch[0]]
    return [((start, end) if cue.verb == "leave" else (start, stop), own) for start, stop in spans]


def _spans(cue: Cue, plan: SongPlan, sections: list[Laid]) -> list[Stretch]:
    spans = spans_of(cue.start, cue.end, sections, plan.tempo_map)
    return [(_on_beat(start), _on_beat(end)) for start, end in spans if end > start or cue.verb == "enter"]


def _on_beat(tick: int) -> int:
    return round(tick / TICKS_PER_QUARTER) * TICKS_PER_QUARTER


def _apply(
    cue: Cue,
    span: Stretch,
    end: int,
    cast: tuple[PartPlan, ...],
    allowed: list[list[Stretch]],
    asked: list[list[Stretch]],
    named: tuple[str, ...],
) -> None:
    named_elsewhere = EVERYBODY in cue.players
    is_of_pieces = all(name in PITCHES for name in cue.players)  # the kit plays on without them
    for index, part in enumerate(cast):
        if part.player.startswith("texture"):
            continue
        is_meant = any(means(name, part.role, part.instrument, named) for name in cue.players)
        if named_elsewhere and any(is_named(name, part.role, part.instrument) for name in named):
            continue  # "then everybody" is said of those who have not come in yet
        if cue.verb in ("only", "solo") and not is_meant:
            is_backing = cue.verb == "solo" and part.player.partition("/")[0] not in ("lead", "double")
            allowed[index] = allowed[index] if is_backing else _subtract_gap(allowed[index], span)
        elif is_of_pieces and cue.verb != "only":
            pass
        elif cue.verb == "enter" and is_meant:
            allowed[index] = _subtract_gap(allowed[index], (0, span[0]))
        elif cue.verb == "leave" and is_meant:
            allowed[index] = _subtract_gap(allowed[index], (span[0], end))
        elif cue.verb == "out" and is_meant:
            allowed[index] = _subtract_gap(allowed[index], span)
        elif cue.verb == "in" and is_meant:
            allowed[index] = _within(allowed[index], span)
        if is_meant and not named_elsewhere and cue.verb in ("only", "solo", "enter", "in"):
            asked[index].append((span[0], span[0] + 1) if cue.verb == "enter" else span)


def means(name: str, role: str, instrument: str, named: tuple[str, ...]) -> bool:
    """Whether a cue's name means a part; who is named by the instrument elsewhere is not meant by its family: "cello,
    then the strings"."""
    if not is_named(name, role, instrument):
        return False
    is_family = name not in (instrument, EVERYBODY) and not ids_of(name)
    return not (
        is_family and any(ids_of(other) and is_named(other, role, instrument) for other in named if other != name)
    )


def _named_players(sheet: SongSheet) -> tuple[str, ...]:
    """Players whom some cue names."""
    return tuple(name for cue in sheet.cues for name in cue.players if name != EVERYBODY)


def _timed_chain(sheet: SongSheet, plan: SongPlan, sections: list[Laid]) -> list[Cue]:
    """ "First drums, then bass, then everybody" as cues at bars: each enters some bars after the one before."""
    chain = sorted((cue for cue in sheet.cues if cue.order), key=lambda cue: cue.order)
    if not chain or not sections:
        return []
    bar = plan.tempo_map.meter_at(0).bar_ticks
    bars = max(1, sections[-1].end // bar)
    step = _STEP_BARS if bars >= _SHORT_SONG_BARS else max(1, bars // (len(chain) + 2))
    has_opening = chain[0].verb == "only"
    placed: list[Cue] = []
    present: tuple[str, ...] = ()
    last = max(cue.order for cue in chain)
    for cue in chain:
        start, end = (cue.order - 1) * step, cue.order * step
        present = (*present, *cue.players)
        if cue.start is not None and cue.verb != "only":
            placed.append(Cue(cue.verb, cue.players, cue.start))
            continue
        first, following = (
            Place(bar=start + 1),
            Place(bar=_next_entry(sheet, plan, sections, end, bar) if cue.order == last else end + 1),
        )
        if cue.verb != "only":
            placed.append(Cue("enter", cue.players, first))
        if has_opening and EVERYBODY not in cue.players:
            placed.append(Cue("only", present, first, following))
    return placed


def _next_entry(sheet: SongSheet, plan: SongPlan, sections: list[Laid], end: int, bar: int) -> int:
    """The bar at which the next timed entrance comes, if it comes later than the chain would end."""
    entries = [
        tick_of(cue.start, sections, plan.tempo_map) // bar + 1
        for cue in sheet.cues
        if not cue.order and cue.verb == "enter" and cue.start
    ]
    later = [entry for entry in entries if entry > 1]
    return min(later) if later else end + 1


def _subtract_gap(stretches: list[Stretch], gap: Stretch) -> list[Stretch]:
    kept: list[Stretch] = []
    for start, end in stretches:
        kept += [(a, b) for a, b in ((start, min(end, gap[0])), (max(start, gap[1]), end)) if b > a]
    return kept


def _within(stretches: list[Stretch], span: Stretch) -> list[Stretch]:
    return [(max(a, span[0]), min(b, span[1])) for a, b in stretches if min(b, span[1]) > max(a, span[0])]
