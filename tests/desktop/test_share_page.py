# SPDX-License-Identifier: GPL-3.0-or-later
"""A page to share, from disk, in a real Chromium: it plays, its stems run in step, and nothing complains."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from musicstudio.cli.main import main

pytestmark = pytest.mark.desktop


def test_a_page_plays_with_its_stems_in_step(tmp_path):
    song = tmp_path / "song.mstudio"
    assert main(["generate", "calm piano, bass and drums", "--duration", "14", "--seed", "5", "-o", str(song)]) == 0
    assert main(["export", str(song), "-o", str(tmp_path / "page.html")]) == 0
    script = Path(__file__).with_name("browse_page.py")
    command = [sys.executable, str(script), str(tmp_path / "page.html")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=90)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    state = found["state"]
    assert found["console"] == [] and state["error"] is None
    assert state["now"] > 1.0 and state["chord"] and state["isMuted"]
    first, *others = state["stems"]
    assert not first["isMuted"] and not first["isPaused"] and all(other["isMuted"] for other in others)
    assert all(abs(stem["late"]) < 0.15 for stem in state["stems"])
