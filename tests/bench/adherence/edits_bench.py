# SPDX-License-Identifier: GPL-3.0-or-later
"""Every edit made on one song, and its checks: what was asked changed, and what was not stayed as it was."""

import numpy as np

from musicstudio.core.errors import StudioError

from . import note_checks
from .edit_made import TUNE, TUNES, Edit
from .prompts_bench import Outcome, _is_answered, holds, prompts
from .score import Row


def _velocity(notes):
    return float(np.mean([n[3] for n in notes])) if notes else 0.0


def _count(notes):
    return len({(round(n[0] / 60)) for n in notes})


def _same(a, b, names=None):
    return [sorted(n) for n in a] == [sorted(n) for n in b]


def _chords(edit):
    start, end = edit.span
    _, _, result = edit.based
    before = [(c.root, c.quality) for c in result.chords if start <= c.start_ticks < end]
    after = [(c.root, c.quality) for c in edit.result.chords if start <= c.start_ticks < end]
    return before, after or before


def _rough(chords):
    plain = sum(q in ("maj", "min", "5") for _, q in chords)
    return 1.0 - plain / max(1, len(chords))


def _shared(edit, rows, to=None):
    """Share of a part's notes that the tune plays at the same time (same pitch class)."""
    tune = {(round(n[0] / 120), n[2] % 12) for r in edit.before.rows if r.player == "lead" for n in r.notes}
    notes = [n for r in rows for n in r.notes]
    return sum((round(n[0] / 120), n[2] % 12) in tune for n in notes) / max(1, len(notes))


def _kept_others(edit, value):
    """Every row but the named one plays the same notes in the selection."""
    skip = (
        []
        if value == "all"
        else [
            i
            for i, r in enumerate(edit.before.rows)
            if r.is_called(value) or (value == "drums" and r.role in ("drums", "percussion"))
        ]
    )
    return all(
        sorted(a.notes) == sorted(b.notes)
        for i, (a, b) in enumerate(zip(edit.before.rows, edit.after.rows, strict=False))
        if i not in skip
    )


def _new(edit):
    return [
        Row(
            p.instrument,
            p.role,
            p.player.partition("/")[0],
            [(c.start_ticks + n.start_ticks, n.length_ticks, n.pitch, n.velocity) for c in p.cells for n in c.notes],
        )
        for p in edit.result.parts
    ]


def _beats(notes):
    return float(np.median([n[1] for n in notes])) / 960 if notes else 0.0


def _melody_kept(edit):
    before, after = edit.tune(edit.before), edit.tune(edit.after)
    if not before:
        return False
    near = sum(any(abs(a[0] - b[0]) <= 60 and (a[2] - b[2]) % 12 == 0 for a in after) for b in before)
    return near / len(before) >= 0.9


def _takes_over(edit, value):
    old = [r for r in edit.before.rows if r.player == value or r.is_called(value)][:1]
    a = {round(n[0] / 60) for r in old for n in r.notes}
    b = {round(n[0] / 60) for r in _new(edit) for n in r.notes}
    return bool(a) and len(a & b) / len(a) >= 0.8


def _extended(edit):
    known = {s.id for s in edit.based[0].sections}
    return [s for s in edit.result.sections if s.id not in known]


def _strength(notes, length):
    return 10 * np.log10(max(sum((n[3] / 100) ** 3.4 * min(n[1], 1920) for n in notes) / length, 1e-6))


def _added(edit):
    """Rows of the result that sound in the new sections."""
    fresh = _extended(edit)
    rows = [
        Row(
            r.instrument,
            r.role,
            r.player,
            [n for n in r.notes if any(s.start_ticks <= n[0] < s.end_ticks for s in fresh)],
        )
        for r in _new(edit)
    ]
    return [r for r in rows if r.notes]


def _beside(edit, kind):
    fresh = _extended(edit)
    own = _strength([n for r in _added(edit) for n in r.notes], sum(s.length_ticks for s in fresh))
    old = next(s for s in edit.before.sections if s.kind == kind)
    return own - _strength(
        [n for r in edit.before.rows for n in r.notes if old.start_ticks <= n[0] < old.end_ticks], old.length_ticks
    )


def _first_half_only(edit, value):
    middle = (edit.span[0] + edit.span[1]) // 2
    rows = [r for r in edit.after.rows if any(edit.span[0] <= n[0] < middle - 240 for n in r.notes)]
    return bool(rows) and all(r.is_called(value) for r in rows)


def _ends(edit, step):
    notes = edit.tune(edit.after)
    return bool(notes) and max(notes)[2] % 12 == (edit.before.key.tonic + step) % 12


def _ratio(edit, value, low, high):
    a, b = (edit.inside(edit.before.rows, value), edit.inside(edit.after.rows, value)) if value else edit.pair()
    ratio = _count(b) / max(1, _count(a))
    return low <= ratio <= high


def _ramp(edit):
    start, end = edit.span
    third = (end - start) // 3
    notes = edit.inside(edit.after.rows)
    return _velocity([n for n in notes if n[0] >= end - third]) - _velocity([n for n in notes if n[0] < start + third])


def _layer(edit, value):
    rows = _new(edit)
    return bool(rows) and all(r.is_called(value) for r in rows)


def _up(edit, value):
    a, b = edit.pair()
    return len(a) == len(b) and abs(np.mean([n[2] for n in b]) - np.mean([n[2] for n in a]) - int(value)) < 0.6


CHECKS = {
    "absent": lambda e, v: not e.inside(e.after.rows, v),
    "plays": lambda e, v: bool(e.inside(e.after.rows, v)) if e.row["task"] == "regenerate" else bool(e.after.called(v)),
    "quieter": lambda e, v: (lambda a, b: _velocity(b) < _velocity(a) - 6)(
        *((e.inside(e.before.rows, v), e.inside(e.after.rows, v)) if v else e.pair())
    ),
    "louder": lambda e, v: (lambda a, b: _velocity(b) > _velocity(a) + 5)(*e.pair()),
    "chords": lambda e, v: (lambda a, b: (a != b) == (v == "changed"))(*_chords(e)),
    "tenser": lambda e, v: (lambda a, b: _rough(b) > _rough(a) + 0.2)(*_chords(e)),
    "richer": lambda e, v: (lambda a, b: _rough(b) > _rough(a) + 0.2)(*_chords(e)),
    "minorer": lambda e, v: (
        lambda a, b: (
            sum(q.startswith("m") and q != "maj7" and q != "maj" for _, q in b)
            > sum(q.startswith("m") and q not in ("maj7", "maj") for _, q in a)
        )
    )(*_chords(e)),
    "halftime": lambda e, v: _ratio(e, "drums", 0.3, 0.7),
    "melody": lambda e, v: (_melody_kept(e) if e.row["task"] != "restyle" else _restyled_tune(e)) == (v == "kept"),
    "sparser": lambda e, v: _ratio(e, v, 0.05, 0.8),
    "denser": lambda e, v: _ratio(e, v, 1.2, 9.0),
    "up": _up,
    "rhythm": lambda e, v: (lambda a, b: sorted(round(n[0] / 30) for n in a) == sorted(round(n[0] / 30) for n in b))(
        *e.pair()
    ),
    "ends": lambda e, v: _ends(e, 0 if v == "tonic" else 7),
    "others": lambda e, v: _kept_others(e, v.split()[1]),
    "kept": lambda e, v: sorted(e.inside(e.before.rows, v)) == sorted(e.inside(e.after.rows, v)),
    "longer": lambda e, v: (lambda a, b: _beats(b) >= 1.4 * _beats(a))(*e.pair()),
    "shorter": lambda e, v: (lambda a, b: _beats(b) <= 0.7 * _beats(a))(*e.pair()),
    "contour": lambda e, v: note_checks._slope(sorted(e.tune(e.after))) * (1 if v == "up" else -1) >= 0.4,
    "contourends": lambda e, v: note_checks._slope(sorted(e.tune(e.after))[-4:]) < -0.3,
    "leads": lambda e, v: any(
        r.player in TUNES and r.is_called(v)
        for r in (e.after.rows if e.row["task"] == "regenerate" else e.after.played)
    ),
    "walking": lambda e, v: (lambda n: len(n) >= 3.5 * (e.span[1] - e.span[0]) / 3840 and len({x[2] for x in n}) > 5)(
        e.inside(e.after.rows, "bass")
    ),
    "rising": lambda e, v: _ramp(e) > 8,
    "falling": lambda e, v: _ramp(e) < -8,
    "first": _first_half_only,
    "endstop": lambda e, v: not any(n[0] + n[1] > e.span[1] - 900 and n[0] < e.span[1] for n in e.inside(e.after.rows)),
    "nolead": lambda e, v: not e.tune(e.after),
    "changed": lambda e, v: (lambda a, b: a != b)(*e.pair()),
    "instrument": _layer,
    "own": lambda e, v: _shared(e, _new(e)) < 0.35,
    "doubles": lambda e, v: _shared(e, _new(e)) > 0.7,
    "above": lambda e, v: (
        np.mean([n[2] for r in _new(e) for n in r.notes])
        > np.mean([n[2] for r in e.before.rows if r.player == "lead" for n in r.notes]) + 6
    ),
    "soft": lambda e, v: _velocity([n for r in _new(e) for n in r.notes]) < 72,
    "long": lambda e, v: _beats([n for r in _new(e) for n in r.notes]) >= 1.5,
    "short": lambda e, v: _beats([n for r in _new(e) for n in r.notes]) <= 0.6,
    "sparse": lambda e, v: (
        _count([n for r in _new(e) for n in r.notes]) / (e.before.sections[-1].end_ticks / 3840) <= 4
    ),
    "dense": lambda e, v: (
        _count([n for r in _new(e) for n in r.notes])
        / (sum(c.length_ticks for p in e.result.parts for c in p.cells) / 3840)
        >= 4
    ),
    "onlyin": lambda e, v: all(
        any(s.start_ticks - 60 <= n[0] < s.end_ticks for s in e.before.sections if s.kind == v)
        for r in _new(e)
        for n in r.notes
    ),
    "takesover": _takes_over,
    "style": lambda e, v: dict(map(tuple, e.result.conditioning["styles"])).get(v, 0) >= 0.4,
    "only": lambda e, v: note_checks._only(e.after, v),
    "bpm": lambda e, v: abs(e.result.tempo_map.bpm_at(0) - float(v)) < 0.1,
    "texture": lambda e, v: any(p.instrument == f"texture_{v}" for p in e.result.parts),
    "meter": lambda e, v: note_checks.CHECKS["meter"](e.after, v),
    "tune": lambda e, v: (
        {(n.start_ticks, n.pitch) for n in TUNE} <= {(n[0], n[2]) for r in e.after.rows for n in r.notes}
    ),
    "bars": lambda e, v: sum(s.length_ticks for s in _extended(e)) == int(v) * 3840,
    "kind": lambda e, v: v in [s.kind for s in _extended(e)],
    "kinds": lambda e, v: [s.kind for s in _extended(e)] == v.split(),
    "quieterthan": lambda e, v: _beside(e, v) < -2,
    "louderthan": lambda e, v: _beside(e, v) > 0.5,
    "newonly": lambda e, v: bool(_added(e)) and all(r.is_called(v) for r in _added(e)),
    "newabsent": lambda e, v: not any(r.is_called(v) or r.role == v for r in _added(e)),
    "newleads": lambda e, v: any(r.is_called(v) and r.player in TUNES for r in _added(e)),
    "told": lambda e, v: v.lower() in " ".join(e.result.notices).lower() or (v == "swing" and _swings(e)),
}


def _swings(edit):
    """What was to be told as impossible when the line was written is done by now."""
    from .more_edit_checks import CHECKS as MORE

    return MORE["in"](edit, "swing")


def _restyled_tune(edit):
    """The song's melody is still its melody, section by section."""
    old = [n.pitch for s in edit.based[0].sections for n in s.melody]
    new = [n.pitch for s in edit.result.sections for n in s.melody]
    return old == new


def check(edit: Edit, words: str) -> bool:
    """Whether one check holds."""
    from .more_edit_checks import CHECKS as MORE  # it is built on this module

    name, _, value = words.partition(" ")
    return bool((CHECKS | MORE)[name](edit, value))


def run(rows: list | None = None, seed: int = 3):
    """One outcome an edit."""
    for row in prompts("edits.jsonl") if rows is None else rows:
        yield outcome_of(row, seed)


def outcome_of(row: dict, seed: int = 3) -> Outcome:
    """Make one edit and check it."""
    outcome = Outcome(f"{row['task']} {row['place']} {row['tracks']}: {row['words']}")
    try:
        edit = Edit(row, seed)
    except StudioError as error:
        outcome.missed, outcome.told, outcome.is_told = ["made"], str(error), True
        return outcome
    for words in row["checks"]:
        (outcome.kept if holds(check, edit, words) else outcome.missed).append(f"edit: {words}")
    if row["task"] == "regenerate":
        outside = all(
            sorted(n for n in a.notes if not edit.span[0] <= n[0] < edit.span[1])
            == sorted(n for n in b.notes if not edit.span[0] <= n[0] < edit.span[1])
            for a, b in zip(edit.before.rows, edit.after.rows, strict=False)
        )
        (outcome.kept if outside else outcome.missed).append("edit: outside kept")
    outcome.told = "; ".join(edit.result.notices)
    outcome.is_told = bool(outcome.missed) and all(_is_answered(m, outcome.told) for m in outcome.missed)
    return outcome
