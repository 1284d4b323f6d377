# SPDX-License-Identifier: GPL-3.0-or-later
"""The scale of `musicstudio.analysis.sound_vector`: middle and spread of each measure over songs of every style.

Run ``python -m scripts.sound_scale`` after a change of the measures; it composes a short piece of each style and writes
``resources/library/sound_scale.json``.
"""

import json
import sys
from pathlib import Path

import numpy as np

from musicstudio.analysis.features import to_mono
from musicstudio.analysis.sound_vector import measures
from musicstudio.core.progress import run_to_end
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.contract import GenerationOptions, Request, Result, Task

FILE = Path(__file__).resolve().parents[1] / "resources" / "library" / "sound_scale.json"
SEEDS, LENGTH_S = (11, 12), 14.0


def main() -> int:
    """Measure and write."""
    rows = []
    for style in sorted(point.name for point in Composer().style_map().points):
        for seed in SEEDS:
            row = measures(_song(style, seed))
            rows += [row] if row is not None else []
        print(style, len(rows), flush=True)
    table = np.array(rows)
    center, spread = np.median(table, axis=0), table.std(axis=0)
    stored = {"songs": len(rows), "center": center.round(5).tolist(), "spread": spread.round(5).tolist()}
    FILE.write_text(json.dumps(stored) + "\n", encoding="utf-8")
    return 0


def _song(style: str, seed: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    """All cells of a piece at their places, before effects, as one mono sound."""
    options = GenerationOptions(duration_s=LENGTH_S, styles={style: 1.0}, has_vocals=False)
    result: Result = run_to_end(Composer().run(Request(Task.GENERATE, seed=seed, options=options)))
    total = np.zeros((2, round((LENGTH_S + 6.0) * SAMPLE_RATE)), dtype=np.float32)
    for part in result.parts:
        for cell in part.cells:
            if cell.audio is None:
                continue
            at = round((result.tempo_map.seconds_at(cell.start_ticks) - cell.lead_s) * SAMPLE_RATE)
            audio = cell.audio[:, max(0, -at) :]
            at = max(0, at)
            room = max(0, total.shape[1] - at)
            total[:, at : at + min(room, audio.shape[1])] += audio[:, :room] * 10 ** (part.strip.gain_db / 20)
    return np.asarray(to_mono(total, SAMPLE_RATE))


if __name__ == "__main__":
    sys.exit(main())
