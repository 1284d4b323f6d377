# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks on the notes for the second set: groove, the tune, how a part is played. Ticks are 960 a beat.

Each takes what a listener would grant: humanized starts near the grid count as on it, and shares leave room for fills
and endings.
"""

from itertools import pairwise

import numpy as np

from . import note_checks as first

KICKS, SNARES = (35, 36), (37, 38, 39, 40)
NEAR = 140


def bar_ticks(song) -> int:
    """How long a bar is at the start."""
    return song.tempo_map.meter_at(0).bar_ticks


def notes_of(song, names: str = "") -> list:
    """Notes of the named rows ("a,b"), of the tune for ``tune``, of every pitched row without a name."""
    if not names:
        return first._pitched(song)
    if names == "tune":
        return sorted(n for s in song.sections for n in first._tune(song, s))
    return sorted({n for name in names.split(",") for row in song.called(name) for n in row.notes})


def _struck(song, pitches) -> set:
    """Grid sixteenths at which one of the drums is struck."""
    rows = [row for row in song.played if row.role == "drums"]
    return {
        round(n[0] / 240) for r in rows for n in r.notes if n[2] in pitches and abs(n[0] - round(n[0] / 240) * 240) < 90
    }


def _bars_with(struck: set, bar: int) -> list[int]:
    return sorted({place * 240 // bar for place in struck})


def _four_on_floor(song, value=""):
    kicks, bar = _struck(song, KICKS), bar_ticks(song)
    bars = _bars_with(kicks, bar)
    beats = [b * bar // 240 + i * 4 for b in bars for i in range(bar // 960)]
    return bool(beats) and sum(beat in kicks for beat in beats) / len(beats) >= 0.75


def _backbeat(song, value=""):
    snares, bar = _struck(song, SNARES), bar_ticks(song)
    bars = _bars_with(snares, bar)
    beats = [b * bar // 240 + i for b in bars for i in (4, 12)]
    return bar == 3840 and bool(beats) and sum(beat in snares for beat in beats) / len(beats) >= 0.7


def _halves(song):
    """How many starts lie near two thirds of a beat, and how many near its half."""
    places = [n[0] % 960 for row in song.played for n in row.notes]
    return sum(590 <= p <= 700 for p in places), sum(430 <= p <= 540 for p in places)


def _walking(song, value=""):
    notes = notes_of(song, "bass")
    bars = {n[0] // bar_ticks(song) for n in notes}
    return bool(notes) and len(notes) / len(bars) >= 3.2 and len({n[2] % 12 for n in notes}) >= 5


def _off_beats(song, name):
    """Most of its starts lie between the beats."""
    notes = notes_of(song, name)
    return bool(notes) and sum(NEAR < n[0] % 960 < 960 - NEAR for n in notes) / len(notes) >= 0.6


def _steps(song):
    pitches = [n[2] for n in notes_of(song, "tune")]
    return [abs(b - a) for a, b in pairwise(pitches)]


def _stepwise(song, value=""):
    steps = _steps(song)
    return len(steps) >= 6 and sum(s <= 2 for s in steps) / len(steps) >= 0.65


def _tune_span(song, value):
    pitches = [n[2] for n in notes_of(song, "tune")]
    return bool(pitches) and max(pitches) - min(pitches) <= int(value)


def _median_beats(song, name):
    notes = notes_of(song, name)
    return float(np.median([n[1] for n in notes])) / 960 if notes else None


def is_long(song, name):
    """Whether half its notes last a beat and a half."""
    beats = _median_beats(song, name)
    return beats is not None and beats >= 1.5


def _short(song, name):
    beats = _median_beats(song, name)
    return beats is not None and beats <= 0.6


def _mono(song, name):
    """One note at a time: hardly any two starts together."""
    notes = notes_of(song, name)
    together = sum(b[0] - a[0] < 30 for a, b in pairwise(notes))
    return len(notes) >= 4 and together / len(notes) <= 0.05


def _broken(song, name):
    """Broken chords: mostly one note after the other, and more than one a beat where it plays."""
    notes = notes_of(song, name)
    if len(notes) < 8:
        return False
    together = sum(b[0] - a[0] < 30 for a, b in pairwise(notes))
    beats = len({n[0] // 960 for n in notes})
    return together / len(notes) <= 0.35 and len(notes) / beats >= 1.4


def _power_chords(song, name):
    """One part at least strikes mostly two pitch classes together, a fifth or a fourth apart."""
    return any(_is_power(row.notes) for row in song.called(name))


def _is_power(notes):
    struck: dict[int, set] = {}
    for n in notes:
        struck.setdefault(round(n[0] / 120), set()).add(n[2] % 12)
    groups = [g for g in struck.values() if len(g) > 1]
    plain = [g for g in groups if len(g) == 2 and (max(g) - min(g)) in (5, 7)]
    return len(groups) >= 8 and len(plain) / len(groups) >= 0.7


def _mean_pitch(song, name):
    notes = notes_of(song, name)
    return float(np.mean([n[2] for n in notes])) if notes else None


CHECKS = {
    "fouronfloor": _four_on_floor,
    "notfour": lambda s, v: not _four_on_floor(s),
    "backbeat": _backbeat,
    "swing": lambda s, v: (lambda t, h: t > h)(*_halves(s)),
    "straight": lambda s, v: (lambda t, h: h > t)(*_halves(s)),
    "walking": _walking,
    "offbeats": _off_beats,
    "stepwise": _stepwise,
    "tunespan": _tune_span,
    "long": is_long,
    "short": _short,
    "mono": _mono,
    "broken": _broken,
    "powerchords": _power_chords,
    "lowerthan": lambda s, v: (lambda m: m is not None and m < float(v.split()[1]))(_mean_pitch(s, v.split()[0])),
    "higherthan": lambda s, v: (lambda m: m is not None and m > float(v.split()[1]))(_mean_pitch(s, v.split()[0])),
    "softer": lambda s, v: (lambda n: bool(n) and np.mean([x[3] for x in n]) < 68)(notes_of(s, v)),
}  # fmt: skip
