# SPDX-License-Identifier: GPL-3.0-or-later
"""Dragged out of the real window onto a real Audacity: the mix, before mastering too, a take, a section, all stems."""

import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from musicstudio.cli.main import main

from .screen import Screen, why_not
from .studio_window import MIX, STEMS, TAKE

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
[Directories]
TempDir={folder}
[Version]
Major=3
Minor=2
Micro=4
"""
TARGET = (1500, 800)


class Audacity:
    """An empty window on a screen; ``tracks`` are the names in what it saves by itself."""

    def __init__(self, screen: Screen, place: Path) -> None:
        self.screen, self.folder = screen, place / "temporary"
        settings = screen.home / ".config" / "audacity"
        settings.mkdir(parents=True)
        self.folder.mkdir()
        (settings / "audacity.cfg").write_text(SETTINGS.format(folder=self.folder), encoding="ascii")
        screen.start("audacity")
        self.window = screen.window("Audacity")

    def content(self) -> bytes:
        """The project as it is kept against a crash, its texts as bytes of letters; empty before there is any."""
        end = time.monotonic() + 20.0
        while time.monotonic() < end and any(self.folder.glob("*.aup3unsaved")):
            if found := self._copied_content():
                return found
            time.sleep(0.3)
        return b""

    def _copied_content(self) -> bytes:
        """From a copy, since Audacity lets nobody else into its own; empty where that was just being written."""
        with tempfile.TemporaryDirectory() as copies:
            for path in self.folder.glob("*.aup3unsaved*"):
                shutil.copy(path, copies)
            try:
                with contextlib.closing(sqlite3.connect(next(Path(copies).glob("*.aup3unsaved")))) as kept:
                    rows = kept.execute("SELECT dict, doc FROM autosave").fetchall()
            except sqlite3.Error:
                return b""
        return b"".join(bytes(part) for row in rows for part in row).replace(b"\0", b"")

    def take(self, start: list[int], keys: tuple[str, ...], wanted: str) -> bool:
        """Whether a text has come into the project more often by a drag from somewhere."""
        before = self.content().count(wanted.encode())
        for _ in range(4):
            self.screen.drag((start[0], start[1]), TARGET, keys=keys)
            end = time.monotonic() + 20.0
            while time.monotonic() < end:
                if self.content().count(wanted.encode()) > before:
                    return True
                time.sleep(0.5)
        return False


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """(Audacity on the right, where things are in the studio on the left)."""
    place = tmp_path_factory.mktemp("audacity")
    song = place / "Rain.mstudio"
    assert main(["generate", "piano and bass", "--duration", "8", "--seed", "2", "-o", str(song)]) == 0
    (place / "house").mkdir()
    with Screen(place / "house") as screen:
        audacity = Audacity(screen, place)
        command = (sys.executable, "-m", "tests.desktop.studio_window", str(song))
        studio = screen.start(*command, stdout=subprocess.PIPE, cwd=str(Path(__file__).parents[2]))
        places = json.loads(studio.stdout.readline())
        screen.mouse("windowsize", audacity.window, 780, 900)
        screen.mouse("windowmove", audacity.window, 1120, 40)
        yield audacity, places
        screen.shot(place / "audacity.png")


@pytest.mark.parametrize(
    ("what", "keys", "wanted"),
    [
        (MIX, (), " - mix - "),
        (MIX, ("ctrl", "shift"), "mix before mastering"),
        (TAKE, ("shift",), "Drums Chorus"),
        ("section", ("shift",), "Piano Chorus"),
        (STEMS, ("shift",), "Bass - "),
        (STEMS, ("ctrl",), "Piano - "),
    ],
)
def test_it_becomes_a_track(stage, what, keys, wanted):
    audacity, places = stage
    section = next(name for name in places if name not in (MIX, STEMS, TAKE))
    assert audacity.take(places[section if what == "section" else what], keys, wanted)
