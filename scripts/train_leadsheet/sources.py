# SPDX-License-Identifier: GPL-3.0-or-later
"""The collections that are learned from, each with its filter of rights: nobody's music without permission."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from scripts.train_leadsheet.chorale_chords import beat_chords
from scripts.train_leadsheet.key_finding import find_mode
from scripts.train_leadsheet.read_abc import read_tunes
from scripts.train_leadsheet.read_musicxml import read_parts
from scripts.train_leadsheet.tunes import RawBar, Tune, merge_half_bars

PUBLIC_BEFORE = 1930
"""Works first performed before this year are in the public domain in the United States (95 years) at the end of
2026.
"""
DIED_BEFORE = 1956
"""Authors who died before this year are in the public domain where 70 years after death count."""
MODERN_NOTTINGHAM = re.compile(
    r"19\d\d|\b[Bb]y |Wolfstone|Rankine|McQuillen|Goodacre|Dewhurst|Anderson|Kirkpatrick|Barwell|Salter|Otto Wood"
    r"|Bocking|MacKay|JP/AF|Lagden|Bonnett|\b[78]\d$"
)
"""Sources in the Nottingham headers that name, or may name, a composer of the copyright era: left out."""
ONEILL_PARTS = (
    (700, "air"), (1115, "jig"), (1175, "slipjig"), (1555, "reel"), (1780, "hornpipe"), (1800, "folk"), (1850, "march"),
)  # fmt: skip
"""Last number and kind of each part of O'Neill's Music of Ireland (1903)."""


def nottingham(folder: Path) -> Iterator[Tune]:
    """The Nottingham tunes (cleaned ABC, GPL-3.0), without those that name a modern composer."""
    styles = {"jigs": "jig", "hpps": "hornpipe", "slip": "slipjig", "waltzes": "waltz", "xmas": "carol"}
    for path in sorted(folder.glob("*.abc")):
        style = styles.get(path.stem, "reel" if path.stem.startswith("reels") else "folk")
        text = path.read_text(encoding="latin-1")
        yield from read_tunes(text, "nottingham", partial(_nottingham_style, style=style))


def _nottingham_style(headers: dict[str, str], style: str) -> str | None:
    if MODERN_NOTTINGHAM.search(headers.get("S", "")):
        return None
    return "waltz" if style == "folk" and headers.get("M") == "3/4" else style


def oneill(folder: Path) -> Iterator[Tune]:
    """O'Neill's Music of Ireland, 1903, as carried by music21."""
    for path in sorted(folder.glob("*.abc")):
        text = path.read_text(encoding="latin-1")
        for tune in read_tunes(text, "oneill", _oneill_style):
            yield _with_mode(tune)


def _oneill_style(headers: dict[str, str]) -> str | None:
    digits = re.match(r"\d+", headers["X"])
    number = int(digits[0]) if digits else 0
    return next((style for last, style in ONEILL_PARTS if number <= last), "folk")


def ryan(folder: Path) -> Iterator[Tune]:
    """Ryan's Mammoth Collection of fiddle tunes, 1883, as carried by music21."""
    for path in sorted(folder.glob("*.abc")):
        for tune in read_tunes(path.read_text(encoding="latin-1"), "ryan", _ryan_style):
            yield _with_mode(tune)


def _ryan_style(headers: dict[str, str]) -> str | None:
    rhythm = headers.get("R", "").lower().replace(" ", "")
    for name in ("slipjig", "jig", "reel", "hornpipe", "strathspey", "waltz", "march", "air"):
        if name in rhythm:
            return name
    return "hornpipe" if "clog" in rhythm else "folk"


def _with_mode(tune: Tune) -> Tune:
    """Fiddle books print only a signature and no chords: find the mode where the header says major."""
    if tune.mode != "major" or not tune.notes:
        return Tune(tune.source, tune.title, tune.style, tune.tonic, tune.mode, tune.bars, tune.notes, ())
    tonic, mode = find_mode(tune.tonic, tune.notes, (), ("major", "minor", "dorian", "mixolydian"))
    return Tune(tune.source, tune.title, tune.style, tonic, mode, tune.bars, tune.notes, ())


def openewld(folder: Path) -> Iterator[Tune]:
    """OpenEWLD lead sheets (MIT) whose work and authors are in the public domain by the collection's own database."""
    base = sqlite3.connect(folder / "OpenEWLD.db")
    for number, title, date, path in base.execute(
        "select id, title, first_performance_date, path_leadsheet from works order by id"
    ):
        authors = base.execute(
            "select w.author, a.death from work_author w left join authors a on a.common_name = w.author"
            " where w.id = ?",
            (number,),
        ).fetchall()
        if is_public_domain(_year(date), [(name, _year(death)) for name, death in authors]):
            style = _openewld_style(base, number, [name for name, _ in authors])
            yield from _lead_sheet(folder / path, title, style)


def is_public_domain(year: int | None, authors: list[tuple[str, int | None]]) -> bool:
    """Whether a work may be used: old enough, every author dead long enough; an undated one only if traditional
    or by authors long dead.
    """
    deaths = [death for _, death in authors if death]
    if year is None:
        traditional = any("Traditional" in name for name, _ in authors)
        return traditional or (bool(deaths) and len(deaths) == len(authors) and max(deaths) < PUBLIC_BEFORE)
    return year < PUBLIC_BEFORE and len(deaths) == len(authors) and max(deaths, default=0) < DIED_BEFORE


def _year(date: object) -> int | None:
    return int(str(date)[:4]) if date else None


def _openewld_style(base: sqlite3.Connection, number: int, authors: list[str]) -> str:
    genres = {g for (g,) in base.execute("select genre from work_genres where id = ?", (number,))}
    styles = {s for (s,) in base.execute("select style from work_style where id = ?", (number,))}
    if any("Traditional" in name for name in authors) or styles & {
        "Folk",
        "Country",
        "Romantic",
        "Religious",
        "Gospel",
    }:
        return "song"
    return "jazz" if "Jazz" in genres else "standard"


def _lead_sheet(path: Path, title: str, style: str) -> Iterator[Tune]:
    try:
        part = read_parts(path)[0]
    except (OSError, KeyError, ValueError, IndexError):
        return
    if len(part.notes) < 12 or len(part.chords) < 2:
        return
    tonic, mode = find_mode(part.fifths * 7 % 12, part.notes, part.chords)
    yield Tune("openewld", title, style, tonic, mode, merge_half_bars(part.bars), tuple(part.notes), tuple(part.chords))


def chorales(folder: Path) -> Iterator[Tune]:
    """Bach's four-part chorales as carried by music21: the soprano, with chords read from all parts."""
    for path in sorted(folder.glob("bwv*.mxl")):
        try:
            parts = read_parts(path)
        except (OSError, KeyError, ValueError, IndexError):
            continue
        if len(parts) < 4 or len(parts[0].notes) < 12:
            continue
        top = parts[0]
        chords = beat_chords([p.notes for p in parts[:4]], top.bars[-1].start + top.bars[-1].units)
        tonic, mode = find_mode(top.fifths * 7 % 12, top.notes, chords)
        bars = _phrases(merge_half_bars(top.bars), top.fermatas)
        yield Tune("chorale", path.stem, "chorale", tonic, mode, bars, tuple(top.notes), tuple(chords))


def _phrases(bars: Sequence[RawBar], fermatas: list[float]) -> tuple[RawBar, ...]:
    """A section starts after every second fermata."""
    ends = fermatas[1::2]
    marked = []
    previous = -1.0
    for bar in bars:
        is_start = any(previous <= end < bar.start for end in ends)
        marked.append(RawBar(bar.start, bar.units, bar.meter, is_start))
        previous = bar.start
    return tuple(marked)
