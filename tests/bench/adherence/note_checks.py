# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks on the notes of a song, written without the composer's own readers."""

import numpy as np

SCALES = {
    "major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10), "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10), "mixolydian": (0, 2, 4, 5, 7, 9, 10), "lydian": (0, 2, 4, 6, 7, 9, 11),
}  # fmt: skip
TUNES = ("lead", "riff", "double")


def check(song, words: str) -> bool:
    """Whether one check holds."""
    name, _, value = words.partition(" ")
    if name.startswith("parts<="):
        return len({(row.instrument) for row in song.played}) <= int(name[7:])
    from .more_note_checks import CHECKS as MORE  # it is built on this module

    return bool((CHECKS | MORE)[name](song, value))


def _pitched(song):
    return [n for row in song.played if row.role not in ("drums", "percussion", "fx") for n in row.notes]


def _scale(song, value):
    from musicstudio.cli.arguments import key

    wanted = key(value)
    classes = {(wanted.tonic + step) % 12 for step in SCALES[wanted.mode]}
    if wanted.mode == "minor":
        classes |= {(wanted.tonic + 11) % 12}
    notes = _pitched(song)
    inside = sum(n[2] % 12 in classes for n in notes) / max(1, len(notes))
    lows = [
        min((n[2] for n in notes if n[0] <= t < n[0] + n[1]), default=None) for t in [song.sections[-1].end_ticks - 200]
    ]
    return inside >= 0.85 and (lows[0] is None or lows[0] % 12 == wanted.tonic or song.key == wanted)


def _between(row, start, end):
    return [n for n in row.notes if start - 60 <= n[0] < end - 240]


def _first(song, value):
    section = song.sections[0]
    bar = song.tempo_map.meter_at(0).bar_ticks
    if value.startswith("!"):
        return not any(_between(row, section.start_ticks, section.end_ticks) for row in song.called(value[1:]))
    end = min(section.end_ticks, 4 * bar)
    names = value.split(",")
    mine = [row for name in names for row in song.called(name)]
    others = [row for row in song.played if row not in mine and _between(row, 0, end - bar)]
    return any(_between(row, 0, end) for row in mine) and not others


def _start(song, name):
    return min((n[0] for row in song.called(name) for n in row.notes), default=None)


def _order(song, value):
    first, second = (_start(song, name) for name in value.split())
    return first is not None and second is not None and first + 960 <= second


def _strength(song, sections):
    powers = []
    for section in sections:
        inside = [n for row in song.played for n in row.notes if section.start_ticks <= n[0] < section.end_ticks]
        powers.append(sum((n[3] / 100) ** 3.4 * min(n[1], 1920) for n in inside) / section.length_ticks)
    return 10 * np.log10(max(np.mean(powers), 1e-6)) if powers else None


def _kind(song, kind):
    return [s for s in song.sections if s.kind == kind]


def _louder(song, value):
    quiet, loud = value.split()
    a, b = _strength(song, _kind(song, quiet)), _strength(song, _kind(song, loud))
    return a is not None and b is not None and b - a >= 2.0


def _density(song, sections, names=None):
    rows = song.played if names is None else [r for name in names for r in song.called(name)]
    counts = [
        len({n[0] for row in rows for n in row.notes if s.start_ticks <= n[0] < s.end_ticks}) / s.length_ticks
        for s in sections
    ]
    return np.mean(counts) if counts else 0.0


def _slope(notes):
    if len(notes) < 4:
        return 0.0
    starts, pitches = np.array([n[0] for n in notes], float), np.array([n[2] for n in notes], float)
    return float(np.corrcoef(starts, pitches)[0, 1]) if pitches.std() else 0.0


def _tune(song, section):
    leads = [row for row in song.played if row.player == "lead"] or [row for row in song.played if row.role == "vocals"]
    return [n for row in leads[:1] for n in row.notes if section.start_ticks <= n[0] < section.end_ticks]


def _contour(song, value):
    kind, way = value.split()
    sections = [s for s in song.sections if (kind == "all" or s.kind == kind) and len(_tune(song, s)) >= 4]
    slopes = [_slope(_tune(song, s)) * (1 if way == "up" else -1) for s in sections]
    return bool(slopes) and np.mean(slopes) >= 0.45


def _hit(song, value):
    time = float(value)
    rows = [r for r in song.played if any(abs(song.seconds(n[0]) - time) < 2.5 for n in r.notes)]
    struck = [r for r in rows if any(abs(song.seconds(n[0]) - time) < 0.03 for n in r.notes)]
    return len(struck) >= max(1, len(rows) / 2)


def _stop(song, value):
    time = float(value)
    tick = song.tempo_map.ticks_at(time)
    start = min((t for t in (tick,)), default=tick)
    return (
        not any(
            song.seconds(n[0]) < time + 0.7 and song.seconds(n[0] + n[1]) > time + 0.15
            for r in song.played
            for n in r.notes
        )
        and start >= 0
    )


def _enters(song, value):
    name, time = value.split()
    tick = _start(song, name)
    bar_s = song.seconds(song.tempo_map.meter_at(0).bar_ticks)
    return tick is not None and -0.35 <= song.seconds(tick) - float(time) <= 2 * bar_s + 0.1


def _entersbar(song, value):
    name, bar = value.split()
    tick = _start(song, name)
    ticks = song.tempo_map.meter_at(0).bar_ticks
    return tick is not None and -1000 <= tick - (int(bar) - 1) * ticks < ticks


def _entersin(song, value):
    name, kind = value.split()
    tick = _start(song, name)
    first = _kind(song, kind)
    return tick is not None and bool(first) and first[0].start_ticks - 1000 <= tick < first[0].end_ticks


def _outin(song, value):
    name, kind = value.split()
    return bool(_kind(song, kind)) and not any(
        _between(r, s.start_ticks, s.end_ticks) for r in song.called(name) for s in _kind(song, kind)
    )


def _only(song, value):
    names = value.split(",")
    rows = song.played
    return bool(rows) and all(
        any(r.is_called(n) or (n == "vocals" and r.role in ("vocals", "backing")) for n in names) for r in rows
    )


def _sections(song, value):
    kinds = iter([s.kind for s in song.sections])
    return all(kind in kinds for kind in value.split())


def _trend(song):
    levels = [_strength(song, [s]) for s in song.sections]
    return levels[-1] - levels[0] if len(levels) > 1 else 0.0


def _thirds(song):
    """Strength in the first and the last fifth of the song."""
    end = song.sections[-1].end_ticks
    levels = []
    for a, b in ((0, end // 5), (end * 7 // 10, end * 9 // 10)):
        power = sum((n[3] / 100) ** 3.4 * min(n[1], 1920) for r in song.played for n in r.notes if a <= n[0] < b)
        levels.append(10 * np.log10(max(power / (b - a), 1e-6)))
    return levels[1] - levels[0]


def _last(song, value):
    end = song.sections[-1].end_ticks
    start = song.tempo_map.ticks_at(song.end_s - 8.0)
    rows = [r for r in song.played if any(start <= n[0] < end - 960 for n in r.notes)]
    return bool(rows) and all(r.is_called(value) for r in rows)


def _leads(song, value):
    rows = song.called(value)
    return any(r.player in TUNES for r in rows)


def _sparse(song, value):
    rows = [r for r in song.played if r.role in ("drums", "percussion")]
    bars = song.sections[-1].end_ticks / song.tempo_map.meter_at(0).bar_ticks
    return bool(rows) and all(len({round(n[0] / 240) for n in r.notes}) / bars <= 6 for r in rows)


def _endhit(song, value):
    end = song.sections[-1].end_ticks
    bar = song.tempo_map.meter_at(0).bar_ticks
    return any(n[2] in (49, 57, 52, 36) for r in song.called("drums") for n in r.notes if n[0] >= end - 2 * bar)


def _stopbefore(song, value):
    chorus = _kind(song, value)
    if not chorus:
        return False
    tick = chorus[0].start_ticks
    return not any(n[0] < tick - 100 and n[0] + n[1] > tick - 1500 for r in song.played for n in r.notes)


def _keychange(song, value):
    def classes(sections):
        notes = [n[2] % 12 for n in _pitched(song) if any(s.start_ticks <= n[0] < s.end_ticks for s in sections)]
        return np.bincount(notes, minlength=12) / max(1, len(notes))

    first, last = classes(song.sections[:2]), classes(song.sections[-2:-1] or song.sections[-1:])
    last2 = classes(song.sections[-1:])
    return max(np.abs(first - last).sum(), np.abs(first - last2).sum()) > 0.35


CHECKS = {
    "bpm": lambda s, v: abs(s.tempo_map.bpm_at(0) - float(v)) < 0.05,
    "scale": _scale,
    "meter": lambda s, v: (
        (s.tempo_map.meter_at(0).numerator, s.tempo_map.meter_at(0).denominator) == tuple(map(int, v.split("/")))
    ),
    "length": lambda s, v: abs(s.end_s - float(v)) < 0.02,
    "longer": lambda s, v: s.end_s >= float(v) - 0.02,
    "shorter": lambda s, v: s.end_s <= float(v) + 0.02,
    "bars": lambda s, v: abs(s.sections[-1].end_ticks / s.tempo_map.meter_at(0).bar_ticks - int(v)) < 0.01,
    "plays": lambda s, v: bool(s.called(v)),
    "absent": lambda s, v: not s.called(v) if v != "melody" else True,
    "only": _only,
    "leads": _leads,
    "nolead": lambda s, v: not any(r.player in ("lead", "double") for r in s.played),
    "first": _first,
    "order": _order,
    "entersbar": _entersbar,
    "entersin": _entersin,
    "enters": _enters,
    "outin": _outin,
    "louder": _louder,
    "sparser": lambda s, v: (
        _density(s, _kind(s, v.split()[1]), ["drums"]) < 0.8 * _density(s, _kind(s, v.split()[0]), ["drums"])
    ),
    "contour": _contour,
    "contourends": lambda s, v: (
        np.mean([_slope(_tune(s, x)[-4:]) for x in s.sections if len(_tune(s, x)) >= 4] or [0]) < -0.3
    ),
    "hit": _hit,
    "stop": _stop,
    "stopbefore": lambda s, v: _stopbefore(s, v or "chorus"),
    "sections": _sections,
    "nosection": lambda s, v: not _kind(s, v),
    "firstsection": lambda s, v: s.sections[0].kind == v,
    "introbars": lambda s, v: (
        s.sections[0].kind == "intro" and s.sections[0].length_ticks == int(v) * s.tempo_map.meter_at(0).bar_ticks
    ),
    "sectionat": lambda s, v: any(abs(s.seconds(x.start_ticks) - float(v)) < 1.3 for x in s.sections),
    "keychange": _keychange,
    "tempochange": lambda s, v: max(t.bpm for t in s.tempo_map.tempos) / min(t.bpm for t in s.tempo_map.tempos) > 1.1,
    "meterchange": lambda s, v: len(s.tempo_map.meters) > 1,
    "rising": lambda s, v: _thirds(s) > 3.0 or s.fader_db(0.0) < -40.0,
    "falling": lambda s, v: _thirds(s) < -3.0 or s.fader_db(s.end_s) < -40.0,
    "last": _last,
    "endhit": _endhit,
    "sparse": _sparse,
    "calm": lambda s, v: np.mean([x.energy for x in s.sections]) < 0.35,
    "energetic": lambda s, v: np.mean([x.energy for x in s.sections]) > 0.65,
    "leadsin": lambda s, v: any(
        r.player in (*TUNES,) and any(_between(r, x.start_ticks, x.end_ticks) for x in _kind(s, v.split()[1]))
        for r in s.called(v.split()[0])
    ),
}
