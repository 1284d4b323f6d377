# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m tests.bench.adherence [dev|prompts|edits|sound] [--set first|second|...|eighth] [--folder PATH] [-v]``.

Shares of what is obeyed, told, silently missed. Without a name or a set all are run and ``docs/ADHERENCE.md`` is
written; a set alone runs its prompts, edits and sound. With ``-v`` every miss is listed. ``--folder`` reads another
set of the same format: ``NAME_prompts.jsonl`` and ``NAME_edits.jsonl``.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from . import dev, edits_bench, page, prompts_bench, sound_bench

PAGE = Path(__file__).parents[3] / "docs" / "ADHERENCE.md"
KINDS = ("prompts", "edits", "sound")


def main() -> int:
    """Run, print, write."""
    options = _options()
    if options.name or options.set or options.folder:
        for name in [options.name] if options.name else KINDS:
            show(name, list(outcomes(name, options.set or "first", options.folder)), options.v)
        return 0
    found = {name: list(outcomes(name, "first")) for name in KINDS}
    others = {which: {name: list(outcomes(name, which)) for name in KINDS} for which in page.OTHERS}
    for which, some in {"first": found, **others}.items():
        for name in KINDS:
            show(f"{which} {name}", some[name], True)
    PAGE.write_text(page.written(found, others, sound_bench.tempo_and_key()), encoding="utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.adherence", description=__doc__)
    parser.add_argument("name", nargs="?", choices=("dev", *KINDS))
    parser.add_argument("--set", help="first, second ... eighth, or the name of a set in --folder")
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("-v", action="store_true", help="list every miss")
    return parser.parse_args()


def outcomes(name: str, which: str, folder: Path | None = None):
    """The outcomes of the prompts, the edits or the sounds of a set."""
    if name == "dev":
        return prompts_bench.run(dev.rows())
    start = "" if which == "first" else f"{which}_"
    kind = "edits" if name == "edits" else "prompts"
    rows = prompts_bench.prompts(f"{start}{kind}.jsonl", folder or prompts_bench.FOLDER)
    return {"prompts": prompts_bench.run, "edits": edits_bench.run, "sound": sound_bench.run}[name](rows)


def show(name: str, outcomes: list, is_loud: bool) -> None:
    """A line of figures, and every miss."""
    counts = Counter(outcome.state for outcome in outcomes)
    kept = sum(len(each.kept) for each in outcomes)
    print(
        f"{name}: {len(outcomes)}: {dict(counts)}; {kept} of {kept + sum(len(o.missed) for o in outcomes)} checks hold"
    )
    for outcome in (each for each in outcomes if each.missed and is_loud):
        print(f"[{outcome.state}] {outcome.words}\n    missed: {outcome.missed}\n    told: {outcome.told[:300]}")


if __name__ == "__main__":
    sys.exit(main())
