# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m tests.bench.adherence [dev|edits|sound]``: shares of what is obeyed, told and silently missed."""

import sys
from collections import Counter

from . import dev, edits_bench, prompts_bench, sound_bench


def main() -> int:
    """Run and print. With ``-v`` every miss is listed."""
    is_loud = "-v" in sys.argv
    names = [name for name in sys.argv[1:] if not name.startswith("-")]
    if names == ["edits"]:
        outcomes = list(edits_bench.run())
    elif names == ["sound"]:
        outcomes = list(sound_bench.run())
    else:
        outcomes = list(prompts_bench.run(dev.rows() if names == ["dev"] else prompts_bench.prompts()))
    counts = Counter(outcome.state for outcome in outcomes)
    checks = sum(len(o.kept) for o in outcomes), sum(len(o.kept) + len(o.missed) for o in outcomes)
    print(f"{len(outcomes)} done: {dict(counts)}; {checks[0]} of {checks[1]} checks hold")
    if is_loud:
        for outcome in outcomes:
            if outcome.missed:
                print(
                    f"[{outcome.state}] {outcome.words}\n    missed: {outcome.missed}\n    told: {outcome.told[:300]}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
