# SPDX-License-Identifier: GPL-3.0-or-later
"""One golden hash of notes per style: what the composer writes from one wish, so that a change of it is seen and meant.

Run ``python -m scripts.golden_notes --write`` after a change that is meant, and say in the commit what changed.
"""

import hashlib
import json
import sys
from pathlib import Path

from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.contract import GenerationOptions, Request, Result, Task

FILE = Path(__file__).resolve().parents[1] / "tests" / "engines" / "composer" / "golden_notes.json"
SEED, LENGTH_S = 20_26, 16.0


def style_names() -> list[str]:
    """Every style of the studio, by name."""
    return sorted(point.name for point in Composer().style_map().points)


def notes_hash(style: str) -> str:
    """Twelve letters that stand for every note of a short piece in one style."""
    options = GenerationOptions(duration_s=LENGTH_S, styles={style: 1.0})
    result = run_to_end(Composer().run(Request(Task.COMPOSE, seed=SEED, options=options)))
    return hashlib.sha256(json.dumps(_as_lists(result)).encode()).hexdigest()[:12]


def _as_lists(result: Result) -> list[object]:
    parts = [
        [part.role, part.instrument, [[cell.start_ticks, [_plain(note) for note in cell.notes]] for cell in part.cells]]
        for part in result.parts
    ]
    chords = [[chord.start_ticks, chord.root, chord.quality, chord.bass] for chord in result.chords]
    return [parts, chords, [[tempo.tick, round(tempo.bpm, 6)] for tempo in result.tempo_map.tempos]]


def _plain(note: object) -> list[object]:
    return [getattr(note, name) for name in ("start_ticks", "length_ticks", "pitch", "velocity", "lyric")]


def main() -> int:
    """Compare with the file, or write it."""
    hashes = {style: notes_hash(style) for style in style_names()}
    if "--write" in sys.argv:
        FILE.write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")
        return 0
    known = json.loads(FILE.read_text(encoding="utf-8"))
    changed = [style for style, value in hashes.items() if known.get(style) != value]
    print("\n".join(changed) or "Nothing changed.")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
