# SPDX-License-Identifier: GPL-3.0-or-later
"""The numpy network computes what the torch network learned, and training learns."""

from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.conditions import Conditions
from musicstudio.engines.composer.melody_model.encoding import Bar
from musicstudio.engines.composer.melody_model.network import Reader, read_network
from scripts.train_leadsheet.examples import Example, collate, make_example
from scripts.train_leadsheet.export import weights_of
from scripts.train_leadsheet.network import LeadSheetNetwork
from scripts.train_leadsheet.train import tensors


def example() -> Example:
    chords = ((v.chord_symbol(0, "maj"), 24), (v.chord_symbol(7, "dom7"), 24))
    melody = ((v.pitch_symbol(4), 12), (v.pitch_symbol(7), 24), (v.REST, 12))
    bars = [Bar(48, 3, chords, melody, index, 3 - index) for index in range(4)]
    hidden = [False, False, True, True]
    return make_example(bars, hidden, hidden, Conditions(style=2, mode=1))


def test_numpy_and_torch_agree_token_by_token(tmp_path: Path) -> None:
    torch.manual_seed(3)
    network = LeadSheetNetwork(width=64, layers=2, heads=4, hidden=96).eval()
    save_file(weights_of(network), tmp_path / "w.safetensors", {"shape": '{"heads": 4}'})
    one = example()
    batch = tensors(collate([one]))
    with torch.no_grad():
        wanted = network(*batch[:4])[0][0].numpy()
    twin = read_network(tmp_path / "w.safetensors")
    reader = Reader(twin, twin.condition_vector([[(value, 1.0)] for value in one.conditions]))
    rows = [tuple(int(x) for x in row) for row in one.rows]
    found = [*reader.read(rows[: one.context])]
    found += [reader.read([row])[0] for row in rows[one.context :]]
    assert np.abs(np.array(found) - wanted).max() < 0.02


def test_a_few_steps_lower_the_loss() -> None:
    torch.manual_seed(1)
    network = LeadSheetNetwork(width=32, layers=1, heads=2, hidden=64, dropout=0.0)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    batch = tensors(collate([example()]))
    losses = []
    for _ in range(30):
        symbols, durations = network.losses(*batch)
        loss = (symbols + durations).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.5 * losses[0]
