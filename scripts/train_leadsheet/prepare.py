# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads every source, filters, removes doubles, splits by song and writes ``sheets.msgpack`` and ``sources.json``.

python -m scripts.train_leadsheet.prepare --data /tmp/data --out build/leadsheet
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec

from musicstudio.engines.composer.melody_model import vocabulary as v
from scripts.train_leadsheet import sources
from scripts.train_leadsheet.tunes import SheetTune, to_sheet

GRAM = 14
"""Notes in a row, with intervals and lengths, that make two tunes relatives."""
HELD_OUT = Path(__file__).with_name("held_out.json")
"""The songs that no training may see: "source/title" of validation and test, about 5 % each, drawn once."""


class Split(msgspec.Struct):
    """Tunes by use; relatives (variants of one tune) are always on the same side."""

    train: list[SheetTune] = []
    validation: list[SheetTune] = []
    test: list[SheetTune] = []


def main() -> None:
    """Run the preparation."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True, help="folder with OpenEWLD.db, dataset/ and ABC_cleaned/")
    parser.add_argument("--out", type=Path, default=Path("build/leadsheet"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    tunes = _unique(list(_sheets(options.data, counts)), counts)
    split = _split(tunes)
    (options.out / "sheets.msgpack").write_bytes(msgspec.msgpack.encode(split))
    report = _report(split, counts)
    (options.out / "sources.json").write_text(json.dumps(report, indent=1))
    print(json.dumps(report, indent=1))


def _sheets(data: Path, counts: Counter[str]) -> Iterator[SheetTune]:
    import music21

    corpus = Path(music21.__file__).parent / "corpus"
    readers = (
        sources.openewld(data),
        sources.nottingham(data / "ABC_cleaned"),
        sources.chorales(corpus / "bach"),
        sources.oneill(corpus / "oneills1850"),
        sources.ryan(corpus / "ryansMammoth"),
    )
    for reader in readers:
        for tune in reader:
            counts[f"{tune.source} read"] += 1
            sheet = to_sheet(tune)
            if sheet:
                yield sheet
            else:
                counts[f"{tune.source} metre or bars beyond the grid"] += 1


def signature(tune: SheetTune) -> list[int]:
    """The tune as (interval, length) numbers, for finding relatives."""
    notes: list[list[int]] = []
    for bar in tune.bars:
        for symbol, length in bar.melody:
            if v.is_pitch(symbol):
                notes.append([symbol, length])
            elif symbol == v.HOLD and notes:
                notes[-1][1] += length
    return [(b[0] - a[0]) * 1000 + a[1] for a, b in pairwise(notes)]


def _unique(tunes: list[SheetTune], counts: Counter[str]) -> list[SheetTune]:
    """Without tunes that repeat another note for note (those with chords are met first and kept)."""
    seen: set[tuple[int, ...]] = set()
    kept = []
    for tune in tunes:
        key = tuple(signature(tune)[:40])
        if key in seen:
            counts[f"{tune.source} double"] += 1
            continue
        seen.add(key)
        kept.append(tune)
    return kept


def _families(tunes: list[SheetTune]) -> list[int]:
    """For each tune the index of the first tune it is related to by a shared run of `GRAM` notes (union-find)."""
    parent = list(range(len(tunes)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    first: dict[tuple[int, ...], int] = {}
    for index, tune in enumerate(tunes):
        steps = signature(tune)
        for start in range(len(steps) - GRAM + 1):
            gram = tuple(steps[start : start + GRAM])
            if len(set(gram)) < 4:
                continue
            other = first.setdefault(gram, index)
            a, b = sorted((root(index), root(other)))
            parent[b] = a
    return [root(index) for index in range(len(tunes))]


def _split(tunes: list[SheetTune]) -> Split:
    """A family is held out only if every one of its tunes is listed; it goes where its first tune is listed."""
    listed = {name: side for side, names in json.loads(HELD_OUT.read_text()).items() for name in names}
    families = _families(tunes)
    known = {family for tune, family in zip(tunes, families, strict=True) if name_of(tune) not in listed}
    split = Split()
    for tune, family in zip(tunes, families, strict=True):
        side = "train" if family in known else listed[name_of(tunes[family])]
        getattr(split, side).append(tune)
    return split


def name_of(tune: SheetTune) -> str:
    """The name of a tune in `HELD_OUT`."""
    return f"{tune.source}/{tune.title}"


def _report(split: Split, counts: Counter[str]) -> dict[str, object]:
    def describe_tunes(tunes: list[SheetTune]) -> dict[str, dict[str, int]]:
        table: dict[str, dict[str, int]] = {}
        for tune in tunes:
            row = table.setdefault(tune.source, {"tunes": 0, "bars": 0, "notes": 0, "chords": 0})
            row["tunes"] += 1
            row["bars"] += len(tune.bars)
            row["notes"] += sum(v.is_pitch(s) for bar in tune.bars for s, _ in bar.melody)
            row["chords"] += sum(v.is_chord(s) for bar in tune.bars for s, _ in bar.chords)
        return table

    sides = {"train": split.train, "validation": split.validation, "test": split.test}
    styles = Counter(f"{t.style}/{t.mode}" for t in split.train)
    return {
        **{name: describe_tunes(side) for name, side in sides.items()},
        "styles": dict(styles),
        "left out": dict(counts),
    }


if __name__ == "__main__":
    main()
