# SPDX-License-Identifier: GPL-3.0-or-later
"""A small VST3 instrument, built where there is a compiler."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

_SOURCE = Path(__file__).with_name("tiny_synth.cpp")
needs_compiler = pytest.mark.skipif(not shutil.which("g++"), reason="there is no compiler for the test's instrument")


def build_synth(folder: Path, latency_frames: int = 0) -> Path:
    """The bundle of the instrument in a folder."""
    bundle = folder / "TinySynth.vst3"
    library = bundle / "Contents" / "x86_64-linux" / "TinySynth.so"
    library.parent.mkdir(parents=True)
    library.write_bytes(_library(latency_frames))
    return bundle


@cache
def _library(latency_frames: int) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "synth.so"
        late = f"-DLATENCY={latency_frames}"
        command = [
            "g++",
            late,
            "-std=c++17",
            "-O1",
            "-shared",
            "-fPIC",
            "-fvisibility=hidden",
            "-o",
            str(made),
            str(_SOURCE),
        ]
        subprocess.run(command, check=True, capture_output=True)
        return made.read_bytes()
