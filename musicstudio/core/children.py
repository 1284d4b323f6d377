# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting the studio's own helper processes so that they run the studio's code and no other.

A folder that the studio happens to be started in may hold anybody's ``argparse.py``. So no helper looks for modules in
the current folder, and none runs the program that started it a second time. A frozen application starts itself in the
helper's role.
"""

import contextlib
import os
import site
import sys
from pathlib import Path

HELPER_FLAG = "--helper-process"
HELPER_MODULES = (
    "musicstudio.playback.player.__main__",
    "musicstudio.media.decoder_process",
    "musicstudio.mixing.hosting.host_process",
    "musicstudio.interchange.credentials.helper",
    "musicstudio.ui.typesetting_process",
    "musicstudio.recording.recorder_process",
)
_PRIORITY = -11
_REALTIME_PRIORITY = 5
PACKAGE_FOLDER = Path(__file__).resolve().parents[1]
HELPER_FOLDER = PACKAGE_FOLDER if PACKAGE_FOLDER.is_dir() else Path(sys.executable).resolve().parent
"""Where helpers start: a folder of our own, frozen or not."""


def helper_command(module: str) -> list[str]:
    """How to start a module of `HELPER_MODULES` in a process of its own."""
    if module not in HELPER_MODULES:
        raise ValueError(f"{module} is no helper")
    if getattr(sys, "frozen", False):
        return [sys.executable, HELPER_FLAG, module]
    return [sys.executable, "-P", "-m", module]


def helper_environment() -> dict[str, str]:
    """The environment of a helper: this very package is found, relative places of modules are not.

    One thread a library call: a helper must not spread over the cores that the studio is working on.
    """
    environment = {**os.environ, "PYTHONSAFEPATH": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment.pop("PYTHONPATH", None)
    places = _module_places()
    return environment | ({"PYTHONPATH": os.pathsep.join(places)} if places else {})


def _module_places() -> list[str]:
    """Where the package comes from, unless every Python here looks there; then the absolute places that the user set.

    An empty or relative place would mean the current folder.
    """
    root = PACKAGE_FOLDER.parent
    is_installed = str(root) in {*site.getsitepackages(), site.getusersitepackages()}
    wanted = [place for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if Path(place).is_absolute()]
    return list(dict.fromkeys([*([] if is_installed else [str(root)]), *wanted]))


def go_first() -> None:
    """Real-time scheduling of this process where the user may (the audio group, usually), else a high priority.

    Where neither is allowed it stays as all others. Threads that are started later, the device's among them, inherit
    it. Who records or plays sleeps most of the time, so it holds nobody up.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(_REALTIME_PRIORITY))
            return
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, _PRIORITY)
