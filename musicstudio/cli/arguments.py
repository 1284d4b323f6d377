# SPDX-License-Identifier: GPL-3.0-or-later
"""Readers of argument values; each turns bad text into argparse's usage error (exit code 2)."""

import argparse
import math
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from musicstudio.project.model import Key

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
_NOTES = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_MODES = ("major", "minor", "dorian", "mixolydian", "phrygian", "lydian")


def time_range(text: str) -> tuple[float, float]:
    """``32.0:48.0`` in seconds."""
    try:
        start_s, end_s = (float(part) for part in text.split(":"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a range such as 32.0:48.0") from None
    if not (math.isfinite(start_s) and math.isfinite(end_s)) or not 0 <= start_s < end_s:
        raise argparse.ArgumentTypeError(f"{text!r} must begin at 0 or later and end after its beginning")
    return start_s, end_s


def key(text: str) -> Key:
    """``D minor``, ``Bb``, ``f# dorian``."""
    match = re.fullmatch(r"\s*([a-gA-G])([#b♯♭]?)\s*(\w*)\s*", text)
    mode = (match[3].lower() if match else "") or "major"
    mode = {"m": "minor", "min": "minor", "maj": "major"}.get(mode, mode)
    if match is None or mode not in _MODES:
        raise argparse.ArgumentTypeError(f'{text!r} is not a key such as "D minor"')
    step = {"#": 1, "♯": 1, "b": -1, "♭": -1}.get(match[2], 0)
    return Key((_NOTES[match[1].lower()] + step) % 12, mode)


def meter(text: str) -> tuple[int, int]:
    """``6/8``."""
    match = re.fullmatch(r"(\d{1,2})/(2|4|8|16)", text.strip())
    if match is None or not 1 <= int(match[1]) <= 16:
        raise argparse.ArgumentTypeError(f"{text!r} is not a metre such as 6/8")
    return int(match[1]), int(match[2])


def number_between(low: float, high: float, unit: str = "") -> Callable[[str], float]:
    """A reader of a number between two bounds."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text} is outside {low:g} to {high:g}{' ' + unit if unit else ''}")
        return value

    return read


def count(low: int, high: int) -> Callable[[str], int]:
    """A reader of a whole number between two bounds."""

    def read(text: str) -> int:
        if not re.fullmatch(r"-?\d{1,18}", text.strip()) or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {low} to {high}")
        return int(text)

    return read


def names_among(allowed: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """Names with commas between them, each one of those allowed."""

    def read(text: str) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",")))
        if unknown := [name for name in names if name not in allowed]:
            raise argparse.ArgumentTypeError(f"“{unknown[0]}” is none of {', '.join(allowed)}")
        return names

    return read


def energy_curve(text: str) -> tuple[tuple[float, float], ...]:
    """``0:0.2,12:0.9``: seconds and level pairs, in order."""
    try:
        pairs = [tuple(float(part) for part in pair.split(":")) for pair in text.split(",")]
        curve = tuple((seconds, level) for seconds, level in pairs)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a curve such as 0:0.2,12:0.9") from None
    if any(not 0 <= level <= 1 or seconds < 0 for seconds, level in curve) or list(curve) != sorted(curve):
        raise argparse.ArgumentTypeError("an energy curve needs rising seconds and levels from 0 to 1")
    return curve


def words(text: str) -> tuple[str, ...]:
    """``bass,drums``."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def file(text: str) -> Path:
    """A path, with ``~`` for the home folder; a name that only begins with one is that name."""
    path = Path(text)
    if not text.startswith("~") or os.path.lexists(path):
        return path
    try:
        return path.expanduser()
    except RuntimeError:  # there is no such user
        return path
