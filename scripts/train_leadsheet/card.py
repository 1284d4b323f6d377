# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the model card from what was read (``sources.json``), learned (``loss.csv``) and measured (``metrics.json``).

python -m scripts.train_leadsheet.card --run build/leadsheet --sources build/leadsheet/sources.json
"""

import argparse
import csv
import json
import shutil
from pathlib import Path
from typing import Any

LICENSES = {
    "openewld": (
        "OpenEWLD (F. Simonetta), lead sheets",
        "MIT (collection); works in the public domain: first performed before 1930 and every author known to have "
        "died before 1956, or undated and traditional or by authors who died before 1930",
    ),
    "nottingham": (
        "Nottingham Music Database (E. Foxley), ABC as cleaned in nottingham-dataset",
        "GPL-3.0; tunes whose header names, or may name, a composer of the copyright era are left out",
    ),
    "chorale": (
        "Bach's four-part chorales, as carried by music21",
        "public domain (before 1750); music21: BSD-3-Clause",
    ),
    "oneill": (
        "O'Neill's Music of Ireland (1903), as carried by music21",
        "public domain; volunteers' ABC transcriptions",
    ),
    "ryan": (
        "Ryan's Mammoth Collection (1883), as carried by music21",
        "public domain; volunteers' ABC transcriptions",
    ),
}
COLUMNS = (
    "note, network", "note, order-3 Markov", "chord, network", "chord of a given melody, network", "chord, bigram",
)  # fmt: skip
TEMPLATE = Path(__file__).with_name("card_template.md")


def main() -> None:
    """Write README.md, loss.csv and sources.json beside the weights."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("resources/models/leadsheet"))
    options = parser.parse_args()
    sources = json.loads(options.sources.read_text())
    metrics = json.loads((options.out / "metrics.json").read_text())
    with (options.run / "loss.csv").open() as file:
        curve = list(csv.DictReader(file))
    size = (options.out / "leadsheet.safetensors").stat().st_size / 1e6
    (options.out / "README.md").write_text(card(sources, metrics, curve, size))
    shutil.copyfile(options.run / "loss.csv", options.out / "loss.csv")
    shutil.copyfile(options.sources, options.out / "sources.json")


def card(sources: dict[str, Any], metrics: dict[str, Any], curve: list[dict[str, str]], size: float) -> str:
    """The card as Markdown."""
    last = curve[-1]
    left_out = sources["left out"]
    doubles = sum(count for name, count in left_out.items() if "double" in name)
    beyond = sum(count for name, count in left_out.items() if "beyond" in name)
    return TEMPLATE.read_text().format(
        parameters=metrics["parameters"],
        size=size,
        rows="\n".join(_source_row(name, sources) for name in LICENSES),
        left_out=f"{doubles} doubles and {beyond} tunes in metres beyond the grid",
        steps=f"{metrics['step']:,}",
        rate=max(float(row["rate"]) for row in curve),
        minutes=float(last["seconds"]) / 60,
        train=last["train_nats_per_event"],
        validation=last["validation_nats_per_event"],
        bits="\n".join(_bits_row(name, row) for name, row in metrics["bits"].items()),
    )


def _source_row(name: str, sources: dict[str, Any]) -> str:
    title, licence = LICENSES[name]
    sides = [sources[side].get(name, {"tunes": 0}) for side in ("train", "validation", "test")]
    tunes = " / ".join(str(side["tunes"]) for side in sides)
    train = sides[0]
    return f"| {title} | {licence} | {tunes} | {train['bars']:,} | {train['notes']:,} | {train['chords']:,} |"


def _bits_row(name: str, row: dict[str, float]) -> str:
    columns = (
        "note, network",
        "note, order-3 Markov",
        "chord, network",
        "chord of a given melody, network",
        "chord, bigram",
    )
    cells = (f"{row[column]:.2f}" if column in row else "no chords" for column in columns)
    return f"| {name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
