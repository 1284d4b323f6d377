# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the index of training passages over two bars, which keeps the studio from copying them.

python -m scripts.train_leadsheet.copy_index --sheets build/leadsheet/sheets.msgpack --out resources/models/leadsheet
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from musicstudio.engines.composer.melody_model.copies import INDEX_NAME, all_hashes
from scripts.train_leadsheet.melodies import steps_of, sung_notes
from scripts.train_leadsheet.prepare import Split
from scripts.train_leadsheet.tunes import SheetTune

COUNTED_BARS = {36, 48}
"""Bar lengths in units that any tune may be copied in, whatever its own metre."""


def main() -> None:
    """Write the index of the training side."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sheets", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    split = msgspec.msgpack.decode(options.sheets.read_bytes(), type=Split)
    hashes = np.array(sorted(index_hashes(split.train)), np.uint64)
    gaps = np.diff(hashes, prepend=np.uint64(0)).astype(np.uint32)
    np.savez_compressed(options.out / INDEX_NAME, gaps=gaps)
    print(len(hashes), "passages,", (options.out / INDEX_NAME).stat().st_size, "bytes")


def index_hashes(tunes: Sequence[SheetTune]) -> set[int]:
    """The hashes of all passages of all tunes, with two bars counted as the tune's own, as 3/4 and as 4/4."""
    found: set[int] = set()
    for tune in tunes:
        steps = steps_of(sung_notes(tune.bars))
        for units in {bar.units for bar in tune.bars} | COUNTED_BARS:
            found |= all_hashes(steps, units)
    return found


if __name__ == "__main__":
    main()
