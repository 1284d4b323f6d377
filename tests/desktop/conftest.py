# SPDX-License-Identifier: GPL-3.0-or-later
"""A song to drag things out of."""

from pathlib import Path

import pytest

from musicstudio.cli.main import main


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """One section, two tracks or so."""
    path = tmp_path / "Rain.mstudio"
    assert main(["generate", "solo piano", "--duration", "8", "--seed", "2", "-o", str(path)]) == 0
    return path
