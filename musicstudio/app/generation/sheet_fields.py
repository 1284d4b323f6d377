# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of a song sheet as a person reads and types them. Pure."""

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.theory.pitches import split_root
from musicstudio.core.theory.scales import SCALES
from musicstudio.engines.registry import EngineRegistry
from musicstudio.project.model import Key
from musicstudio.project.model.sheet import Field, SongSheet

from .understanding import style_map_of

_CLOCK = re.compile(r"(?:(\d+):)?(\d+(?:[.,]\d+)?)\s*(s|sec|seconds|min|minutes)?")
_SHARE = re.compile(r"(.+?)\s*(\d+(?:[.,]\d+)?)?\s*%?")
MAX_LENGTH_S = 1800.0


class SheetField(Struct, frozen=True):
    """One row. name: the field of `SongSheet`. made: the name under which the check reports it. hint: what to type."""

    name: str
    title: str
    hint: str
    show: Callable[[Any], str]
    read: Callable[[str], Any]
    made: str = ""

    def text(self, sheet: SongSheet) -> str:
        """The value as it is shown; empty where nothing is decided."""
        value = getattr(sheet, self.name).value
        return "" if value is None else self.show(value)


def with_text(sheet: SongSheet, field: SheetField, text: str) -> SongSheet:
    """The sheet with a field typed by hand; nothing typed leaves it to the studio. Raises `InputError`."""
    value = Field(field.read(text.strip()), "typed") if text.strip() else Field()
    return replace(sheet, **{field.name: value})


def with_lock(sheet: SongSheet, name: str, is_locked: bool) -> SongSheet:
    """The sheet with a field locked as it stands, or only typed. An undecided one stays as it is."""
    field = getattr(sheet, name)
    if field.value is None:
        return sheet
    return replace(sheet, **{name: Field(field.value, "locked" if is_locked else "typed")})


def left_to_studio(sheet: SongSheet, name: str) -> SongSheet:
    """The sheet with a field that the studio decides."""
    return replace(sheet, **{name: Field()})


def show_key(key: Key) -> str:
    """``E minor``."""
    return key.name


def read_key(text: str) -> Key:
    """``E minor``, ``F#m``, ``Bb``, ``d dorian``. Raises `InputError`."""
    found = split_root(text)
    if found is not None:
        rest = found[1].strip().lower()
        mode = {"": "major", "m": "minor", "min": "minor", "maj": "major", "dur": "major", "moll": "minor"}.get(
            rest, rest
        )
        if mode in SCALES:
            return Key(found[0], mode)
    raise InputError(f"“{text}” is no key; try E minor, Bb major or D dorian.")


def show_clock(seconds: float) -> str:
    """``3:00.0``."""
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"


def read_clock(text: str) -> float:
    """``3:00``, ``37``, ``37.5 s``, ``2 min`` in seconds. Raises `InputError`."""
    match = _CLOCK.fullmatch(text.lower())
    if match is None:
        raise InputError(f"“{text}” is no length; try 3:00, 37 s or 2 min.")
    minutes, number, unit = match.groups()
    value = float(number.replace(",", "."))
    seconds = 60 * int(minutes or 0) + value * (60 if unit and unit.startswith("min") else 1)
    return _within(seconds, 1.0, MAX_LENGTH_S, "The length", "seconds")


def read_bpm(text: str) -> float:
    """``84`` or ``84 BPM``. Raises `InputError`."""
    return _within(_number(text.lower().removesuffix("bpm"), "a tempo", "84"), 20.0, 400.0, "The tempo", "BPM")


def read_meter(text: str) -> tuple[int, int]:
    """``3/4``. Raises `InputError`."""
    above, _, below = text.partition("/")
    if above.strip().isdigit() and below.strip() in ("2", "4", "8", "16") and 1 <= int(above) <= 32:
        return int(above), int(below)
    raise InputError(f"“{text}” is no metre; try 4/4, 3/4 or 7/8.")


def show_styles(styles: dict[str, float]) -> str:
    """``ballad 62 · ambient 38``."""
    if len(styles) == 1:
        return next(iter(styles)).replace("_", " ")
    return " · ".join(f"{name.replace('_', ' ')} {round(share * 100)}" for name, share in styles.items())


def read_styles(text: str) -> dict[str, float]:
    """``ballad 62 · ambient 38`` as shares that sum to 1. Raises `InputError` for a style that does not exist."""
    points = style_map_of(EngineRegistry(), "composer").points
    known = {point.name.replace("_", " "): point.name for point in points}
    found: dict[str, float] = {}
    for part in re.split(r"[·,;+]", text):
        match = _SHARE.fullmatch(part.strip())
        name = match[1].strip().lower().replace("_", " ").replace("-", " ") if match else ""
        if name not in known:
            raise InputError(f"There is no style called “{part.strip()}”.")
        found[known[name]] = float((match[2] if match and match[2] else "1").replace(",", "."))
    total = sum(found.values())
    if total <= 0:
        raise InputError("The shares of the styles must sum to more than nothing.")
    return {name: share / total for name, share in found.items()}


def read_seed(text: str) -> int:
    """A whole number. Raises `InputError`."""
    return int(_within(_number(text, "a seed", "7341"), 0, 2**53, "The seed", ""))


def read_share(text: str) -> float:
    """``34`` or ``34 %`` as 0.34. Raises `InputError`."""
    return _within(_number(text.removesuffix("%"), "a percentage", "40"), 0, 100, "It", "%") / 100


def show_share(value: float) -> str:
    """``34 %``."""
    return f"{round(value * 100)} %"


def _number(text: str, what: str, example: str) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        raise InputError(f"“{text}” is not {what}; try {example}.") from None


def _within(value: float, low: float, high: float, what: str, unit: str) -> float:
    if not low <= value <= high:
        raise InputError(f"{what} can be from {low:g} to {high:g} {unit}.".replace(" .", "."))
    return value


FIELDS = (
    SheetField("bpm", "Tempo", "84 BPM", lambda bpm: f"{bpm:g} BPM", read_bpm, "tempo"),
    SheetField("key", "Key", "E minor", show_key, read_key, "key"),
    SheetField("meter", "Metre", "4/4", lambda meter: f"{meter[0]}/{meter[1]}", read_meter, "metre"),
    SheetField("length_s", "Length", "3:00", show_clock, read_clock, "length"),
    SheetField("purpose", "Purpose", "short film", str, str),
    SheetField("styles", "Styles", "ballad 62 · ambient 38", show_styles, read_styles),
    SheetField("energy", "Energy", "40 %", show_share, read_share),
    SheetField("valence", "Brightness", "40 %", show_share, read_share),
    SheetField("seed", "Seed", "7341", str, read_seed),
    SheetField("voice", "Voice", "ada", str, str),
)
"""The rows of the table, in their order."""
