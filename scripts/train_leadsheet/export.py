# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a training checkpoint as the safetensors file that the studio reads, in float16.

python -m scripts.train_leadsheet.export --checkpoint build/leadsheet/checkpoint.pt --out resources/models/leadsheet
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from scripts.train_leadsheet.network import LeadSheetNetwork


def main() -> None:
    """Export one checkpoint."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    network, step = load_checkpoint(options.checkpoint)
    metadata = {"shape": json.dumps(network.shape), "step": str(step)}
    save_file(weights_of(network), options.out / "leadsheet.safetensors", metadata)
    print(sum(p.numel() for p in network.parameters()), "parameters, step", step)


def load_checkpoint(path: Path) -> tuple[LeadSheetNetwork, int]:
    """(network, step) of a checkpoint written by `train`."""
    state = torch.load(path, weights_only=True)
    network = LeadSheetNetwork(**state["shape"])
    network.load_state_dict(state["network"])
    return network.eval(), int(state["step"])


def weights_of(network: LeadSheetNetwork) -> dict[str, np.ndarray]:
    """Weights by name; the shared parts of symbols are added up, and the chord projection applied, once and for all."""
    with torch.no_grad():
        table = network.symbol_table()
        composed = {"symbols": table, "chords": network.chord(table), "durations": network.duration.weight}
        for name, value in network.state_dict().items():
            if name.startswith(("blocks.", "norm.", "symbol_bias", "length_")):
                composed[name] = value
            elif name.startswith(("slots.", "conditions.")):
                composed[name.removesuffix(".weight")] = value
    return {name: value.detach().to(torch.float16).contiguous().numpy() for name, value in composed.items()}


if __name__ == "__main__":
    main()
