# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages of a score by MuseScore, where it is installed: it engraves better than anything that could be carried here."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from musicstudio.core.errors import StorageError
from musicstudio.core.files import new_path
from musicstudio.core.progress import Job, Progress

_NAMES = ("mscore", "musescore", "mscore4portable", "mscore4", "musescore4", "mscore3", "musescore3", "MuseScore4")
_PLACES = (
    "/Applications/MuseScore 4.app/Contents/MacOS/mscore",
    "/Applications/MuseScore 3.app/Contents/MacOS/mscore",
    r"C:\Program Files\MuseScore 4\bin\MuseScore4.exe",
    r"C:\Program Files\MuseScore 3\bin\MuseScore3.exe",
)
_PATIENCE_S, _LOOK_S = 180.0, 0.1


def find_engraver() -> Path | None:
    """MuseScore's program; `MUSICSTUDIO_MUSESCORE` names another one, or with an empty value none."""
    named = os.environ.get("MUSICSTUDIO_MUSESCORE")
    if named is not None:
        return Path(named) if named and Path(named).is_file() else None
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else next((Path(each) for each in _PLACES if Path(each).is_file()), None)


def engrave(program: Path, score: Path, target: Path) -> Job[None]:
    """Write a score as PDF. Raises `StorageError` where MuseScore cannot; cancelling ends it."""
    with new_path(target) as part:
        made = score.with_suffix(".pdf")
        process = subprocess.Popen(
            [str(program), "-o", made.name, score.name], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env=_environment(), cwd=score.parent,
        )  # fmt: skip
        try:
            deadline = time.monotonic() + _PATIENCE_S
            while process.poll() is None and time.monotonic() < deadline:
                yield Progress(0.5, "Engraving")
                time.sleep(_LOOK_S)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
        if process.returncode or not made.is_file() or not made.read_bytes().startswith(b"%PDF"):
            raise StorageError(f"MuseScore could not engrave “{target.name}”.")
        shutil.copyfile(made, part)


def _environment() -> dict[str, str]:
    """Without a screen, so that no window opens, and without what our own Qt was told."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("QT_", "QML"))}
    if sys.platform.startswith("linux"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return environment
