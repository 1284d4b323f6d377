# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing is loaded while sound is due: an import in the player's loop is a gap in the music."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLAY = """
import sys
import time
from pathlib import Path

from musicstudio.media.store import MediaStore
from musicstudio.playback.graph.plan import PlanMaker
from musicstudio.playback.player import messages
from musicstudio.playback.player.core import Player, warm_up
from musicstudio.playback.player.devices.silent import SilentSystem
from tests.playback.songs import sine
from tests.playback.test_client import song_of

folder = Path(sys.argv[1])
store = MediaStore(folder / "media")
song = song_of(store, sine(441, 3.0))
player = Player(store, SilentSystem(), lambda event: None)
load = messages.PlanDifference().load(PlanMaker().plan(song))
warm_up()
player.handle(messages.ChooseDevice(f"file:{folder / 'heard'}"))
before = set(sys.modules)
player.handle(load)
player.handle(messages.Play())
until = time.monotonic() + 1.0
while time.monotonic() < until:
    player.turn()
    player.status()
player.close()
print(sorted(set(sys.modules) - before - {"mmap"}))  # of C, and loaded in no time
"""


def test_nothing_is_loaded_while_playing(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", PLAY, str(tmp_path)], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "[]"
