# SPDX-License-Identifier: GPL-3.0-or-later
"""The budgets of the design as one table of this machine's figures: ``make bench`` or ``python -m tests.bench``.

Prints Markdown and writes it to ``docs/BENCH.md``. Nothing here passes or fails; a figure over its budget says so.
"""

import os
import platform
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from . import document_bench
from .budgets import Figure
from .songs_bench import export_figures, play_figures, separation_figures, singing_figures, song_figures
from .window_bench import frame_figures, start_figures

PAGE = Path(__file__).parents[2] / "docs" / "BENCH.md"


def main() -> int:
    """Measure, print, write."""
    figures = list(measured())
    text = page(figures)
    print(text)
    PAGE.write_text(text, encoding="utf-8")
    return 0


def measured() -> Iterable[Figure]:
    """Every figure, with its title on stderr while it is being measured."""
    for topic in (
        start_figures, song_figures, singing_figures, export_figures, document_figures, frame_figures, play_figures,
        separation_figures,
    ):  # fmt: skip
        print(f"measuring: {topic.__name__}", file=sys.stderr)
        yield from topic()


def document_figures() -> Iterable[Figure]:
    """Edits, undo, opening and waveforms."""
    for name, value, unit, budget in document_bench.rows():
        if budget:
            yield Figure(name.strip(), value, unit, budget)


def page(figures: list[Figure]) -> str:
    """The table as Markdown."""
    machine = f"{os.cpu_count()} cores ({platform.processor() or platform.machine()}), no GPU"
    lines = [
        "# Budgets and figures",
        "",
        f"Measured {time.strftime('%Y-%m-%d')} on {machine}, Python {platform.python_version()}; "
        "`make bench` prints this table anew. The design's budgets are for 2 cores.",
        "",
        "| what | figure | budget | of the budget |",
        "|---|---|---|---|",
        *(figure.row() for figure in figures),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
