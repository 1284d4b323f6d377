# SPDX-License-Identifier: GPL-3.0-or-later
"""The chords that were asked for, beside the notes that sound."""

from collections.abc import Iterator

import numpy as np
from msgspec.structs import replace

from musicstudio.core.theory.chords import chord_pitch_classes, parse_chord
from musicstudio.engines.composer.themes.roman import chord_of, numerals_in, tonic_numeral
from musicstudio.engines.composer.words.harmony import MAJOR_ONLY, MINOR_ONLY, ONE, SEVENTHS, is_symbols
from musicstudio.project.model.sheet import Made, SongSheet

from .on_paper import UNPITCHED, Row, Score

_INSIDE, _ON_ROOT, _THIRDS, _WITH_SEVENTH = 0.7, 0.5, 0.8, 0.4


def check_harmony(sheet: SongSheet, score: Score) -> Iterator[Made]:
    """A progression sounds bar by bar, a kind of chord throughout; a section over its own chords."""
    own = [each for each in sheet.sections if each.harmony and each.origin != "studio"]
    for each in own:
        name = f"{each.kind}{f' {each.number}' if each.number > 0 else ''}"
        sections = tuple(score.of_kind(each.kind, each.number))
        yield from _check(each.harmony, replace(score, sections=sections), f" in the {name}")
    asked = sheet.harmony.value
    if sheet.harmony.is_set and asked:
        others = tuple(s for s in score.sections if not any(s in score.of_kind(e.kind, e.number) for e in own))
        yield from _check(asked, replace(score, sections=others or score.sections), "")


def _check(asked: str, score: Score, where: str) -> Iterator[Made]:
    rows = [row for row in score.played if row.role not in UNPITCHED and not row.has_melody and row.role != "vocals"]
    if asked == SEVENTHS:
        share = _share_of_steps(rows, score, {10, 11})
        yield Made("chords", f"seventh chords{where}", f"{share:.0%} with a seventh", share >= _WITH_SEVENTH)
    elif asked in (MAJOR_ONLY, MINOR_ONLY):
        major, minor = _share_of_steps(rows, score, {4}), _share_of_steps(rows, score, {3})
        wanted = major if asked == MAJOR_ONLY else minor
        share = wanted / max(1e-6, major + minor)
        yield Made("chords", f"{asked}{where}", f"{share:.0%} of the thirds", share >= _THIRDS)
    else:
        inside, roots = _inside(asked, rows, score)
        told = f"{inside:.0%} of the accompaniment on them, {roots:.0%} of the bars on their root"
        yield Made("chords", f"{asked}{where}", told, inside >= _INSIDE and roots >= _ON_ROOT)


def _bars(score: Score) -> Iterator[tuple[int, int, int]]:
    """(bar of its section, start, end) of each bar."""
    for section in score.sections:
        bar = score.tempo_map.meter_at(section.start_ticks).bar_ticks
        for number, start in enumerate(range(section.start_ticks, section.end_ticks, bar)):
            yield number, start, min(start + bar, section.end_ticks)


def _share_of_steps(rows: list[Row], score: Score, steps: set[int]) -> float:
    """Of the bars in which chords sound, those with an interval of some semitones above the lowest note."""
    found = []
    for _, start, end in _bars(score):
        pitches = [n.pitch for row in rows for n in row.notes if start <= n.start_ticks < (start + end) // 2]
        if len({pitch % 12 for pitch in pitches}) >= 2:
            root = min(pitches)
            found.append(bool({(pitch - root) % 12 for pitch in pitches} & steps))
    return float(np.mean(found)) if found else 0.0


def _inside(asked: str, rows: list[Row], score: Score) -> tuple[float, float]:
    """(share of what accompanies that lies on the chord of its bar, its seventh or ninth; share of bars whose lowest
    first note is the chord's root or bass)."""
    chords = _chords(asked, score)
    shares, roots = [], []
    for number, start, end in _bars(score):
        root, classes = chords[number % len(chords)]
        colours = classes | {(root + step) % 12 for step in (2, 10, 11)}
        notes = [n for row in rows for n in row.notes if start <= n.start_ticks < end]
        first = [n.pitch for n in notes if n.start_ticks < start + (end - start) // 4]
        if notes:
            shares.append(float(np.mean([n.pitch % 12 in colours for n in notes])))
        if first:
            roots.append(min(first) % 12 == root)
    return (float(np.mean(shares)) if shares else 0.0), (float(np.mean(roots)) if roots else 0.0)


def _chords(asked: str, score: Score) -> list[tuple[int, set[int]]]:
    """(lowest pitch class, all of them) of each chord."""
    if is_symbols(asked):
        names = [name for name in (parse_chord(each) for each in asked.split()) if name]
        return [
            (name.bass if name.bass >= 0 else name.root, set(chord_pitch_classes(name.root, name.quality)))
            for name in names
        ]
    numerals = [tonic_numeral(score.key)] if asked == ONE else numerals_in(asked, score.key)
    chords = [chord_of(each, score.key) for each in numerals]
    return [(chord.root % 12, set(chord_pitch_classes(chord.root, chord.quality))) for chord in chords]
