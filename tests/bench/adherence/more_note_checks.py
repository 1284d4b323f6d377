# SPDX-License-Identifier: GPL-3.0-or-later
"""More checks on the notes of a song, for the second set: groove, harmony, places, textures. Ticks are 960 a beat.

Written before the second set was run. Each takes what a listener would grant: humanized starts within 60 ticks of the
grid count as on it, and shares leave room for fills and endings.
"""

import re
from itertools import pairwise

import numpy as np

from . import note_checks as first

KICKS, SNARES = (35, 36), (37, 38, 39, 40)
NEAR = 140


def _bar(song) -> int:
    return song.tempo_map.meter_at(0).bar_ticks


def _notes(song, names: str = "") -> list:
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
    kicks, bar = _struck(song, KICKS), _bar(song)
    bars = _bars_with(kicks, bar)
    beats = [b * bar // 240 + i * 4 for b in bars for i in range(bar // 960)]
    return bool(beats) and sum(beat in kicks for beat in beats) / len(beats) >= 0.75


def _backbeat(song, value=""):
    snares, bar = _struck(song, SNARES), _bar(song)
    bars = _bars_with(snares, bar)
    beats = [b * bar // 240 + i for b in bars for i in (4, 12)]
    return bar == 3840 and bool(beats) and sum(beat in snares for beat in beats) / len(beats) >= 0.7


def _halves(song):
    """How many starts lie near two thirds of a beat, and how many near its half."""
    places = [n[0] % 960 for row in song.played for n in row.notes]
    return sum(590 <= p <= 700 for p in places), sum(430 <= p <= 540 for p in places)


def _walking(song, value=""):
    notes = _notes(song, "bass")
    bars = {n[0] // _bar(song) for n in notes}
    return bool(notes) and len(notes) / len(bars) >= 3.2 and len({n[2] % 12 for n in notes}) >= 5


def _off_beats(song, name):
    """Most of its starts lie between the beats."""
    notes = _notes(song, name)
    return bool(notes) and sum(NEAR < n[0] % 960 < 960 - NEAR for n in notes) / len(notes) >= 0.6


def _steps(song):
    pitches = [n[2] for n in _notes(song, "tune")]
    return [abs(b - a) for a, b in pairwise(pitches)]


def _stepwise(song, value=""):
    steps = _steps(song)
    return len(steps) >= 6 and sum(s <= 2 for s in steps) / len(steps) >= 0.65


def _tune_span(song, value):
    pitches = [n[2] for n in _notes(song, "tune")]
    return bool(pitches) and max(pitches) - min(pitches) <= int(value)


def _median_beats(song, name):
    notes = _notes(song, name)
    return float(np.median([n[1] for n in notes])) / 960 if notes else None


def _long(song, name):
    beats = _median_beats(song, name)
    return beats is not None and beats >= 1.5


def _short(song, name):
    beats = _median_beats(song, name)
    return beats is not None and beats <= 0.6


def _mono(song, name):
    """One note at a time: hardly any two starts together."""
    notes = _notes(song, name)
    together = sum(b[0] - a[0] < 30 for a, b in pairwise(notes))
    return len(notes) >= 4 and together / len(notes) <= 0.05


def _broken(song, name):
    """Broken chords: mostly one note after the other, and more than one a beat where it plays."""
    notes = _notes(song, name)
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
    notes = _notes(song, name)
    return float(np.mean([n[2] for n in notes])) if notes else None


def _busier(song, value):
    a, b = (first._density(song, first._kind(song, kind)) for kind in value.split())
    return a > 0 and b > 1.12 * a


def _players(song, kind):
    spans = first._kind(song, kind)
    return [row for row in song.played if any(first._between(row, s.start_ticks, s.end_ticks) for s in spans)]


def _more_players(song, value):
    a, b = value.split()
    return bool(first._kind(song, a)) and len(_players(song, b)) > len(_players(song, a))


def _only_in(song, value):
    name, kind = value.split()
    notes = _notes(song, name)
    spans = first._kind(song, kind)
    return bool(notes) and all(any(s.start_ticks - 480 <= n[0] < s.end_ticks + 60 for s in spans) for n in notes)


def _only_plays(song, value):
    """In the sections of a kind nobody but the named ones plays."""
    kind, names = value.split()
    rows = _players(song, kind)
    return bool(rows) and all(
        any(r.is_called(n) or (n == "drums" and r.role == "drums") for n in names.split(",")) for r in rows
    )


def _extreme(song, kind, sign):
    kinds = {s.kind for s in song.sections}
    levels = {k: sign * first._strength(song, first._kind(song, k)) for k in kinds}
    return kind in levels and len(levels) > 1 and all(levels[kind] > levels[k] for k in kinds - {kind})


def _count(song, value):
    kind, number = value.split()
    return len(first._kind(song, kind)) == int(number)


def _section_bars(song, value):
    kind, bars = value.split()
    found = first._kind(song, kind)
    return bool(found) and all(
        abs(s.length_ticks - int(bars) * song.tempo_map.meter_at(s.start_ticks).bar_ticks) < 10 for s in found
    )


def _key_up(song, value):
    """The last full section fits the scale so many semitones up, and better than the old one."""
    steps = first.SCALES[song.key.mode if song.key.mode in first.SCALES else "major"]
    section = max(song.sections[-2:], key=lambda s: s.length_ticks)
    classes = [
        n[2] % 12
        for n in first._pitched(song)
        if section.end_ticks - section.length_ticks // 2 <= n[0] < section.end_ticks
    ]
    fit = [np.mean([(c - song.key.tonic - up) % 12 in steps for c in classes]) for up in (0, int(value))]
    return bool(classes) and fit[1] > 0.85 and fit[1] > fit[0]


def _end_tempo(song):
    return song.tempo_map.bpm_at(song.sections[-1].end_ticks - 100) / song.tempo_map.bpm_at(0)


def _tempo_at(song, value):
    time, bpm = map(float, value.split())
    return abs(song.tempo_map.bpm_at(song.tempo_map.ticks_at(time)) - bpm) < 0.6


def _meter_in(song, value):
    kind, meter = value.split()
    found = [song.tempo_map.meter_at(s.start_ticks) for s in first._kind(song, kind)]
    return bool(found) and all(f"{m.numerator}/{m.denominator}" == meter for m in found)


def _roots(song):
    """Chord roots above the tonic, repeats in a row left out."""
    roots: list[int] = []
    for chord in sorted(song.chords, key=lambda c: c.start_ticks):
        root = (chord.root - song.key.tonic) % 12
        if not roots or roots[-1] != root:
            roots.append(root)
    return roots


def _progression(song, value):
    """The cycle of roots goes round: most windows of its length are a rotation of it, and it begins the song."""
    cycle, roots = [int(x) for x in value.split()], _roots(song)
    turns = [cycle[i:] + cycle[:i] for i in range(len(cycle))]
    windows = [roots[i : i + len(cycle)] for i in range(len(roots) - len(cycle) + 1)]
    return bool(windows) and sum(w in turns for w in windows) / len(windows) >= 0.55


def _share(song, holds):
    """Share of the harmony's time for which a claim on a chord holds."""
    total = sum(c.length_ticks for c in song.chords)
    return sum(c.length_ticks for c in song.chords if holds(c)) / max(1, total)


def _is_minor(chord):
    return chord.quality.startswith("m") and not chord.quality.startswith("maj")


def _third(song):
    """Above 0 where the minor third of the tonic is played more than the major one."""
    classes = [(n[2] - song.key.tonic) % 12 for n in first._pitched(song)]
    return classes.count(3) - classes.count(4)


def _pedal(song, value=""):
    notes = _notes(song, "bass")
    return bool(notes) and np.mean([(n[2] - song.key.tonic) % 12 == 0 for n in notes]) >= 0.8


def _silence(song, value):
    start, end = map(float, value.split())
    return not any(
        song.seconds(n[0]) < end - 0.1 and song.seconds(n[0] + n[1]) > start + 0.25
        for r in song.played
        for n in r.notes
    )


def _leaves(song, value):
    """It plays, and has stopped by a time, a bar late at most."""
    name, time = value.split()
    starts = [song.seconds(n[0]) for n in _notes(song, name)]
    return bool(starts) and max(starts) <= float(time) + song.seconds(_bar(song)) + 0.1


def _loudness_at(song, start, end):
    a, b = song.tempo_map.ticks_at(start), song.tempo_map.ticks_at(end)
    power = sum((n[3] / 100) ** 3.4 * min(n[1], 1920) for r in song.played for n in r.notes if a <= n[0] < b)
    return 10 * np.log10(max(power / max(1, b - a), 1e-6))


def _peak_at(song, value):
    """Around a time it is louder than at the beginning and than near the end."""
    time, end = float(value), song.end_s
    peak = _loudness_at(song, max(0, time - 2), min(end, time + 6))
    return peak > _loudness_at(song, 0, end * 0.15) + 2 and peak > _loudness_at(song, end * 0.85, end) + 1


def _ends_home(song, value=""):
    notes = first._pitched(song)
    last = max((n[0] for n in notes), default=0)
    lows = [n[2] for n in notes if n[0] + n[1] > last - 200]
    return bool(lows) and min(lows) % 12 == song.key.tonic


def _tells(song, value):
    """What was told names one of the things: "a|b"."""
    spans = song.sheet.unanswered if song.sheet else ()
    misses = [m for m in song.sheet.made if not m.is_kept] if song.sheet else []
    said = [*(f"{s.text} {s.why}" for s in spans), *(f"{m.asked} {m.made}" for m in misses), *song.notices]
    plain = re.sub(r"[^a-z0-9]", "", " ".join(said).lower())
    return any(re.sub(r"[^a-z0-9]", "", word.lower()) in plain for word in value.split("|"))


ELECTRIC = ("lead", "synth", "arp", "pad")
ELECTRIC_NAMES = (
    "electric_piano", "clavinet", "clean_guitar", "muted_guitar", "overdriven_guitar", "distorted_guitar",
    "finger_bass", "pick_bass", "fretless_bass", "slap_bass", "synth_bass", "sub_bass", "reese_bass", "acid_bass",
    "chip_bass", "kit_electronic", "kit_808", "kit_dance", "kit_chip",
)  # fmt: skip


def _acoustic(song, value=""):
    from musicstudio.instruments import catalogue

    roles = {name: found.role for name, found in catalogue.load().items()}
    return bool(song.played) and not any(
        roles.get(r.instrument) in ELECTRIC or r.instrument in ELECTRIC_NAMES for r in song.played
    )


def _starts_in(song, value):
    """It is first heard in the section of a kind that has this number, a pickup of a beat allowed."""
    name, kind, number = value.split()
    found = first._kind(song, kind)
    tick = first._start(song, name)
    if tick is None or len(found) < int(number):
        return False
    section = found[int(number) - 1]
    return section.start_ticks - 1000 <= tick < section.end_ticks


def _tempo_in(song, value):
    kind, bpm = value.split()
    found = first._kind(song, kind)
    return bool(found) and all(abs(song.tempo_map.bpm_at(s.start_ticks + 100) - float(bpm)) < 0.6 for s in found)


def _root_bass(song, value=""):
    """The bass plays the root of the chord that sounds."""
    hits = [
        (n[2] - c.root) % 12 == 0
        for n in _notes(song, "bass")
        for c in song.chords
        if c.start_ticks <= n[0] + 60 < c.start_ticks + c.length_ticks
    ]
    return bool(hits) and float(np.mean(hits)) >= 0.85


def _drone(song, name):
    classes = [(n[2] - song.key.tonic) % 12 for n in _notes(song, name)]
    return bool(classes) and sum(c in (0, 7) for c in classes) / len(classes) >= 0.85 and _long(song, name)


def _chord_count(song, value):
    return len({(c.root, _is_minor(c)) for c in song.chords}) <= int(value)


CHECKS = {
    "tells": _tells,
    "bpmrange": lambda s, v: float(v.split()[0]) <= s.tempo_map.bpm_at(0) <= float(v.split()[1]),
    "orders": lambda s, v: all(first._order(s, f"{a} {b}") for a, b in pairwise(v.split())),
    "fouronfloor": _four_on_floor,
    "notfour": lambda s, v: not _four_on_floor(s),
    "backbeat": _backbeat,
    "swing": lambda s, v: (lambda t, h: t > h)(*_halves(s)),
    "straight": lambda s, v: (lambda t, h: h > t)(*_halves(s)),
    "walking": _walking,
    "offbeats": _off_beats,
    "stepwise": _stepwise,
    "tunespan": _tune_span,
    "long": _long,
    "short": _short,
    "mono": _mono,
    "broken": _broken,
    "powerchords": _power_chords,
    "lowerthan": lambda s, v: (lambda m: m is not None and m < float(v.split()[1]))(_mean_pitch(s, v.split()[0])),
    "higherthan": lambda s, v: (lambda m: m is not None and m > float(v.split()[1]))(_mean_pitch(s, v.split()[0])),
    "softer": lambda s, v: (lambda n: bool(n) and np.mean([x[3] for x in n]) < 68)(_notes(s, v)),
    "busier": _busier,
    "moreplayers": _more_players,
    "onlyin": _only_in,
    "onlyplays": _only_plays,
    "quietest": lambda s, v: _extreme(s, v, -1),
    "loudest": lambda s, v: _extreme(s, v, 1),
    "count": _count,
    "sectionbars": _section_bars,
    "lastsection": lambda s, v: s.sections[-1].kind == v,
    "keyup": _key_up,
    "slowsdown": lambda s, v: _end_tempo(s) < 0.95,
    "speedsup": lambda s, v: _end_tempo(s) > 1.05,
    "steady": lambda s, v: len({round(t.bpm, 1) for t in s.tempo_map.tempos}) == 1,
    "tempoat": _tempo_at,
    "meterin": _meter_in,
    "progression": _progression,
    "chordcount": _chord_count,
    "sevenths": lambda s, v: _share(s, lambda c: any(x in c.quality for x in ("7", "9", "11", "13"))) >= 0.5,
    "nominors": lambda s, v: bool(s.chords) and _share(s, _is_minor) == 0,
    "minors": lambda s, v: _share(s, _is_minor) >= 0.5,
    "minor": lambda s, v: _third(s) > 0,
    "major": lambda s, v: _third(s) < 0,
    "pedal": _pedal,
    "silence": _silence,
    "leaves": _leaves,
    "peakat": _peak_at,
    "endshome": _ends_home,
    "acoustic": _acoustic,
    "startsin": _starts_in,
    "tempoin": _tempo_in,
    "rootbass": _root_bass,
    "drone": _drone,
    "sounds": lambda s, v: any(r.instrument == f"texture_{v}" for r in s.rows),
    "partsmin": lambda s, v: len({r.instrument for r in s.played}) >= int(v),
    "isloop": lambda s, v: bool(s.sheet and s.sheet.is_loop.value),
}  # fmt: skip
