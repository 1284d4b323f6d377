# SPDX-License-Identifier: GPL-3.0-or-later
"""What the README shows without a window is run as it stands, in order, in one folder."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import soundfile

ROOT = Path(__file__).resolve().parents[1]


def readme_commands() -> list[list[str]]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^musicstudio .*$", text, re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def recording(path: Path) -> None:
    """Three seconds of a low and a high tone, as an MP3."""
    t = np.arange(3 * 44_100) / 44_100
    tone = 0.2 * np.sin(2 * np.pi * 110 * t) + 0.1 * np.sin(2 * np.pi * 880 * t)
    soundfile.write(path, np.stack([tone, tone], axis=1), 44_100, format="MP3")


def test_the_commands_of_the_readme_do_what_it_says(tmp_path):
    recording(tmp_path / "recording.mp3")
    commands = readme_commands()
    assert len(commands) >= 6
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for command in commands:
        run = subprocess.run(
            [sys.executable, "-m", *command], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
        )
        assert run.returncode == 0, f"{shlex.join(command)}: {run.stderr}"
    assert soundfile.info(tmp_path / "rain.wav").duration >= 89
    assert len(list((tmp_path / "stems").glob("*.wav"))) > 5
    assert soundfile.info(tmp_path / "vocals.wav").duration == 3.0
