# SPDX-License-Identifier: GPL-3.0-or-later
"""Train the bundled separator. Resumable: the last checkpoint is taken up; stop it at any time.

nice -n 10 python -m scripts.train_separator.train --minutes 75 --threads 2
"""

import argparse
import csv
import math
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import torch

from .dataset import Mixer
from .network import build, magnitudes_instead_of_audio

FOLDER = Path("build/separator")
SEGMENT_S = 4.0
BATCH = 4
PEAK_RATE, LAST_RATE = 2e-3, 5e-5
WARM_STEPS = 60
AVERAGING = 0.997
CHECKPOINT_EVERY = 50
EVEN_WEIGHT = 40.0
QUIET = 1e-3  # of a second's energy: errors below it (-30 dB) count no less


def main() -> None:
    """Train for a while."""
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(arguments.seed)
    run = Run(arguments.seed, arguments.fresh)
    started = time.monotonic()
    while run.minutes < arguments.minutes:
        run.minutes = run.minutes_before + (time.monotonic() - started) / 60.0
        run.step(arguments.minutes)


class Run:
    """The state of a training: network, its running average, optimiser, data and clock."""

    def __init__(self, seed: int, fresh: bool) -> None:
        self.network = build()
        magnitudes_instead_of_audio(self.network)
        self.average = {name: tensor.clone() for name, tensor in self.network.state_dict().items()}
        self.optimizer = torch.optim.AdamW(self.network.parameters(), PEAK_RATE, betas=(0.9, 0.98), weight_decay=1e-4)
        self.mixer = Mixer(seed, SEGMENT_S)
        self.number, self.minutes, self.minutes_before, self.loss = 0, 0.0, 0.0, 0.0
        if not fresh and (FOLDER / "last.pt").exists():
            self._load()
        self.excerpts = self.mixer.refresh()
        self.thread = ThreadPoolExecutor(1)
        self.coming = self.thread.submit(self.mixer.batch, self.number, BATCH)

    def step(self, total_minutes: float) -> None:
        """One batch."""
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate(self.number, self.minutes / total_minutes)
        mixes, stems = map(torch.from_numpy, self.coming.result())
        self.coming = self.thread.submit(self.mixer.batch, self.number + 1, BATCH)
        loss = masking_loss(self.network, mixes, stems)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch annotates its arguments only
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.number += 1
        self._average()
        self.loss += 0.04 * (loss.item() - self.loss) if self.loss else loss.item()
        if self.number % CHECKPOINT_EVERY == 0:
            self.coming.result()
            self.excerpts = self.mixer.refresh()
            self._save()
            self._log()

    def _average(self) -> None:
        keep = min(AVERAGING, (1 + self.number) / (10 + self.number))
        for name, tensor in self.network.state_dict().items():
            self.average[name].lerp_(tensor, 1.0 - keep) if tensor.is_floating_point() else self.average[name].copy_(
                tensor
            )

    def _save(self) -> None:
        state = {
            "network": self.network.state_dict(), "average": self.average, "optimiser": self.optimizer.state_dict(),
            "number": self.number, "minutes": self.minutes, "loss": self.loss,
        }  # fmt: skip
        torch.save(state, FOLDER / "last.tmp")
        (FOLDER / "last.tmp").rename(FOLDER / "last.pt")

    def _load(self) -> None:
        state = torch.load(FOLDER / "last.pt", weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average = state["average"]
        self.optimizer.load_state_dict(state["optimiser"])
        self.number, self.loss = state["number"], state["loss"]
        self.minutes = self.minutes_before = state["minutes"]

    def _log(self) -> None:
        path = FOLDER / "curve.csv"
        is_new = not path.exists()
        with path.open("a", newline="") as file:
            writer = csv.writer(file)
            if is_new:
                writer.writerow(["step", "minutes", "excerpts", "learning_rate", "loss"])
            rate = self.optimizer.param_groups[0]["lr"]
            writer.writerow([self.number, f"{self.minutes:.2f}", self.excerpts, f"{rate:.2e}", f"{self.loss:.5f}"])


def masking_loss(network: Any, mixes: torch.Tensor, stems: torch.Tensor) -> torch.Tensor:
    """How wrong the stems are that the network's magnitudes imply: decibels of error, and evenly over the bins.

    The mask of a stem is its share of the power, as the Wiener filter that the network ends in has it. The target is
    the part of the stem that lies in the mixture's phase, Re(S conj(X)) / |X| (Erdogan et al., 2015, phase-sensitive
    approximation). The first term is the error's energy by stem and second over the mixture's, in dB, which is
    what an SDR over windows of a second measures; the second a mean absolute error that counts the treble, where
    music has less energy, more.
    """
    with torch.no_grad():
        level, targets = _targets(network, mixes, stems)
        bins_weight = torch.linspace(0.1, 1.0, targets.shape[-2]).sqrt()[:, None]
    with torch.autocast("cpu", torch.bfloat16):
        magnitudes = network(mixes)
    power = magnitudes.float().square() + 1e-10
    error = power / power.sum(dim=1, keepdim=True) * level - targets
    share = (_by_second(error) / _by_second(level).clamp_min(1e-4) + QUIET).log10().mean() * 10.0
    loss: torch.Tensor = share + (error.abs() * bins_weight).mean() * EVEN_WEIGHT
    return loss


def _targets(network: Any, mixes: torch.Tensor, stems: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Magnitudes of the mixture (batch, 1, channel, bin, frame), and the stems' parts in its phase."""
    batch, count, channels, frames = stems.shape
    mixture = network._spec(mixes)
    level = mixture.abs()[:, None]
    direction = torch.view_as_real(mixture / (mixture.abs() + 1e-8))[:, None]
    spectra = torch.view_as_real(network._spec(stems.reshape(batch * count, channels, frames)))
    return level, (spectra.view(batch, count, *spectra.shape[1:]) * direction).sum(-1)


def _by_second(spectrum: torch.Tensor) -> torch.Tensor:
    """Energy of (batch, stem, channel, bin, frame) by stem and second: (batch, stem, seconds)."""
    energy = spectrum.square().sum(dim=(2, 3))
    return torch.stack([piece.mean(-1) for piece in energy.chunk(round(SEGMENT_S), dim=-1)], dim=-1)


def learning_rate(step: int, share_of_time: float) -> float:
    """A short warm-up, then half a cosine over the minutes given."""
    warm = min(1.0, (step + 1) / WARM_STEPS)
    fall = 0.5 * (1.0 + math.cos(math.pi * min(1.0, share_of_time)))
    return warm * (LAST_RATE + (PEAK_RATE - LAST_RATE) * fall)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=75.0, help="in all, over every run")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--fresh", action="store_true", help="do not resume")
    return parser.parse_args()


if __name__ == "__main__":
    main()
