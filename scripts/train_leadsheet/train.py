# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the lead sheet network on the CPU: seeded, resumable, with its loss curve in a CSV.

nice -n 5 python -m scripts.train_leadsheet.train --sheets build/leadsheet/sheets.msgpack --out build/leadsheet
--steps 6000
"""

import argparse
import csv
import time
from pathlib import Path

import msgspec
import numpy as np
import torch

from scripts.train_leadsheet.examples import Batch, collate, draw_example, tune_weights
from scripts.train_leadsheet.network import LeadSheetNetwork
from scripts.train_leadsheet.prepare import Split
from scripts.train_leadsheet.tunes import SheetTune

POOL = 4
"""Batches drawn at once and sorted by length, so that little is spent on padding."""

DECAY_SHARE = 0.3
"""The share of the steps over which the rate falls at the end."""


class Options(msgspec.Struct):
    """What a run is made of; stored with the checkpoint."""

    steps: int
    batch: int
    rate: float
    warmup: int
    seed: int
    threads: int


def main() -> None:
    """Run or resume a training."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sheets", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    for name, default in (("steps", 6000), ("batch", 24), ("warmup", 300), ("seed", 1), ("threads", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--rate", type=float, default=1e-3)
    given = parser.parse_args()
    options = Options(given.steps, given.batch, given.rate, given.warmup, given.seed, given.threads)
    Trainer(options, given.sheets, given.out).run()


class Trainer:
    """Holds the network, the optimiser, the random state and the log of one run."""

    def __init__(self, options: Options, sheets: Path, out: Path) -> None:
        torch.set_num_threads(options.threads)
        torch.manual_seed(options.seed)
        self.options, self.out = options, out
        self.split = msgspec.msgpack.decode(sheets.read_bytes(), type=Split)
        self.weights = tune_weights(self.split.train)
        self.rng = np.random.default_rng(options.seed)
        self.network = LeadSheetNetwork()
        decayed = [p for p in self.network.parameters() if p.dim() > 1]
        plain = [p for p in self.network.parameters() if p.dim() <= 1]
        groups = [{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98))
        self.step, self.seconds = 0, 0.0
        self.validation = validation_batches(self.split.validation)
        out.mkdir(parents=True, exist_ok=True)
        if (out / "checkpoint.pt").exists():
            self._resume()

    def run(self) -> None:
        """Train to the last step, saving and validating on the way."""
        began, losses = time.monotonic() - self.seconds, []
        while self.step < self.options.steps:
            for batch in self._pool():
                losses.append(self._learn(batch))
                self.step += 1
                if self.step % 250 == 0 or self.step >= self.options.steps:
                    self.seconds = time.monotonic() - began
                    self._log(float(np.mean(losses)))
                    self._save()
                    losses.clear()
                if self.step >= self.options.steps:
                    break

    def _pool(self) -> list[Batch]:
        drawn = [draw_example(self.split.train, self.weights, self.rng) for _ in range(POOL * self.options.batch)]
        drawn.sort(key=lambda example: len(example.rows))
        size = self.options.batch
        batches = [collate(drawn[i : i + size]) for i in range(0, len(drawn), size)]
        return [batches[i] for i in self.rng.permutation(len(batches))]

    def _learn(self, batch: Batch) -> float:
        self.network.train()
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate()
        with torch.autocast("cpu", torch.bfloat16):
            symbols, durations = self.network.losses(*tensors(batch))
        loss = (symbols + durations).mean()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch annotates its arguments only
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        return float(loss.detach())

    def _rate(self) -> float:
        """Linear warm-up, a plateau, and over the last 30 % of the steps a linear fall to a fiftieth."""
        if self.step < self.options.warmup:
            return self.options.rate * (self.step + 1) / self.options.warmup
        left = (self.options.steps - self.step) / (DECAY_SHARE * self.options.steps)
        return self.options.rate * min(1.0, 0.02 + 0.98 * left)

    def _log(self, train_loss: float) -> None:
        validation = validate(self.network, self.validation)
        path = self.out / "loss.csv"
        is_new = not path.exists()
        with path.open("a", newline="") as file:
            writer = csv.writer(file)
            if is_new:
                writer.writerow(("step", "seconds", "train_nats_per_event", "validation_nats_per_event", "rate"))
            row = (self.step, round(self.seconds), round(train_loss, 4), round(validation, 4), f"{self._rate():.2e}")
            writer.writerow(row)
        print(*row, flush=True)

    def _save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "optimiser": self.optimizer.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
            "rng": self.rng.bit_generator.state,
            "torch_rng": torch.get_rng_state(),
            "shape": self.network.shape,
            "options": msgspec.to_builtins(self.options),
        }
        torch.save(state, self.out / "checkpoint.tmp")
        (self.out / "checkpoint.tmp").replace(self.out / "checkpoint.pt")

    def _resume(self) -> None:
        state = torch.load(self.out / "checkpoint.pt", weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimiser"])
        self.step, self.seconds = state["step"], state["seconds"]
        self.rng.bit_generator.state = state["rng"]
        torch.set_rng_state(state["torch_rng"])


def tensors(batch: Batch) -> tuple[torch.Tensor, ...]:
    """The arguments of `LeadSheetNetwork.losses`."""
    arrays = (batch.rows, batch.conditions, batch.context, batch.lengths, batch.symbols, batch.durations)
    return tuple(torch.from_numpy(np.ascontiguousarray(array)) for array in arrays)


def validation_batches(tunes: list[SheetTune], count: int = 12, size: int = 24) -> list[Batch]:
    """The same examples at every validation: drawn once with a seed of their own."""
    rng = np.random.default_rng(99)
    weights = tune_weights(tunes)
    return [collate([draw_example(tunes, weights, rng) for _ in range(size)]) for _ in range(count)]


def validate(network: LeadSheetNetwork, batches: list[Batch]) -> float:
    """Mean nats per event (symbol and length) on the batches."""
    network.eval()
    total, events = 0.0, 0
    with torch.no_grad():
        for batch in batches:
            symbols, durations = network.losses(*tensors(batch))
            total += float((symbols + durations).sum())
            events += len(symbols)
    return total / events


if __name__ == "__main__":
    main()
