# SPDX-License-Identifier: GPL-3.0-or-later
"""Dragged out of the real window onto a real Ardour: the mix, a section, a take, all stems, notes alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from musicstudio.cli.main import main

from .ardour import Ardour
from .screen import Screen, why_not
from .studio_window import MIX, STEMS, TAKE

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.skipif(bool(why_not("ardour", "ardour7-lua")), reason=why_not("ardour", "ardour7-lua")),
]
TARGET = (1900, 700)


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """(Ardour on the right, where things are in the studio on the left)."""
    place = tmp_path_factory.mktemp("ardour")
    song = place / "Rain.mstudio"
    assert main(["generate", "piano and bass", "--duration", "8", "--seed", "2", "-o", str(song)]) == 0
    (place / "house").mkdir()
    with Screen(place / "house", "2400x1080") as screen:
        ardour = Ardour(screen, place)
        screen.mouse("windowmove", ardour.window, 1120, 40)
        screen.mouse("windowsize", ardour.window, 1250, 900)
        command = (sys.executable, "-m", "tests.desktop.studio_window", str(song))
        studio = screen.start(*command, stdout=subprocess.PIPE, cwd=str(Path(__file__).parents[2]))
        yield ardour, json.loads(studio.stdout.readline())
        screen.shot(place / "ardour.png")


def test_the_mix_becomes_a_region(stage):
    ardour, places = stage
    assert any("mix" in name for name in ardour.take(places[MIX], TARGET))


def test_a_take_comes_with_its_notes(stage):
    ardour, places = stage
    kinds = {Path(name).suffix.lower() for name in ardour.take(places[TAKE], TARGET)}
    assert {".wav", ".mid"} <= kinds


def test_a_section_comes_as_notes_alone_with_ctrl(stage):
    ardour, places = stage
    section = next(name for name in places if name not in (MIX, STEMS, TAKE))
    came = ardour.take(places[section], TARGET, keys=("ctrl",))
    assert came and all(".mid" in name.lower() for name in came), came


def test_all_stems_come_at_once(stage):
    ardour, places = stage
    came = ardour.take(places[STEMS], TARGET, keys=("shift",))
    assert any("Piano" in name for name in came) and any("Bass" in name for name in came), came
