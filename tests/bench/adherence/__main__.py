# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m tests.bench.adherence [dev|prompts|edits|sound] [-v]``: shares of what is obeyed, told, silently missed.

Without a name all are run and ``docs/ADHERENCE.md`` is written. With ``-v`` every miss is listed.
"""

import sys
from collections import Counter
from pathlib import Path

from . import dev, edits_bench, page, prompts_bench, sound_bench

PAGE = Path(__file__).parents[3] / "docs" / "ADHERENCE.md"
BENCHES = {
    "dev": lambda: prompts_bench.run(dev.rows()),
    "prompts": lambda: prompts_bench.run(prompts_bench.prompts()),
    "edits": edits_bench.run,
    "sound": sound_bench.run,
}


def main() -> int:
    """Run, print, write."""
    names = [name for name in sys.argv[1:] if not name.startswith("-")]
    if names:
        show(names[0], list(BENCHES[names[0]]()), "-v" in sys.argv)
        return 0
    found = {name: list(BENCHES[name]()) for name in ("prompts", "edits", "sound")}
    for name, outcomes in found.items():
        show(name, outcomes, True)
    PAGE.write_text(page.written(found, sound_bench.tempo_and_key()), encoding="utf-8")
    return 0


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
