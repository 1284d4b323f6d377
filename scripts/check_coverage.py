# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the files that are tested whole, line and branch, to staying so.

usage: python -m scripts.check_coverage REPORT.json [--write]

``tests/whole_coverage.txt`` names them. A file of the list that has a gap fails; a file that has become whole and is
not on the list fails, too, so that the list only grows. ``--write`` brings the list up to date.
"""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "tests" / "whole_coverage.txt"
PACKAGES = ("core", "project", "dsp", "storage", "mixing")


def whole_files(report: dict[str, Any]) -> tuple[set[str], dict[str, float]]:
    """Files without a gap, and the percentage of the others, by their path in the repository."""
    percents = {_path(name): each["summary"]["percent_covered"] for name, each in report["files"].items()}
    mine = {name: percent for name, percent in percents.items() if name.split("/")[1] in PACKAGES}
    return {name for name, percent in mine.items() if percent == 100}, {n: p for n, p in mine.items() if p < 100}


def _path(name: str) -> str:
    return "musicstudio/" + name.replace("\\", "/").rpartition("musicstudio/")[2]


def main() -> int:
    """Compare a report with the list, or write the list."""
    whole, others = whole_files(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    if "--write" in sys.argv:
        LIST.write_text("\n".join(sorted(whole)) + "\n", encoding="utf-8")
    listed = set(LIST.read_text(encoding="utf-8").split())
    for name in sorted(listed - whole):
        print(f"{name} was tested whole and has a gap now ({others.get(name, 0.0):.1f} %)")
    for name in sorted(whole - listed):
        print(f"{name} is tested whole: put it on the list ({LIST.relative_to(ROOT)})")
    print(f"{len(whole)} of {len(whole) + len(others)} files of {', '.join(PACKAGES)} are tested whole")
    return 1 if whole != listed else 0


if __name__ == "__main__":
    sys.exit(main())
