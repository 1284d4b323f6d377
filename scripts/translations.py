# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue of words in the window: collected from the sources, completed by hand, one JSON file a language.

``make translations`` adds what is new (empty, to be filled in) to each ``resources/i18n/*.json`` and drops what is
gone; ``python -m scripts.translations --missing de`` prints what a language lacks and fails if it lacks anything.
"""

import argparse
import json
import sys
from pathlib import Path

from scripts.translatable import ROOT, collect

FOLDER = ROOT / "resources" / "i18n"


def read(language: str) -> dict[str, str]:
    """English to translated; empty where nobody has translated it yet."""
    path = FOLDER / f"{language}.json"
    words: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["words"] if path.is_file() else {}
    return words


def missing(language: str) -> list[tuple[str, str]]:
    """(text, first place) of all that a language lacks."""
    known = read(language)
    return [(text, place) for text, place in collect().items() if not known.get(text)]


def update(path: Path) -> tuple[int, int]:
    """Add empty entries for new texts and drop those of texts that are gone. Returns how many of each."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    known, found = stored["words"], collect()
    stored["words"] = {text: known.get(text, "") for text in sorted(found)}
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(found.keys() - known.keys()), len(known.keys() - found.keys())


def main() -> int:
    """Run the command; 1 where a language lacks something that it should not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missing", metavar="LANGUAGE", help="print what a language lacks, and where it is said")
    wanted = parser.parse_args().missing
    if wanted:
        lacking = missing(wanted)
        for text, place in lacking:
            print(f"{place}: {text!r}")
        print(f"{len(lacking)} of {len(collect())} texts lack {wanted}.", file=sys.stderr)
        return 1 if lacking else 0
    for path in sorted(FOLDER.glob("*.json")):
        added, dropped = update(path)
        print(f"{path.name}: {added} added, {dropped} dropped, {len(missing(path.stem))} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
