# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes ``resources/tunes``: the tunes that the lead sheet network learned from, by name, as steps and lengths, with
which a song is compared before it is released.

python -m scripts.index_tunes --data FOLDER    (OpenEWLD.db, dataset/ and ABC_cleaned/; the rest comes with music21)
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from musicstudio.analysis.known_tunes import KnownTune, write_tunes
from musicstudio.core.paths import resources_dir
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note
from scripts.train_leadsheet import sources
from scripts.train_leadsheet.tunes import Tune

_UNITS_PER_QUARTER = 12
_LEAST_NOTES = 8


def main() -> None:
    """Read all sources, leave out doubles, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    tunes: dict[tuple[tuple[int, int, int], ...], KnownTune] = {}
    for tune in _tunes(options.data):
        if len(tune.notes) >= _LEAST_NOTES:
            known = KnownTune(tune.title, tune.source, tuple(_notes(tune)))
            tunes.setdefault(tuple((n.start_ticks, n.length_ticks, n.pitch) for n in known.notes), known)
    path = resources_dir() / "tunes" / "tunes.npz"
    write_tunes(path, list(tunes.values()))
    print(f"{len(tunes)} tunes, {sum(len(t.notes) for t in tunes.values())} notes, {path.stat().st_size} bytes")


def _tunes(data: Path) -> Iterator[Tune]:
    import music21

    corpus = Path(music21.__file__).parent / "corpus"
    yield from sources.openewld(data)
    yield from sources.nottingham(data / "ABC_cleaned")
    yield from sources.chorales(corpus / "bach")
    yield from sources.oneill(corpus / "oneills1850")
    yield from sources.ryan(corpus / "ryansMammoth")


def _notes(tune: Tune) -> Iterator[Note]:
    grid = TICKS_PER_QUARTER / _UNITS_PER_QUARTER
    for note in tune.notes:
        yield Note(round(note.start * grid), max(1, round(note.length * grid)), note.pitch)


if __name__ == "__main__":
    main()
