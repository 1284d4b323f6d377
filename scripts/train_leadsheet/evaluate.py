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

from musicstudio.engines.composer.melody_model.api import BarGrid, LeadRequest, write_leadsheet
from scripts.train_leadsheet import likelihood
from scripts.train_leadsheet.copying import CopyFinder
from scripts.train_leadsheet.export import load_checkpoint
from scripts.train_leadsheet.generated import KINDS, compare, measure_copying
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
}


def main() -> None:
    """Run the evaluation."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", type=Path, required=True, help="folder with checkpoint.pt and loss.csv")
    parser.add_argument("--sheets", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("resources/models/leadsheet"))
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--count", type=int, default=30, help="passages to generate of each kind")
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
        "bits": all_bits(network, split, held_out),
        "generated": {kind.style: compare(kind, held_out, finder, options.count) for kind in KINDS},
        "copied bars of held-out songs": measure_copying([t.bars for t in held_out if len(t.bars) >= 8], finder),
        "seconds for 32 bars": speed(),
    }
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
    report = write_report(metrics, options.run / "loss.csv")
    (options.docs / "LEADSHEET.md").write_text(report)
    print(report)


def all_bits(network: LeadSheetNetwork, split: Split, held_out: list[SheetTune]) -> dict[str, dict[str, float]]:
    """Bits per note and chord by group and over all; the baselines learn from all training tunes too."""
    baselines = Baselines(split.train)
    totals = {
        name: count_bits(network, baselines, [tune for tune in held_out if tune.source in sources])
        for name, sources in GROUPS.items()
    }
    names = dict.fromkeys(name for total in totals.values() for name in total)
    totals["all"] = {name: sum(total.get(name, 0) for total in totals.values()) for name in names}
    return {name: rates(total) for name, total in totals.items()}


class Baselines:
    """The Markov models, learned once."""

    def __init__(self, train: list[SheetTune]) -> None:
        self.melody = {order: likelihood.learn_markov(train, order, likelihood.melody_events) for order in (3, 5)}
        self.chords = likelihood.learn_markov(train, 1, likelihood.chord_events)


def count_bits(network: LeadSheetNetwork, baselines: Baselines, tunes: list[SheetTune]) -> dict[str, float]:
    """Bits and events of some songs under every model, as sums that can be added up."""
    chorded = [tune for tune in tunes if any(bar.chords for bar in tune.bars)]
    alone = likelihood.network_bits(network, tunes, likelihood.melody_without_chords)
    over = likelihood.network_bits(network, chorded, likelihood.melody_over_chords)
    together = likelihood.network_bits(network, chorded, likelihood.both)
    harmonized = likelihood.network_bits(network, chorded, likelihood.chords_of_melody)
    total: dict[str, float] = {"songs": len(tunes), "notes": alone.notes, "chords": together.chord_count}
    total |= {"chorded notes": over.notes, "note, network": alone.melody}
    for order, model in baselines.melody.items():
        total[f"note, order-{order} Markov"] = sum(model.bits(likelihood.melody_events(tune)) for tune in tunes)
    total["note over chords, network"] = over.melody
    total["note over chords, order-3 Markov"] = sum(
        baselines.melody[3].bits(likelihood.melody_events(tune)) for tune in chorded
    )
    total["chord, network"] = together.chords
    total["chord of a given melody, network"] = harmonized.chords
    total["chord, bigram"] = sum(baselines.chords.bits(likelihood.chord_events(tune)) for tune in chorded)
    return total


def rates(total: dict[str, float]) -> dict[str, float]:
    """Sums to bits per note and per chord."""
    found: dict[str, float] = {"songs": total["songs"], "notes": total["notes"], "chords": total["chords"]}
    for name, value in total.items():
        events = "chorded notes" if name.startswith("note over") else "notes" if name.startswith("note,") else "chords"
        if "," in name and total[events]:
            found[name] = round(value / total[events], 3)
    return found


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
