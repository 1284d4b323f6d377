# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists of neutral operations and of known faults name only tests that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["NEUTRAL.md", "FAULTS.md"])
def test_every_proof_that_is_named_is_a_test(name):
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", (ROOT / "docs" / name).read_text(encoding="utf-8"))
    assert len(named) > 12
    for file, test in named:
        content = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {test}(" in content if test else "def test_" in content, (file, test)
