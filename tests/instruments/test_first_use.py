# SPDX-License-Identifier: GPL-3.0-or-later
"""The first sounds of a process are the same, whether one thread asks for them or two at once."""

import subprocess
import sys

SCRIPT = """
import hashlib, sys
from concurrent.futures import ThreadPoolExecutor
from musicstudio.instruments.render import render_notes
from musicstudio.project.model import Note, TempoMap
kits = ("kit_acoustic", "percussion_hand", "kit_brush", "kit_room", "clean_guitar", "banjo") * 2
notes = tuple(Note(i * 240, 200, (36, 38, 42, 54)[i % 4], 90) for i in range(12))
play = lambda name: hashlib.sha1(render_notes(name, notes, TempoMap(), 0, 0).audio.tobytes()).hexdigest()
with ThreadPoolExecutor(int(sys.argv[1])) as pool:
    print(*pool.map(play, kits))
"""


def first_sounds(threads):
    command = [sys.executable, "-c", SCRIPT, str(threads)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def test_two_threads_that_load_at_once_play_what_one_would():
    alone = first_sounds(1)
    assert alone.strip() and all(first_sounds(3) == alone for _ in range(2))
