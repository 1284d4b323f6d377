# SPDX-License-Identifier: GPL-3.0-or-later
"""What was asked of a selection beside what became of it, told from the notes before and after.

Every field of a `Change` and every kind of `Turn` has its check here; a test holds it.
"""

import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.engines.composer.arrangement.naming import is_named
from musicstudio.engines.composer.arrangement.registry import UNPITCHED, player_name
from musicstudio.engines.composer.plan import PartScore
from musicstudio.engines.composer.score.on_paper import MELODIES, slope_of
from musicstudio.engines.composer.styles.drum_map import KICKS
from musicstudio.engines.composer.words.changes import CHORDS, MELODY, Turn
from musicstudio.project.model import Note

from .moments_in import moment_in

if TYPE_CHECKING:
    from .change_cells import Changed

Notes = list[Note]


def unmet(work: "Changed") -> tuple[str, ...]:
    """A sentence for each thing that the words ask and the notes do not show."""
    told = [miss for check in CHECKS.values() for miss in check(work)]
    return tuple(dict.fromkeys(told))


def strength_asked(work: "Changed") -> dict[str, int]:
    """By track: -1 where a row that plays on was to be softer, +1 where it was to be stronger."""
    return {
        key: 1 if turn.amount > 1 else -1
        for turn in work.change.turns
        if turn.kind == "gain"
        for key, score in work.rows.items()
        if key in work.asked
        and any(score.cells[i] for i in work.targets.spans)
        and (not turn.names or any(is_named(n, score.part.role, score.part.instrument) for n in turn.names))
    }


def _title(name: str) -> str:
    return name.replace("_", " ")


def _rows(work: "Changed", scores: dict[str, PartScore], names: tuple[str, ...] = ()) -> list[PartScore]:
    """The selected parts, those that some names mean."""
    return [
        score
        for key, score in scores.items()
        if key in work.asked and (not names or any(is_named(n, score.part.role, score.part.instrument) for n in names))
    ]


def _notes(work: "Changed", rows: list[PartScore]) -> Notes:
    """Their notes in the selection, in ticks of the song."""
    found: Notes = []
    for score in rows:
        for index, (start, end) in work.targets.spans.items():
            offset = work.plan.sections[index].section.start_ticks
            found += [
                Note(n.start_ticks + offset, n.length_ticks, n.pitch, n.velocity)
                for n in score.cells[index] or ()
                if start <= n.start_ticks < end
            ]
    return sorted(found, key=lambda note: note.start_ticks)


def _melody(work: "Changed", scores: list[PartScore]) -> Notes:
    leads = [score for score in scores if player_name(score.part.player) in MELODIES]
    return max((_notes(work, [score]) for score in leads), key=len, default=[])


def _sounds(work: "Changed", name: str, is_asked_only: bool = False) -> bool:
    rows = [s for i, s in work.rows.items() if i in work.asked or not is_asked_only]
    return any(
        is_named(name, score.part.role, score.part.instrument) and any(score.cells[i] for i in work.targets.spans)
        for score in (*rows, *work.fresh)
    )


def _was_there(work: "Changed", name: str) -> bool:
    return any(is_named(name, score.part.role, score.part.instrument) for score in work.before.values())


def _added(work: "Changed") -> Iterator[str]:
    for player in work.change.add:
        if not _sounds(work, player.name):
            yield f"Asked for {_title(player.name)}; it does not play here."
        elif not work.fresh and not work.changed_ids():
            yield f"Asked for {_title(player.name)}; it plays here already, so nothing was added."


def _removed(work: "Changed") -> Iterator[str]:
    for name in work.change.remove:
        if name == MELODY:
            if _melody(work, _rows(work, work.rows)):
                yield "Asked for no melody; there is one."
        elif name == "chords":
            if not any(work.rows[i].cells != work.before[i].cells for i in work.rows):
                yield "Asked for no chords; who plays them was not told apart here."
        elif _sounds(work, name, is_asked_only=True):
            yield f"Asked for no {_title(name)}; it still plays here."
        elif not _was_there(work, name):
            yield f"There is no {_title(name)} here to remove."


def _swapped(work: "Changed") -> Iterator[str]:
    for old, new in work.change.swaps:
        if not _was_there(work, old):
            yield f"There is no {_title(old)} here to take over from; a new part was added."
        elif _sounds(work, old, is_asked_only=True) and not is_named(old, "", new):
            yield f"Asked for {_title(new)} in place of {_title(old)}; {_title(old)} still plays here."
        if not _sounds(work, new):
            yield f"Asked for {_title(new)}; it does not play here."


def _alone(work: "Changed") -> Iterator[str]:
    for name in work.change.only:
        if not _sounds(work, name):
            yield f"Asked for {_title(name)}; it does not play here."
    if work.change.only:
        others = [
            score.part.instrument
            for score in (*_rows(work, work.rows), *work.fresh)
            if _notes(work, [score])
            and not any(is_named(n, score.part.role, score.part.instrument) for n in work.change.only)
        ]
        if others:
            yield f"Asked for nobody else; {', '.join(map(_title, dict.fromkeys(others)))} plays, too."


def _kept(work: "Changed") -> Iterator[str]:
    for name in work.change.kept:
        if name == CHORDS:
            if work.chords:
                yield "Asked for the same chords; they changed."
        elif name == MELODY:
            if _melody(work, _rows(work, work.rows)) != _melody(work, _rows(work, work.before)):
                yield "Asked for the same melody; it changed."
        elif any(work.rows[i].cells != work.before[i].cells for i in work.rows if _means(work, i, name)):
            yield f"Asked for {_title(name)} to stay; it changed."


def _means(work: "Changed", track_id: str, name: str) -> bool:
    part = work.before[track_id].part
    return is_named(name, part.role, part.instrument)


def _chords(work: "Changed") -> Iterator[str]:
    if work.change.chords and not work.chords:
        yield "Asked for other chords; there are no chords here to change."


def _new_melody(work: "Changed") -> Iterator[str]:
    if work.change.is_new_melody and _melody(work, _rows(work, work.rows)) == _melody(work, _rows(work, work.before)):
        yield "Asked for another melody; it stayed as it was."


def _leads(work: "Changed") -> Iterator[str]:
    name = work.change.leads
    rows = [*_rows(work, work.rows), *work.fresh]
    has = [s for s in rows if is_named(name, s.part.role, s.part.instrument) and _melody(work, [s])] if name else []
    if name and not has:
        yield f"Asked for {_title(name)} to have the tune; it does not."


def _opens(work: "Changed") -> Iterator[str]:
    for index, (start, end) in work.targets.spans.items() if work.change.opens else ():
        early = [
            score.part.instrument
            for score in _rows(work, work.rows)
            if not any(is_named(n, score.part.role, score.part.instrument) for n in work.change.opens)
            and any(start <= n.start_ticks < (start + end) // 2 - 60 for n in score.cells[index] or ())
        ]
        if early:
            yield f"Asked for {', '.join(map(_title, work.change.opens))} alone at first; others play there."


def _walks(work: "Changed") -> Iterator[str]:
    if work.change.walks:
        basses = [s for s in _rows(work, work.rows) if s.part.role == "bass"]
        quarters = sum(end - start for start, end in work.targets.spans.values()) / TICKS_PER_QUARTER
        if len(_notes(work, basses)) < 0.8 * quarters:
            yield "Asked for a walking bass; no bass walks here."


def _anew(work: "Changed") -> Iterator[str]:
    for name in work.change.anew:
        ids = [i for i in work.rows if i in work.asked and _means(work, i, name)]
        if not ids and not any(_means(work, i, other) for i in work.rows for other in work.change.anew):
            yield f"There is no {_title(name)} here to play something new."
        elif ids and not any(work.rows[i].cells != work.before[i].cells for i in ids):
            yield f"Asked for something new from {_title(name)}; it stayed as it was."


def _others_anew(work: "Changed") -> Iterator[str]:
    if work.change.others_anew and not work.changed_ids():
        yield "Asked for everything else anew; nothing changed."


def _when(work: "Changed") -> Iterator[str]:
    """Who was to enter, rest or be alone in a part of the selection."""
    for cue in work.change.when:
        for index, span in work.targets.spans.items():
            start, end = moment_in(cue, span, work.plan.sections[index])
            names = ", ".join(map(_title, cue.players))
            rows = [*_rows(work, work.rows), *work.fresh]
            mine = [r for r in rows if any(is_named(n, r.part.role, r.part.instrument) for n in cue.players)]
            others = [r for r in rows if r not in mine]
            early, inside = _starts(mine, index, span[0], start), _starts(mine, index, start, end)
            if cue.verb in ("enter", "in") and (early or not inside):
                yield f"Asked for {names} to enter there; {'it plays before' if early else 'it does not play'}."
            elif cue.verb in ("out", "leave") and inside:
                yield f"Asked for no {names} there; it plays."
            elif cue.verb == "only" and (_starts(others, index, start, end) or not inside):
                yield f"Asked for {names} alone there; that is not so."


def _starts(rows: list[PartScore], index: int, start: int, end: int) -> int:
    """How many notes begin in a stretch of a section; an upbeat to its end is left out."""
    return sum(start <= n.start_ticks < end - 240 for row in rows for n in row.cells[index] or ())


def _same(work: "Changed") -> Iterator[str]:
    if work.change.is_same:
        yield "Asked for nothing to change; it did." if work.changed_ids() else "Nothing was to change, so nothing was."


def _turned(work: "Changed") -> Iterator[str]:
    """Each turn, on those whom it means."""
    for turn in work.change.turns:
        before, after = _notes(work, _meant(work, work.before, turn)), _notes(work, _meant(work, work.rows, turn))
        who = f" of {', '.join(map(_title, turn.names))}" if turn.names else ""
        if not before and any(is_named(n, s.part.role, s.part.instrument) for n in turn.names for s in work.fresh):
            continue  # who joins has no notes before
        if not before:
            yield f"Asked for another way of playing{who}; there is nothing of it here."
        elif not TURNS[turn.kind](before, after, turn):
            yield f"Asked for {_SAID[turn.kind](turn)}{who}; the notes do not show it."


def _meant(work: "Changed", scores: dict[str, PartScore], turn: Turn) -> list[PartScore]:
    rows = _rows(work, scores, turn.names)
    if turn.kind in ("transpose", "length", "contour", "end", "broken", "power", "pitches"):
        rows = [score for score in rows if score.part.role not in UNPITCHED]
    if turn.kind in ("contour", "end"):
        leads = [score for score in rows if player_name(score.part.player) in MELODIES]
        rows = leads if leads or turn.names or len(work.asked) > 1 else rows
    return rows


def _velocity(notes: Notes) -> float:
    return float(np.mean([n.velocity for n in notes])) if notes else 0.0


def _gain(before: Notes, after: Notes, turn: Turn) -> bool:
    step = _velocity(after) - _velocity(before)
    return step < -2 if turn.amount < 1 else step > 2 or _velocity(after) > 118


def _density(before: Notes, after: Notes, turn: Turn) -> bool:
    a, b = len({n.start_ticks for n in before}), len({n.start_ticks for n in after})
    return b <= 0.85 * a if turn.amount < 1 else b >= 1.15 * a


def _transpose(before: Notes, after: Notes, turn: Turn) -> bool:
    if not after:
        return False
    step = float(np.mean([n.pitch for n in after])) - float(np.mean([n.pitch for n in before]))
    return abs(step - turn.amount) < 1.0


def _swing(before: Notes, after: Notes, turn: Turn) -> bool:
    places = [n.start_ticks % TICKS_PER_QUARTER / TICKS_PER_QUARTER for n in after]
    late, even = sum(0.615 <= p <= 0.73 for p in places), sum(0.45 <= p <= 0.56 for p in places)
    return late > even if turn.amount > 0 else even > late


def _broken(before: Notes, after: Notes, turn: Turn) -> bool:
    starts = [n.start_ticks for n in after]
    together = sum(b - a < 30 for a, b in itertools.pairwise(starts))
    return len(starts) >= 8 and together / len(starts) <= 0.35


def _power(before: Notes, after: Notes, turn: Turn) -> bool:
    struck: dict[int, set[int]] = {}
    for note in after:
        struck.setdefault(round(note.start_ticks / 120), set()).add(note.pitch % 12)
    fifths = [len(each) == 2 and (max(each) - min(each)) in (5, 7) for each in struck.values()]
    return bool(fifths) and sum(fifths) / len(fifths) >= 0.7


def _pitches(before: Notes, after: Notes, turn: Turn) -> bool:
    return [n.start_ticks for n in before] == [n.start_ticks for n in after] and before != after


def _length(before: Notes, after: Notes, turn: Turn) -> bool:
    a, b = (float(np.median([n.length_ticks for n in notes])) if notes else 0.0 for notes in (before, after))
    return b > 1.15 * a if turn.amount > 1 else b < 0.85 * a


def _pace(before: Notes, after: Notes, turn: Turn) -> bool:
    return len(after) < 0.85 * len(before) if turn.amount < 1 else len(after) > 1.15 * len(before)


def _ramp(before: Notes, after: Notes, turn: Turn) -> bool:
    if len(after) < 4:
        return False
    third = max(1, len(after) // 3)
    return (_velocity(after[-third:]) - _velocity(after[:third])) * turn.amount > 3


def _contour(before: Notes, after: Notes, turn: Turn) -> bool:
    part = after[-4:] if turn.word.endswith("at ends") else after
    return slope_of(part) * turn.amount >= 0.3


def _changed(before: Notes, after: Notes, turn: Turn) -> bool:
    return before != after


def _four(before: Notes, after: Notes, turn: Turn) -> bool:
    kicks = {n.start_ticks for n in after if n.pitch in KICKS}
    return bool(kicks) and all(tick % TICKS_PER_QUARTER == 0 for tick in kicks)


TURNS: dict[str, Callable[[Notes, Notes, Turn], bool]] = {
    "gain": _gain, "density": _density, "transpose": _transpose, "length": _length, "pace": _pace, "ramp": _ramp,
    "contour": _contour, "end": lambda before, after, turn: bool(after), "stop": _changed, "offbeat": _changed,
    "four": _four, "swing": _swing, "broken": _broken, "power": _power, "pitches": _pitches,
}  # fmt: skip
_SAID: dict[str, Callable[[Turn], str]] = {
    "gain": lambda turn: "quieter notes" if turn.amount < 1 else "louder notes",
    "density": lambda turn: "fewer notes" if turn.amount < 1 else "more notes",
    "transpose": lambda turn: f"{turn.amount:+.0f} semitones",
    "length": lambda turn: "longer notes" if turn.amount > 1 else "shorter notes",
    "pace": lambda turn: "half-time" if turn.amount < 1 else "double-time",
    "ramp": lambda turn: "growing strength" if turn.amount > 0 else "fading strength",
    "contour": lambda turn: "a rising tune" if turn.amount > 0 else "a falling tune",
    "end": lambda turn: f"an end on the {turn.word}",
    "stop": lambda turn: "silence on the last beat",
    "offbeat": lambda turn: "syncopation",
    "four": lambda turn: "a kick on every beat",
    "swing": lambda turn: f"{turn.word} eighths",
    "broken": lambda turn: "broken chords",
    "power": lambda turn: "power chords",
    "pitches": lambda turn: "the same rhythm on other notes",
}
CHECKS: dict[str, Callable[["Changed"], Iterator[str]]] = {
    "add": _added, "remove": _removed, "swaps": _swapped, "only": _alone, "kept": _kept, "chords": _chords,
    "is_new_melody": _new_melody, "leads": _leads, "opens": _opens, "walks": _walks, "others_anew": _others_anew,
    "anew": _anew, "turns": _turned, "when": _when, "is_same": _same,
}  # fmt: skip
