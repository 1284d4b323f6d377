# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the lead sheet on songs it never saw; writes ``metrics.json`` and ``docs/LEADSHEET.md`` and prints
the tables.

python -m scripts.train_leadsheet.evaluate --run build/leadsheet --sheets build/leadsheet/sheets.msgpack
"""

import argparse
import json
import time
from pathlib import Path

import msgspec
import numpy as np
import torch

from musicstudio.engines.composer.leadsheet.api import BarGrid, LeadRequest, write_leadsheet
from scripts.train_leadsheet import likelihood
from scripts.train_leadsheet.copying import CopyFinder
from scripts.train_leadsheet.export import load_checkpoint
from scripts.train_leadsheet.generated import KINDS, compare, copied
from scripts.train_leadsheet.melodies import steps_of, sung_notes
from scripts.train_leadsheet.network import LeadSheetNetwork
from scripts.train_leadsheet.prepare import Split
from scripts.train_leadsheet.report import write_report
from scripts.train_leadsheet.tunes import SheetTune

GROUPS = {
    "songs (OpenEWLD)": ("openewld",),
    "folk (Nottingham)": ("nottingham",),
    "chorales": ("chorale",),
    "fiddle tunes": ("oneill", "ryan"),
    "all": ("openewld", "nottingham", "chorale", "oneill", "ryan"),
}


def main() -> None:
    """Run the evaluation."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", type=Path, required=True, help="folder with checkpoint.pt and loss.csv")
    parser.add_argument("--sheets", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("resources/models/leadsheet"))
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--count", type=int, default=40, help="passages to generate of each kind")
    options = parser.parse_args()
    torch.set_num_threads(1)
    split = msgspec.msgpack.decode(options.sheets.read_bytes(), type=Split)
    network, step = load_checkpoint(options.run / "checkpoint.pt")
    held_out = [*split.validation, *split.test]
    finder = CopyFinder([steps_of(sung_notes(tune.bars)) for tune in split.train])
    metrics = {
        "step": step,
        "parameters": sum(p.numel() for p in network.parameters()),
        "held-out songs": len(held_out),
        "bits": {name: bits(network, split.train, held_out, sources) for name, sources in GROUPS.items()},
        "generated": {kind.style: compare(kind, held_out, finder, options.count) for kind in KINDS},
        "copied bars of held-out songs": copied([t.bars for t in held_out if len(t.bars) >= 8], finder),
        "seconds for 32 bars": speed(),
    }
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
    report = write_report(metrics, options.run / "loss.csv")
    (options.docs / "LEADSHEET.md").write_text(report)
    print(report)


def bits(
    network: LeadSheetNetwork, train: list[SheetTune], held_out: list[SheetTune], sources: tuple[str, ...]
) -> dict[str, float]:
    """Bits per note and chord of one group of held-out songs; the baselines learn from all training tunes too."""
    tunes = [tune for tune in held_out if tune.source in sources]
    chorded = [tune for tune in tunes if any(bar.chords for bar in tune.bars)]
    alone = likelihood.network_bits(network, tunes, likelihood.melody_without_chords)
    found = {"songs": len(tunes), "notes": alone.notes, "note, network": alone.per_note()}
    for order in (3, 5):
        total = likelihood.markov_bits(train, tunes, order, likelihood.melody_events)
        found[f"note, order-{order} Markov"] = total / alone.notes
    if chorded:
        over = likelihood.network_bits(network, chorded, likelihood.melody_over_chords)
        together = likelihood.network_bits(network, chorded, likelihood.both)
        harmonized = likelihood.network_bits(network, chorded, likelihood.chords_of_melody)
        bigram = likelihood.markov_bits(train, chorded, 1, likelihood.chord_events)
        found |= {
            "note over chords, network": over.per_note(),
            "note over chords, order-3 Markov": likelihood.markov_bits(train, chorded, 3, likelihood.melody_events)
            / over.notes,
            "chords": together.chord_count,
            "chord, network": together.per_chord(),
            "chord of a given melody, network": harmonized.per_chord(),
            "chord, bigram": bigram / together.chord_count,
        }
    return {name: round(value, 3) for name, value in found.items()}


def speed(repeats: int = 5) -> dict[str, float]:
    """Median time to write 32 bars of a dense and of a usual style on this machine, one thread."""
    times = {}
    for style, density in (("pop", 0.5), ("reel", 0.9)):
        taken = []
        for seed in range(repeats):
            began = time.perf_counter()
            write_leadsheet(LeadRequest(BarGrid(4, 4, 32), style=style, density=density, seed=seed))
            taken.append(time.perf_counter() - began)
        times[style] = round(float(np.median(taken)), 2)
    return times


if __name__ == "__main__":
    main()
