# SPDX-License-Identifier: GPL-3.0-or-later
"""A section dragged out of the real window onto a real Audacity leaves a track there."""

import time

import pytest

from .screen import Screen, why_not

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.skipif(bool(why_not("audacity")), reason=why_not("audacity")),
]
SETTINGS = """PrefsVersion=1.1.1r1
[GUI]
ShowSplashScreen=0
[Update]
DefaultUpdatesChecking=0
UpdateNoticeShown=1
[Version]
Major=3
Minor=2
Micro=4
"""


@pytest.fixture
def screen(tmp_path):
    home = tmp_path / "house"
    (home / ".config" / "audacity").mkdir(parents=True)
    (home / ".config" / "audacity" / "audacity.cfg").write_text(SETTINGS, encoding="ascii")
    with Screen(home) as screen:
        yield screen


def test_a_section_becomes_a_track(screen, song, tmp_path):
    screen.start("audacity")
    audacity = screen.window("Audacity")
    where = screen.show_studio(song)
    screen.mouse("windowsize", audacity, 780, 900)
    screen.mouse("windowmove", audacity, 1120, 40)
    start = next(iter(where.values()))
    screen.mouse("mousemove", *start, "click", 1)
    time.sleep(6.0)
    name = ""
    for _ in range(3):  # a busy screen may miss a step of the hand
        screen.drag(tuple(start), (1500, 600))
        if name := imported_name(screen):
            break
    screen.shot(tmp_path / "audacity.png")
    assert name, f"Audacity took nothing; windows: {sorted(set(screen.titles().values()))}"


def imported_name(screen, patience_s=20.0):
    """Audacity names its window after the first file that it takes in; empty when none came."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        named = [title for title in screen.titles().values() if "bpm" in title]
        if named:
            return named[0]
        time.sleep(0.5)
    return ""
