# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of neutral operations names only tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_proof_that_is_named_is_a_test():
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", (ROOT / "docs" / "NEUTRAL.md").read_text(encoding="utf-8"))
    assert len(named) > 12
    for file, test in named:
        content = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {test}(" in content if test else "def test_" in content, (file, test)
