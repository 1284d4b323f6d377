# SPDX-License-Identifier: GPL-3.0-or-later
"""Generated melodies beside held-out songs of the same kind: are they within the spread, do they copy?"""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct

from musicstudio.engines.composer.melody_model.api import BarGrid, LeadRequest, home_pitch, write_leadsheet
from musicstudio.engines.composer.melody_model.encoding import Bar
from musicstudio.engines.composer.melody_model.layout import passage_bars
from scripts.train_leadsheet.copying import CopyFinder
from scripts.train_leadsheet.measures import measure_all
from scripts.train_leadsheet.melodies import steps_of, sung_notes
from scripts.train_leadsheet.tunes import SheetTune

BARS = 16


class Kind(Struct, frozen=True):
    """A style to generate in, and which held-out songs it is measured against."""

    style: str
    meter: tuple[int, int]
    mode: str
    sources: tuple[str, ...]
    styles: tuple[str, ...] = ()
    density: float = 0.5


KINDS = (
    Kind("standard", (4, 4), "major", ("openewld",), density=0.4),
    Kind("pop", (4, 4), "major", ("openewld",), density=0.4),
    Kind("folk", (4, 4), "major", ("nottingham",), ("folk", "reel", "hornpipe"), 0.8),
    Kind("reel", (4, 4), "major", ("nottingham", "oneill", "ryan"), ("reel",), 0.9),
    Kind("jig", (6, 8), "major", ("nottingham", "oneill", "ryan"), ("jig",), 0.9),
    Kind("waltz", (3, 4), "major", ("nottingham", "openewld"), ("waltz", "standard", "song"), 0.4),
    Kind("chorale", (4, 4), "minor", ("chorale",), density=0.4),
)


def generate(kind: Kind, count: int) -> Iterator[list[Bar]]:
    """``count`` passages of 16 bars as the studio writes them, in different keys."""
    for seed in range(count):
        grid = BarGrid(*kind.meter, BARS)
        request = LeadRequest(grid, seed % 12, kind.mode, kind.style, density=kind.density, seed=seed)
        yield passage_bars(write_leadsheet(request), home_pitch(request))


def held_out(kind: Kind, tunes: Sequence[SheetTune]) -> Iterator[list[Bar]]:
    """All stretches of 16 bars (or whole shorter tunes) of the songs that a kind is measured against."""
    for tune in tunes:
        if tune.source not in kind.sources or (kind.styles and tune.style not in kind.styles):
            continue
        if (tune.mode == "major") != (kind.mode == "major") or tune.bars[-1].units != 48 * kind.meter[0] // kind.meter[
            1
        ]:
            continue
        bars = tune.bars[int(tune.has_pickup) :]
        for begin in range(0, max(1, len(bars) - BARS // 2), BARS):
            if len(sung_notes(bars[begin : begin + BARS])) > 8:
                yield list(bars[begin : begin + BARS])


def compare(kind: Kind, tunes: Sequence[SheetTune], finder: CopyFinder, count: int) -> dict[str, object]:
    """Means, the held-out spread (5th to 95th percentile) and the share of generated passages inside it."""
    ours, theirs = list(generate(kind, count)), list(held_out(kind, tunes))
    mine = [measure_all(bars, kind.mode) for bars in ours]
    real = [measure_all(bars, kind.mode) for bars in theirs]
    rows: dict[str, object] = {}
    for name in real[0]:
        values = np.array([row[name] for row in mine if name in row])
        reference = np.array([row[name] for row in real if name in row])
        if not len(values) or not len(reference):
            continue
        low, high = np.percentile(reference, (5, 95))
        rows[name] = {
            "generated": round(float(values.mean()), 3),
            "held-out": round(float(reference.mean()), 3),
            "5 %": round(float(low), 3),
            "95 %": round(float(high), 3),
            "inside": round(float(np.mean((values >= low - 1e-9) & (values <= high + 1e-9))), 2),
        }
    return {"held-out passages": len(theirs), "measures": rows, "copied bars": measure_copying(ours, finder)}


def measure_copying(passages: Sequence[Sequence[Bar]], finder: CopyFinder) -> dict[str, float]:
    """The longest passage copied from training, in bars, over all passages."""
    bars = [finder.longest(steps_of(sung_notes(p))) / p[0].units for p in passages]
    return {"longest": round(max(bars), 2), "mean of the longest": round(float(np.mean(bars)), 2)}
