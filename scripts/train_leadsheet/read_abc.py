# SPDX-License-Identifier: GPL-3.0-or-later
"""A small reader of ABC tunes: one voice, chord symbols, tuplets, ties, broken rhythm, repeats read once.

Follows the ABC standard 2.1 as far as these collections use it. Of first and second endings the last is kept, so that
a part ends as it ends at last.
"""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from scripts.train_leadsheet.chord_names import parse_abc_chord
from scripts.train_leadsheet.tunes import RawBar, RawChord, RawNote, Tune, merge_half_bars

UNITS_PER_WHOLE = 48
StyleOf = Callable[[dict[str, str]], str | None]
"""Headers (field letter to text) to a style name, or None when the tune is not to be used."""
STEPS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
SHARPS = "fcgdaeb"
MODE_SHARPS = {"maj": 0, "ion": 0, "mix": -1, "dor": -2, "min": -3, "aeo": -3, "m": -3, "phr": -4, "loc": -5, "lyd": 1}
TOKEN = re.compile(
    r'(?P<chord>"[^"]*")|(?P<field>\[[A-Za-z]:[^\]]*\])|(?P<grace>\{[^}]*\})|(?P<deco>![^!]*!|\+[a-z]+\+)'
    r"|(?P<ending>\[\s*(?P<end_a>\d)[\d,\-]*)"
    r"|(?P<bar>(?::*\|[\|\]:]*|::+|\[\|)(?P<end_b>\d)?)"
    r"|(?P<tuplet>\((?P<p>\d)(?::(?P<q>\d?))?(?::(?P<r>\d?))?)"
    r"|(?P<multi>\[[^\]\|:]+\](?P<multi_length>[0-9/]*))"
    r"|(?P<note>(?P<acc>\^\^|__|\^|_|=)?(?P<step>[A-Ga-g])(?P<octave>[,']*)(?P<length>[0-9/]*))"
    r"|(?P<rest>[zxZ](?P<rest_length>[0-9/]*))|(?P<broken>[<>]+)|(?P<tie>-)"
)


def read_tunes(text: str, source: str, style_of: StyleOf) -> Iterator[Tune]:
    """Every tune of an ABC file that can be read; ``style_of(headers)`` names its style or None to leave it out."""
    for block in re.split(r"(?m)^(?=X:)", text):
        if not block.startswith("X:"):
            continue
        headers, body = _split(block)
        style = style_of(headers)
        if style is None:
            continue
        try:
            yield _AbcReader(headers, source, style).read(body)
        except (ValueError, KeyError, ZeroDivisionError, IndexError):
            continue


def _split(block: str) -> tuple[dict[str, str], list[str]]:
    headers: dict[str, str] = {}
    body: list[str] = []
    for line in block.splitlines():
        line = line.split("%")[0].rstrip()
        field = re.match(r"^([A-Za-z]):\s*(.*)$", line)
        if field and not body:
            headers.setdefault(field[1], field[2].strip())
            if field[1] == "K":
                body.append("")
        elif field and field[1] in "MLKP":
            body.append(f"[{field[1]}:{field[2].strip()}]")
        elif line and not field and body:
            body.append(line)
    return headers, body


def parse_key(text: str) -> tuple[int, str, int]:
    """(tonic, mode name, sharps) of a K: field. ValueError for what is no key."""
    match = re.match(r"^\s*([A-G])([#b]?)\s*([A-Za-z]*)", text)
    if not match:
        raise ValueError(text)
    tonic = (STEPS[match[1].lower()] + {"#": 1, "b": -1, "": 0}[match[2]]) % 12
    mode = match[3].lower()[:3]
    shift = MODE_SHARPS.get(mode or "maj", 0)
    fifths = SHARPS.index(match[1].lower()) - 1 + {"#": 7, "b": -7, "": 0}[match[2]]
    name = {"mix": "mixolydian", "dor": "dorian", "min": "minor", "aeo": "minor", "m": "minor"}.get(mode, "major")
    if mode in ("phr", "loc", "lyd"):
        raise ValueError(text)
    return tonic, name, fifths + shift


def parse_meter(text: str) -> tuple[int, int]:
    """(numerator, denominator) of an M: field. ValueError for free metre."""
    text = text.strip()
    if text.startswith("C|"):
        return 2, 2
    if text.startswith("C"):
        return 4, 4
    match = re.match(r"(\d+)/(\d+)", text)
    if not match:
        raise ValueError(text)
    return int(match[1]), int(match[2])


def parse_length(text: str) -> Fraction:
    """The factor that follows a note: ``3/2``, ``/``, ``//``, ``2``."""
    if not text:
        return Fraction(1)
    over, *under = text.split("/")
    value = Fraction(int(over) if over else 1)
    if not under:
        return value
    return value / (int(under[-1]) if under[-1] else 2 ** len(under))


class _AbcReader:
    """Reads one tune's body token by token; its time is in grid units."""

    def __init__(self, headers: dict[str, str], source: str, style: str) -> None:
        self.headers, self.source, self.style = headers, source, style
        self.meter = parse_meter(headers.get("M", "4/4"))
        default = Fraction(1, 16) if Fraction(*self.meter) < Fraction(3, 4) else Fraction(1, 8)
        self.unit = Fraction(headers["L"]) if "L" in headers else default
        self.tonic, self.mode, self.sharps = parse_key(headers["K"])
        self.time, self.bar_start = Fraction(0), Fraction(0)
        self.altered: dict[str, int] = {}
        self.notes: list[list[Fraction | int]] = []
        self.chords: list[RawChord] = []
        self.bars: list[RawBar] = []
        self.tied_key = ""
        self.is_tied, self.is_section, self.broken = False, True, Fraction(1)
        self.tuplet_left, self.tuplet_factor = 0, Fraction(1)
        self.first_ending: tuple[Fraction, int, int, int] | None = None

    def read(self, body: list[str]) -> Tune:
        for line in body:
            for token in TOKEN.finditer(line.rstrip("\\")):
                self._token(token)
        self._bar("|")
        notes = tuple(RawNote(float(start), float(length), int(pitch)) for start, length, pitch in self.notes)
        return Tune(
            self.source,
            self.headers.get("T", ""),
            self.style,
            self.tonic,
            self.mode,
            merge_half_bars(self.bars),
            notes,
            tuple(self.chords),
        )

    def _token(self, token: re.Match[str]) -> None:
        kind = token.lastgroup or ""
        groups = token.groupdict()
        if groups["chord"]:
            self._chord(groups["chord"].strip('"'))
        elif groups["field"]:
            self._field(groups["field"][1], groups["field"][3:-1])
        elif groups["ending"]:
            self._ending(int(groups["end_a"]))
        elif groups["bar"]:
            self._bar(groups["bar"])
            if groups["end_b"]:
                self._ending(int(groups["end_b"]))
        elif groups["tuplet"]:
            self._tuplet(groups["p"], groups["q"], groups["r"])
        elif groups["multi"]:
            self._multi(groups["multi"], groups["multi_length"])
        elif groups["note"]:
            self._note(groups["acc"], groups["step"], groups["octave"], groups["length"])
        elif groups["rest"]:
            self.time += self._length(groups["rest_length"])
            self.is_tied = False
        elif groups["broken"]:
            self._broken(groups["broken"])
        elif groups["tie"]:
            self.is_tied = True
        elif kind not in ("grace", "deco"):
            raise ValueError(token[0])

    def _field(self, letter: str, text: str) -> None:
        if letter == "M":
            self._bar("|")
            self.meter = parse_meter(text)
        elif letter == "L":
            self.unit = Fraction(text.strip())
        elif letter == "K":
            _, _, self.sharps = parse_key(text)
        elif letter == "P":
            self.is_section = True

    def _length(self, text: str) -> Fraction:
        length = parse_length(text) * self.unit * UNITS_PER_WHOLE * self.broken
        self.broken = Fraction(1)
        if self.tuplet_left:
            self.tuplet_left -= 1
            length *= self.tuplet_factor
        return length

    def _note(self, accidental: str | None, step: str, octave: str, length_text: str) -> None:
        pitch = 60 + STEPS[step.lower()] + (12 if step.islower() else 0) + 12 * (octave.count("'") - octave.count(","))
        key = step + octave
        if accidental:
            self.altered[key] = {"^": 1, "_": -1, "=": 0, "^^": 2, "__": -2}[accidental]
        pitch += self.altered.get(key, self._signature(step.lower()))
        length = self._length(length_text)
        if self.is_tied and self.notes and (self.notes[-1][2] == pitch or key == self.tied_key):
            self.notes[-1][1] += length
        else:
            self.notes.append([self.time, length, pitch])
        self.is_tied, self.tied_key = False, key
        self.time += length

    def _signature(self, step: str) -> int:
        if self.sharps > 0:
            return int(step in SHARPS[: self.sharps])
        return -int(step in SHARPS[::-1][: -self.sharps]) if self.sharps else 0

    def _multi(self, text: str, length_text: str) -> None:
        """Of several notes at once the highest is the tune."""
        inner = [m for m in TOKEN.finditer(text[1 : text.index("]")]) if m["note"]]
        if not inner:
            return
        best = max(inner, key=lambda m: (m["step"].islower(), m["octave"].count("'"), STEPS[m["step"].lower()]))
        factor = parse_length(best["length"]) * parse_length(length_text)
        self._note(best["acc"], best["step"], best["octave"], f"{factor.numerator}/{factor.denominator}")

    def _broken(self, signs: str) -> None:
        """``a>b``: the first takes half of the second's length, ``<`` the other way round."""
        short = Fraction(1, 2 ** len(signs))
        first, second = (2 - short, short) if signs[0] == ">" else (short, 2 - short)
        last = self.notes[-1]
        change = last[1] * (first - 1)
        last[1] += change
        self.time += change
        self.broken = second

    def _tuplet(self, p: str, q: str | None, r: str | None) -> None:
        count = int(p)
        compound = self.meter[1] == 8 and self.meter[0] % 3 == 0
        usual = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}.get(count, 3 if compound else 2)
        self.tuplet_factor = Fraction(int(q) if q else usual, count)
        self.tuplet_left = int(r) if r else count

    def _chord(self, text: str) -> None:
        chord = parse_abc_chord(text)
        if chord:
            self.chords.append(RawChord(float(self.time), *chord))

    def _bar(self, sign: str) -> None:
        if self.time > self.bar_start:
            full = Fraction(UNITS_PER_WHOLE * self.meter[0], self.meter[1])
            while self.time - self.bar_start > full:
                self._close(self.bar_start + full)
            self._close(self.time)
        if ":" in sign or "||" in sign or "|]" in sign or "[|" in sign:
            self.is_section = True
        if sign.endswith((":", "||", "|]")) and sign != ":|":
            self.first_ending = None

    def _close(self, end: Fraction) -> None:
        self.bars.append(RawBar(float(self.bar_start), float(end - self.bar_start), self.meter, self.is_section))
        self.bar_start, self.is_section, self.altered = end, False, {}

    def _ending(self, number: int) -> None:
        """A second ending takes the place of the first."""
        self._bar("|")
        if number == 1 or self.first_ending is None:
            self.first_ending = (self.time, len(self.notes), len(self.chords), len(self.bars))
            return
        self.time, notes, chords, bars = self.first_ending
        self.bar_start = self.time
        del self.notes[notes:], self.chords[chords:], self.bars[bars:]
        self.is_section = False
