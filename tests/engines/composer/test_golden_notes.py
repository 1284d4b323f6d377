# SPDX-License-Identifier: GPL-3.0-or-later
"""What each style writes is what it wrote; a change that is meant is written with `python -m scripts.golden_notes`."""

import json

import pytest

from scripts.golden_notes import FILE, notes_hash, style_names

KNOWN = json.loads(FILE.read_text(encoding="utf-8"))


def test_every_style_has_its_hash():
    assert sorted(KNOWN) == style_names()


@pytest.mark.parametrize("style", sorted(KNOWN))
def test_a_style_writes_the_notes_that_it_wrote(style):
    assert notes_hash(style) == KNOWN[style]
