# SPDX-License-Identifier: GPL-3.0-or-later
"""Tempo as it is written: ``128 BPM``, ``♩ = 96``, ``crotchet equals 72``, ``at 90``, ``allegro``, ``slow``."""

import re

from musicstudio.core.errors import InputError

MIN_BPM, MAX_BPM = 30.0, 300.0
_NUMBER = r"(\d{2,4}(?:\.\d+)?)"
_RANGE = re.compile(rf"{_NUMBER}\s*(?:-|to|and)\s*{_NUMBER}\s*(?:bpm|beats per minute)", re.IGNORECASE)
_BPM = re.compile(rf"{_NUMBER}\s*-?\s*(?:bpm|b\.p\.m|beats? (?:per|a) min)", re.IGNORECASE)
_LABELED = re.compile(
    rf"\b(?:bpm|tempo)\s*(?:of|:|=|is|at|around|about|to)?\s*(?:about |around )?{_NUMBER}", re.IGNORECASE
)
_NOTE_VALUES = (
    (1.5, r"dotted (?:crotchets?|quarters?(?:[ -]notes?)?)|(?:♩|crotchet)\."),
    (4.0, r"whole(?:[ -]notes?)?|semibreves?"),
    (2.0, r"half[ -]notes?|minims?|𝅗𝅥"),
    (1.0, r"♩|crotchets?|quarters?(?:[ -]notes?)?"),
    (0.5, r"♪|quavers?|eighths?(?:[ -]notes?)?|8ths?(?:[ -]notes?)?"),
)
"""Quarters in a written note, and how it is named."""
_BEATEN = tuple(
    (value, re.compile(rf"(?<![\w'])(?:{words})\s*(?:=|:|equals?|is|are|at)\s*{_NUMBER}(?:\s*bpm)?", re.IGNORECASE))
    for value, words in _NOTE_VALUES
)
_MARKINGS = {
    "largo": 52.0, "lento": 56.0, "adagio": 70.0, "andante": 88.0, "andantino": 96.0, "moderato": 110.0,
    "allegretto": 118.0,
    "allegro": 134.0, "vivace": 158.0, "presto": 178.0, "prestissimo": 200.0,
}  # fmt: skip
_PACES = (
    (-0.2, r"(?:very|really|extremely|super) slow|dirge|crawling|glacial"),
    (1.15, r"(?:very|really|extremely|super|insanely) fast|breakneck|frantic|frenetic|furious"),
    (0.05, r"slow(?:er|ly|-burning)?|slow ?tempo|ballad|unhurried|down-?tempo|lazy|sluggish"),
    (112.0, r"march(?:ing)? (?:tempo|speed|pace)"),
    (0.5, r"mid-?tempo|medium tempo|moderate tempo|steady pace"),
    (0.9, r"fast(?:er)?|up-?tempo|quick|rapid|driving|racing|high-?speed|speedy|energetic pace|chase"),
)


def find_bpms(text: str) -> list[tuple[int, int, float]]:
    """(start, end, BPM) of every tempo stated in figures; a range counts as its middle. Raises `InputError` out of
    30-300."""
    found = [(m.start(), m.end(), (float(m[1]) + float(m[2])) / 2) for m in _RANGE.finditer(text)]
    rest = _RANGE.sub(lambda match: " " * len(match.group()), text)
    for value, pattern in _BEATEN:
        found += [(m.start(), m.end(), float(m[1]) * value) for m in pattern.finditer(rest)]
        rest = pattern.sub(lambda match: " " * len(match.group()), rest)
    for pattern in (_BPM, _LABELED):
        found += [(match.start(), match.end(), float(match[1])) for match in pattern.finditer(rest)]
        rest = pattern.sub(lambda match: " " * len(match.group()), rest)
    for _, _, bpm in found:
        check_bpm(bpm)
    return sorted(found)


def find_paces(text: str) -> list[tuple[int, int, float]]:
    """(start, end, tempo of a marking in BPM, or pace 0 to 1 of what the style plays) of each word of speed."""
    found = [
        (match.start(), match.end(), _MARKINGS[match.group().lower()])
        for match in re.finditer(r"[a-zA-Z]+", text)
        if match.group().lower() in _MARKINGS
    ]
    for pace, pattern in _PACES:
        found += [(m.start(), m.end(), pace) for m in re.finditer(rf"\b(?:{pattern})\b", text, re.IGNORECASE)]
    return sorted(found)


def check_bpm(bpm: float) -> None:
    """Raise `InputError` for a tempo nobody can play."""
    if not MIN_BPM <= bpm <= MAX_BPM:
        raise InputError(f"A tempo of {bpm:g} BPM cannot be played; choose {MIN_BPM:g} to {MAX_BPM:g}.")
