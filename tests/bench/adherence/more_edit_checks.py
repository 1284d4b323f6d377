# SPDX-License-Identifier: GPL-3.0-or-later
"""More checks on edits, for the second set: the checks on notes, made on the stretch that was meant.

``in X``: X holds for the selection after the edit; ``made X``: for the whole song after it; ``new X``: for the added
sections of an extension; ``part X``: for the parts of a layer.
"""

from dataclasses import replace

import numpy as np

from . import edits_bench, note_checks
from .score import Row, Song


def _clipped(song, start: int, end: int, rows=None) -> Song:
    """A song between two ticks: its notes, sections and chords there."""
    kept = [
        Row(r.instrument, r.role, r.player, [n for n in r.notes if start <= n[0] < end])
        for r in (song.rows if rows is None else rows)
    ]
    sections = tuple(s for s in song.sections if start <= s.start_ticks < end)
    chords = tuple(c for c in song.chords if start <= c.start_ticks < end)
    return replace(song, rows=kept, sections=sections, chords=chords)


def _inside(edit) -> Song:
    song = _clipped(edit.after, *edit.span)
    if song.chords:
        return song
    return replace(song, chords=tuple(c for c in edit.before.chords if edit.span[0] <= c.start_ticks < edit.span[1]))


def _added(edit) -> Song:
    fresh = tuple(edits_bench._extended(edit))
    return replace(edit.made, rows=edits_bench._added(edit), sections=fresh)


def _part(edit) -> Song:
    return replace(edit.after, rows=edits_bench._new(edit))


def _pitch(notes):
    return float(np.mean([n[2] for n in notes])) if notes else None


def _moved(edit, name, sign):
    rows = (edit.inside(edit.before.rows, name), edit.inside(edit.after.rows, name)) if name else edit.pair()
    a, b = (_pitch(notes) for notes in rows)
    return a is not None and b is not None and sign * (b - a) >= 3


def _rest(edit, value):
    """Every row but the named ones plays the same notes in the selection."""
    names = value.split(",")
    pairs = zip(edit.before.rows, edit.after.rows, strict=False)
    return all(
        sorted(a.notes) == sorted(b.notes)
        for a, b in pairs
        if not any(
            a.is_called(n) or a.player == n or (n == "drums" and a.role in ("drums", "percussion")) for n in names
        )
    )


def _tells(edit, value):
    sheet = edit.result.sheet
    is_its_own = sheet is not None and sheet.prompt == edit.row["words"]
    song = replace(edit.after, sheet=sheet if is_its_own else None, notices=tuple(edit.result.notices))
    return note_checks.check(song, f"tells {value}")


def _louder_in(edit, name):
    a, b = edit.inside(edit.before.rows, name), edit.inside(edit.after.rows, name)
    return edits_bench._velocity(b) > edits_bench._velocity(a) + 5


def _shadow(edit, value):
    """A second voice: nearly all its notes start with a note of the tune."""
    tune = {round(n[0] / 240) for r in edit.before.rows if r.player == "lead" for n in r.notes}
    starts = [round(n[0] / 240) for r in edits_bench._new(edit) for n in r.notes]
    return len(starts) >= 8 and sum(s in tune for s in starts) / len(starts) >= 0.8


def _below(edit, value):
    lead = [n for r in edit.before.rows if r.player == "lead" for n in r.notes]
    fresh = [n for r in edits_bench._new(edit) for n in r.notes]
    return bool(fresh) and _pitch(fresh) < _pitch(lead)


def _later_half(edit, name):
    """It waits for the second half of the selection, and plays there."""
    middle = (edit.span[0] + edit.span[1]) // 2
    starts = [n[0] for n in edit.inside(edit.after.rows, name)]
    return bool(starts) and min(starts) >= middle - 480


CHECKS = {
    "laterhalf": _later_half,
    "shadow": _shadow,
    "below": _below,
    "doubletime": lambda e, v: edits_bench._ratio(e, "drums", 1.3, 3.0),
    "in": lambda e, v: note_checks.check(_inside(e), v),
    "made": lambda e, v: note_checks.check(e.after, v),
    "new": lambda e, v: note_checks.check(_added(e), v),
    "part": lambda e, v: note_checks.check(_part(e), v),
    "higher": lambda e, v: _moved(e, v, 1),
    "lower": lambda e, v: _moved(e, v, -1),
    "rest": _rest,
    "tells": _tells,
    "louderin": _louder_in,
    "same": lambda e, v: sorted(e.inside(e.before.rows, v or None)) == sorted(e.inside(e.after.rows, v or None)),
    "differs": lambda e, v: sorted(e.inside(e.before.rows, v)) != sorted(e.inside(e.after.rows, v)),
}  # fmt: skip
