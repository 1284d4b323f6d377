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


INTRODUCTION = """# The learned lead sheet: figures

Written by `python -m scripts.train_leadsheet.evaluate`; the same figures as data:
`resources/models/leadsheet/metrics.json`. Sources, licences and splits:
`resources/models/leadsheet/README.md`. How it works: the docstrings of
`musicstudio/engines/composer/leadsheet/`.

Network of {parameters:,} parameters after {step} steps; last loss {validation} nats an event on validation
songs, {train} in training (with dropout). {songs} held-out songs: validation and test together; validation
was watched, no weights were chosen by it.

## Bits on songs it never saw

Each chunk of 8 bars is read with the 8 bars before it and nothing after. Told are style, mode and metre,
nothing that was measured on the melody. *Note*: all melody events (rests and ties too) for each note, with
no chords and no place in the form known; the Markov models (Witten-Bell backoff) read the same key-relative
events of the same training tunes. *Note over chords*: chords and form known too. *Chord*: continuing song
and chords; *of a given melody*: harmonizing.
"""
GENERATED = """## Generated beside held-out

Passages of 16 bars as the studio writes them (with its taste and copy check) beside all held-out passages
of the same kind. The biases of the taste and the temperature were set once more after a first look at these
spreads, so these tables describe rather than test. Some OpenEWLD songs carry a wrong key signature, which
shows in their scale consistency. "Pop" has no songs of its own and is measured against OpenEWLD.
"""
COPYING = """## Copying

The longest run, interval and rhythm together, that also stands in a training tune, in bars; the mean is
over passages.

| passages | longest | mean |
|---|---|---|"""


def write_report(metrics: dict[str, Any], curve: Path) -> str:
    """Markdown with all tables."""
    with curve.open() as file:
        last = list(csv.DictReader(file))[-1]
    lines = [
        INTRODUCTION.format(
            parameters=metrics["parameters"],
            step=metrics["step"],
            validation=last["validation_nats_per_event"],
            train=last["train_nats_per_event"],
            songs=metrics["held-out songs"],
        )
    ]
    for columns in BITS:
        lines += [*_bits_table(metrics["bits"], columns), ""]
    lines.append(GENERATED)
    for style, found in metrics["generated"].items():
        lines += [*_spread_table(style, found), ""]
    lines.append(COPYING)
    for style, found in metrics["generated"].items():
        lines.append(_copy_row(f"generated, {style}", found["copied bars"]))
    lines.append(_copy_row("held-out songs themselves (whole)", metrics["copied bars of held-out songs"]))
    seconds = ", ".join(f"{style} {value} s" for style, value in metrics["seconds for 32 bars"].items())
    lines += [
        "",
        "## Speed",
        "",
        f"32 bars of chords and melody, one thread of the build machine while others were busy: {seconds}.",
        "",
    ]
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
