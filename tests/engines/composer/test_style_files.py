# SPDX-License-Identifier: GPL-3.0-or-later
"""A style file of the user's that cannot be used is told, and costs no other style."""

import os
import sys
from pathlib import Path

import pytest

from musicstudio.engines.composer.styles import load_styles

BAD = {
    "nested without end": b"a = " + b"[" * 5000 + b"]" * 5000,
    "tables in tables": b"[" + b".".join([b"a"] * 5000) + b"]\nb = 1",
    "no UTF-8": b"name = '\xff'",
    "empty": b"",
    "zeros": bytes(500),
    "a number of 5,000 digits": b"bpm = " + b"9" * 5000,
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_and_the_others_are_read(home: Path, name: str) -> None:
    count = len(load_styles().styles)
    folder = home / "data" / "styles"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_bytes(BAD[name])
    library = load_styles()
    assert len(library.styles) == count
    assert [problem for problem in library.problems if "mine.toml cannot be used" in problem]


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders there")
def test_a_pipe_among_the_styles_is_told(home: Path) -> None:
    folder = home / "data" / "styles"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "mine.toml")
    assert any("mine.toml" in problem for problem in load_styles().problems)
