# SPDX-License-Identifier: GPL-3.0-or-later
"""The mix and a section, dragged out of the real window onto a real file manager, are files in its folder."""

import time

import pytest
import soundfile

from .screen import Screen, why_not
from .studio_window import MIX

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.skipif(bool(why_not("pcmanfm")), reason=why_not("pcmanfm")),
]


@pytest.fixture
def screen(tmp_path):
    (tmp_path / "house").mkdir()
    with Screen(tmp_path / "house") as screen:
        yield screen


def dropped(screen, start, folder, suffix, patience_s=25.0):
    """The files that came; a busy screen may miss a step of the hand, and the first drag only asks for the files."""
    for _ in range(4):
        screen.drag(tuple(start), (1500, 600))
        end = time.monotonic() + patience_s
        while time.monotonic() < end:
            if found := sorted(folder.glob(f"*{suffix}")):
                return found
            time.sleep(0.5)
    return []


def test_the_mix_and_a_section_land_in_a_folder(screen, song, tmp_path):
    target = tmp_path / "target folder"
    target.mkdir()
    screen.start("pcmanfm", "--no-desktop", str(target))
    manager = screen.window("target folder")
    where = screen.show_studio(song)
    screen.mouse("windowsize", manager, 780, 900)
    screen.mouse("windowmove", manager, 1120, 40)
    time.sleep(2.0)
    mix = dropped(screen, where.pop(MIX), target, "mix*.wav")
    screen.shot(tmp_path / "files.png")
    assert mix, f"nothing came; windows: {sorted(set(screen.titles().values()))}"
    assert soundfile.info(mix[0]).duration == pytest.approx(8.0, abs=4.0)
    section = next(iter(where))
    screen.mouse("mousemove", *where[section], "click", 1)
    assert dropped(screen, where[section], target, f"{section}*.wav"), section
    assert dropped(screen, where[section], target, f"{section}*.mid"), "its notes come along"
