# SPDX-License-Identifier: GPL-3.0-or-later
"""A private PulseAudio with a null sink: a real sound device without a sound card, whose sound can be recorded."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RATE = 48_000
SINK = "studio"


def why_not() -> str:
    """Why the machine cannot do this, or empty."""
    missing = [tool for tool in ("pulseaudio", "parec", "pactl") if not shutil.which(tool)]
    return f"{', '.join(missing)} not installed" if missing else ""


@dataclass
class Server:
    """A running server: the environment in which programs reach it, and its process."""

    environment: dict[str, str]
    process: "subprocess.Popen[bytes]"


@contextmanager
def null_sink() -> Iterator[Server]:
    """Run a server. It ends with the block."""
    with tempfile.TemporaryDirectory(prefix="musicstudio-pulse-") as folder:
        environment = {**os.environ, "XDG_RUNTIME_DIR": folder, "PULSE_RUNTIME_PATH": f"{folder}/pulse", "HOME": folder}
        environment.pop("PULSE_SERVER", None)
        load = f"module-null-sink sink_name={SINK} rate={RATE} channels=2"
        command = ["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"]
        server = subprocess.Popen(
            [*command, "-L", "module-native-protocol-unix", "-L", load],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait_for(environment)
            _let_go_first(server.pid)
            yield Server(environment, server)
        finally:
            server.terminate()
            server.wait(5)


@contextmanager
def recording(server: Server, path: Path) -> Iterator[None]:
    """Record what the sink plays to raw interleaved float32, while the block runs."""
    command = [
        "parec",
        "-d",
        f"{SINK}.monitor",
        "--format=float32le",
        f"--rate={RATE}",
        "--channels=2",
        "--latency-msec=20",
    ]
    with path.open("wb") as file:
        recorder = subprocess.Popen(command, env=server.environment, stdout=file)
        _let_go_first(recorder.pid)
        while not path.stat().st_size:
            time.sleep(0.01)
        try:
            yield
        finally:
            time.sleep(0.3)
            recorder.terminate()
            recorder.wait(5)


def recorded(path: Path) -> np.ndarray:
    """What was recorded, (2, frames)."""
    samples = np.fromfile(path, dtype="<f4")
    return samples[: samples.size // 2 * 2].reshape(-1, 2).T


def _let_go_first(process_id: int) -> None:
    """Real-time scheduling where allowed, as desktops give their sound server: it is not what is tested here."""
    with suppress(OSError, AttributeError):
        for thread in Path(f"/proc/{process_id}/task").iterdir():
            os.sched_setscheduler(int(thread.name), os.SCHED_RR, os.sched_param(6))


def _wait_for(environment: dict[str, str]) -> None:
    for _ in range(100):
        answer = subprocess.run(["pactl", "info"], env=environment, capture_output=True, check=False)
        if answer.returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError("pulseaudio did not start")
