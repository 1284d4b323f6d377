# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that works on a song until it is killed."""

import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def said_until_killed(module: str, *arguments: object, lasting_s: float) -> list[str]:
    """Every whole line that a module of the tests said, from its first one on for so long, up to the kill."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        first = process.stdout.readline()
        timer = threading.Timer(lasting_s, process.kill)
        timer.start()
        lines = [first, *process.stdout]
        timer.join()
    assert process.returncode == -9, "the process ended by itself"
    return [line.removesuffix("\n") for line in lines if line.endswith("\n")]
