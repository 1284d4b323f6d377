# SPDX-License-Identifier: GPL-3.0-or-later
"""More checks on the notes of a song, for the second set: who plays where, times, strength, and what was told.

Written before the second set was run.
"""

import re
from itertools import pairwise

import numpy as np

from . import groove_checks, harmony_checks
from . import note_checks as first
from .groove_checks import bar_ticks, notes_of

ELECTRIC = ("lead", "synth", "arp", "pad")
ELECTRIC_NAMES = (
    "electric_piano", "clavinet", "clean_guitar", "muted_guitar", "overdriven_guitar", "distorted_guitar",
    "finger_bass", "pick_bass", "fretless_bass", "slap_bass", "synth_bass", "sub_bass", "reese_bass", "acid_bass",
    "chip_bass", "kit_electronic", "kit_808", "kit_dance", "kit_chip",
)  # fmt: skip


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
    """It plays, and nowhere but in the sections of a kind ("intro,outro": of these)."""
    name, kinds = value.split()
    found = notes_of(song, name)
    spans = [s for kind in kinds.split(",") for s in first._kind(song, kind)]
    return bool(found) and all(any(s.start_ticks - 480 <= n[0] < s.end_ticks + 60 for s in spans) for n in found)


def _out_number(song, value):
    """It plays, but not in the section of a kind that has this number."""
    name, kind, number = value.split()
    spans = first._kind(song, kind)
    rows = song.called(name)
    if not rows or len(spans) < int(number):
        return False
    section = spans[int(number) - 1]
    return not any(first._between(row, section.start_ticks, section.end_ticks) for row in rows)


def _gap(song, value):
    """It plays before and after, but between two times it starts nothing."""
    name, start, end = value.split()
    times = [song.seconds(n[0]) for n in notes_of(song, name)]
    inside = [t for t in times if float(start) + 0.15 <= t <= float(end) - 0.25]
    return not inside and any(t < float(start) for t in times) and any(t > float(end) - 0.25 for t in times)


def _turns(song, value):
    """From minor to major ("minor major") or back: the thirds of the first and the last third of the song."""
    pitched = first._pitched(song)
    end = song.sections[-1].end_ticks
    thirds = []
    for a, b in ((0, end // 3), (2 * end // 3, end)):
        classes = [(n[2] - song.key.tonic) % 12 for n in pitched if a <= n[0] < b]
        thirds.append("minor" if classes.count(3) > classes.count(4) else "major")
    return thirds == value.split()


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


def _end_tempo(song):
    return song.tempo_map.bpm_at(song.sections[-1].end_ticks - 100) / song.tempo_map.bpm_at(0)


def _tempo_at(song, value):
    time, bpm = map(float, value.split())
    return abs(song.tempo_map.bpm_at(song.tempo_map.ticks_at(time)) - bpm) < 0.6


def _meter_in(song, value):
    kind, meter = value.split()
    found = [song.tempo_map.meter_at(s.start_ticks) for s in first._kind(song, kind)]
    return bool(found) and all(f"{m.numerator}/{m.denominator}" == meter for m in found)


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
    starts = [song.seconds(n[0]) for n in notes_of(song, name)]
    return bool(starts) and max(starts) <= float(time) + song.seconds(bar_ticks(song)) + 0.1


def _loudness_at(song, start, end):
    a, b = song.tempo_map.ticks_at(start), song.tempo_map.ticks_at(end)
    power = sum((n[3] / 100) ** 3.4 * min(n[1], 1920) for r in song.played for n in r.notes if a <= n[0] < b)
    return 10 * np.log10(max(power / max(1, b - a), 1e-6))


def _peak_at(song, value):
    """Around a time it is louder than at the beginning and than near the end."""
    time, end = float(value), song.end_s
    peak = _loudness_at(song, max(0, time - 2), min(end, time + 6))
    return peak > _loudness_at(song, 0, end * 0.15) + 2 and peak > _loudness_at(song, end * 0.85, end) + 1


def _tells(song, value):
    """What was told names one of the things: "a|b"."""
    spans = song.sheet.unanswered if song.sheet else ()
    misses = [m for m in song.sheet.made if not m.is_kept] if song.sheet else []
    said = [*(f"{s.text} {s.why}" for s in spans), *(f"{m.asked} {m.made}" for m in misses), *song.notices]
    plain = re.sub(r"[^a-z0-9]", "", " ".join(said).lower())
    return any(re.sub(r"[^a-z0-9]", "", word.lower()) in plain for word in value.split("|"))


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


CHECKS = groove_checks.CHECKS | harmony_checks.CHECKS | {
    "tells": _tells,
    "bpmrange": lambda s, v: float(v.split()[0]) <= s.tempo_map.bpm_at(0) <= float(v.split()[1]),
    "orders": lambda s, v: all(first._order(s, f"{a} {b}") for a, b in pairwise(v.split())),
    "busier": _busier,
    "moreplayers": _more_players,
    "onlyin": _only_in,
    "onlyplays": _only_plays,
    "outnumber": _out_number,
    "gap": _gap,
    "turns": _turns,
    "exactly": lambda s, v: [x.kind for x in s.sections] == v.split(),
    "quietest": lambda s, v: _extreme(s, v, -1),
    "loudest": lambda s, v: _extreme(s, v, 1),
    "count": _count,
    "sectionbars": _section_bars,
    "lastsection": lambda s, v: s.sections[-1].kind == v,
    "slowsdown": lambda s, v: _end_tempo(s) < 0.95,
    "speedsup": lambda s, v: _end_tempo(s) > 1.05,
    "steady": lambda s, v: len({round(t.bpm, 1) for t in s.tempo_map.tempos}) == 1,
    "tempoat": _tempo_at,
    "meterin": _meter_in,
    "silence": _silence,
    "leaves": _leaves,
    "peakat": _peak_at,
    "acoustic": _acoustic,
    "startsin": _starts_in,
    "tempoin": _tempo_in,
    "sounds": lambda s, v: any(r.instrument == f"texture_{v}" for r in s.rows),
    "partsmin": lambda s, v: len({r.instrument for r in s.played}) >= int(v),
    "isloop": lambda s, v: bool(s.sheet and s.sheet.is_loop.value),
}  # fmt: skip
