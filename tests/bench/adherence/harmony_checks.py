# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks on the notes for the second set: harmony, keys and the bass under them."""

import numpy as np

from musicstudio.core.theory.chords import parse_chord

from . import note_checks as first
from .groove_checks import is_long, notes_of


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
    notes = notes_of(song, "bass")
    return bool(notes) and np.mean([(n[2] - song.key.tonic) % 12 == 0 for n in notes]) >= 0.8


def _root_bass(song, value=""):
    """The bass plays the root of the chord that sounds."""
    hits = [
        (n[2] - c.root) % 12 == 0
        for n in notes_of(song, "bass")
        for c in song.chords
        if c.start_ticks <= n[0] + 60 < c.start_ticks + c.length_ticks
    ]
    return bool(hits) and float(np.mean(hits)) >= 0.85


def _drone(song, name):
    classes = [(n[2] - song.key.tonic) % 12 for n in notes_of(song, name)]
    return bool(classes) and sum(c in (0, 7) for c in classes) / len(classes) >= 0.85 and is_long(song, name)


def _chord_count(song, value):
    return len({(c.root, _is_minor(c)) for c in song.chords}) <= int(value)


def _ends_home(song, value=""):
    notes = first._pitched(song)
    last = max((n[0] for n in notes), default=0)
    lows = [n[2] for n in notes if n[0] + n[1] > last - 200]
    return bool(lows) and min(lows) % 12 == song.key.tonic


def _chords_in(song, value):
    """Bar by bar, sections of a kind stand on the roots of written chords."""
    kind, *symbols = value.split()
    roots = [parse_chord(each).root for each in symbols]
    bar = song.tempo_map.meter_at(0).bar_ticks
    hits = []
    for section in first._kind(song, kind):
        for number, tick in enumerate(range(section.start_ticks, section.end_ticks, bar)):
            inside = [c for c in song.chords if c.start_ticks <= tick < c.start_ticks + c.length_ticks]
            hits += [c.root % 12 == roots[number % len(roots)] for c in inside]
    return bool(hits) and float(np.mean(hits)) >= 0.9


CHECKS = {
    "chordsin": _chords_in,
    "keyup": _key_up,
    "progression": _progression,
    "chordcount": _chord_count,
    "sevenths": lambda s, v: _share(s, lambda c: any(x in c.quality for x in ("7", "9", "11", "13"))) >= 0.5,
    "nominors": lambda s, v: bool(s.chords) and _share(s, _is_minor) == 0,
    "minors": lambda s, v: _share(s, _is_minor) >= 0.5,
    "minor": lambda s, v: _third(s) > 0,
    "major": lambda s, v: _third(s) < 0,
    "pedal": _pedal,
    "rootbass": _root_bass,
    "drone": _drone,
    "endshome": _ends_home,
}  # fmt: skip
