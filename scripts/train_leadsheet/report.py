# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures as a page for ``docs``."""

import csv
from pathlib import Path
from typing import Any

BITS = (
    ("note, network", "note, order-3 Markov", "note, order-5 Markov"),
    ("note over chords, network", "note over chords, order-3 Markov"),
    ("chord, network", "chord of a given melody, network", "chord, bigram"),
)


def write_report(metrics: dict[str, Any], curve: Path) -> str:
    """Markdown with all tables."""
    with curve.open() as file:
        rows = list(csv.DictReader(file))
    lines = [
        "# The learned lead sheet: figures",
        "",
        "Written by `python -m scripts.train_leadsheet.evaluate`; the same figures as data: `resources/models/leadsheet/metrics.json`. "
        "Sources, licences and splits: `resources/models/leadsheet/README.md`. How it works: the docstrings of "
        "`musicstudio/engines/composer/leadsheet/`.",
        "",
        f"Network of {metrics['parameters']:,} parameters after {metrics['step']} steps; last loss {rows[-1]['validation_nats_per_event']} "
        f"nats an event on validation songs, {rows[-1]['train_nats_per_event']} in training (with dropout). "
        f"{metrics['held-out songs']} held-out songs (validation and test; validation was only watched, never chosen by).",
        "",
        "## Bits on songs it never saw",
        "",
        "Each chunk of 8 bars is read with the 8 bars before it and nothing after; told are style, mode and metre, nothing measured on the "
        "melody. *Note*: all melody events (rests, ties) for each note, no chords and no place in the form known, as for the Markov models "
        "(Witten-Bell, of the same key-relative events, same training tunes). *Note over chords*: chords and form known too. "
        "*Chord*: continuing song and chords; *of a given melody*: harmonizing.",
        "",
    ]
    for columns in BITS:
        lines += [*_bits_table(metrics["bits"], columns), ""]
    lines += ["## Generated beside held-out", "", "40 passages of 16 bars a style, as the studio writes them (with its taste and", "copy check), beside all held-out passages of the same kind.", ""]
    for style, found in metrics["generated"].items():
        lines += [*_spread_table(style, found), ""]
    lines += [
        "## Copying",
        "",
        "The longest run, interval and rhythm together, that also stands in a training tune (bars; the mean is over passages):",
        "",
        "| passages | longest | mean |",
        "|---|---|---|",
    ]
    for style, found in metrics["generated"].items():
        lines.append(_copy_row(f"generated, {style}", found["copied bars"]))
    lines.append(_copy_row("held-out songs themselves (whole)", metrics["copied bars of held-out songs"]))
    seconds = ", ".join(f"{style} {value} s" for style, value in metrics["seconds for 32 bars"].items())
    lines += ["", "## Speed", "", f"32 bars of chords and melody, one thread of the build machine while others were busy: {seconds}.", ""]
    return "\n".join(lines)


def _bits_table(bits: dict[str, dict[str, float]], columns: tuple[str, ...]) -> list[str]:
    lines = ["| held-out | songs | " + " | ".join(columns) + " |", "|---|---|" + "---|" * len(columns)]
    for group, found in bits.items():
        if columns[0] in found:
            cells = " | ".join(f"{found[column]:.2f}" for column in columns)
            lines.append(f"| {group} | {found['songs']} | {cells} |")
    return lines


def _spread_table(style: str, found: dict[str, Any]) -> list[str]:
    lines = [
        f"### {style} ({found['held-out passages']} held-out passages)",
        "",
        "| measure | generated | held-out | 5 % to 95 % of held-out | generated inside |",
        "|---|---|---|---|---|",
    ]
    for name, row in found["measures"].items():
        spread = f"{row['5 %']} to {row['95 %']}"
        lines.append(f"| {name} | {row['generated']} | {row['held-out']} | {spread} | {row['inside']:.0%} |")
    return lines


def _copy_row(name: str, row: dict[str, float]) -> str:
    return f"| {name} | {row['longest']} | {row['mean of the longest']} |"
