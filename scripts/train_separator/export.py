# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the averaged weights of the last checkpoint as the bundled model: float16 safetensors with demucs' metadata."""

import argparse
import shutil
from pathlib import Path

import torch

from musicstudio.core.paths import resources_dir
from musicstudio.separation.weights import load_network, save_network

from .network import ARGUMENTS, build
from .train import FOLDER

TARGET = resources_dir() / "models" / "separator"


def main() -> None:
    """Export to resources/models/separator, or to ``--to``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=TARGET)
    folder = parser.parse_args().to
    folder.mkdir(parents=True, exist_ok=True)
    state = torch.load(FOLDER / "last.pt", weights_only=True)
    network = build()
    network.load_state_dict(state["average"])
    path = folder / "studio_small.safetensors"
    save_network(network, path, ARGUMENTS)
    load_network(path)
    shutil.copy(FOLDER / "curve.csv", folder / "curve.csv")
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB after {state['number']} steps, {state['minutes']:.0f} minutes")


if __name__ == "__main__":
    main()
