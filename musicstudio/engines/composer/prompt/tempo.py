# SPDX-License-Identifier: GPL-3.0-or-later
"""Tempo as it is written: ``128 BPM``, ``at 90``, ``allegro``, ``slow``."""

import re

from musicstudio.core.errors import InputError

SLOWEST_BPM, FASTEST_BPM = 30.0, 300.0
_NUMBER = r"(\d{2,4}(?:\.\d+)?)"
_RANGE = re.compile(rf"{_NUMBER}\s*(?:-|to|and)\s*{_NUMBER}\s*(?:bpm|beats per minute)", re.IGNORECASE)
_BPM = re.compile(rf"{_NUMBER}\s*-?\s*(?:bpm|b\.p\.m|beats? (?:per|a) min)", re.IGNORECASE)
_LABELLED = re.compile(
    rf"\b(?:bpm|tempo)\s*(?:of|:|=|is|at|around|about|to)?\s*(?:about |around )?{_NUMBER}", re.IGNORECASE
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
    (0.5, r"mid-?tempo|medium tempo|moderate tempo|steady pace"),
    (0.9, r"fast(?:er)?|up-?tempo|quick|rapid|driving|racing|high-?speed|speedy|energetic pace|chase"),
)


def read_bpms(text: str) -> tuple[float, ...]:
    """Every tempo stated in figures, in the order written; a range counts as its middle. Raises `InputError` out of
    30-300."""
    ranges = [(float(match[1]) + float(match[2])) / 2 for match in _RANGE.finditer(text)]
    rest = _RANGE.sub(" ", text)
    stated = sorted(
        (match.start(), float(match[1])) for pattern in (_BPM, _LABELLED) for match in pattern.finditer(rest)
    )
    bpms = [*ranges, *(bpm for _, bpm in stated)]
    for bpm in bpms:
        check_bpm(bpm)
    return tuple(dict.fromkeys(bpms))


def read_marking(text: str) -> float | None:
    """Quarter notes a minute of an Italian marking, or None."""
    return next((_MARKINGS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _MARKINGS), None)


def read_pace(text: str) -> float | None:
    """How fast, within what the style plays (0 slowest to 1 fastest, a little beyond for "very"), or None when
    nothing is said."""
    return next((pace for pace, pattern in _PACES if re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE)), None)


def check_bpm(bpm: float) -> None:
    """Raise `InputError` for a tempo nobody can play."""
    if not SLOWEST_BPM <= bpm <= FASTEST_BPM:
        raise InputError(f"A tempo of {bpm:g} BPM cannot be played; choose {SLOWEST_BPM:g} to {FASTEST_BPM:g}.")
