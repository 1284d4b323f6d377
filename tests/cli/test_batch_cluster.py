# SPDX-License-Identifier: GPL-3.0-or-later
"""``batch --scheduler``: a Dask cluster does a list of work whole, though its workers die meanwhile."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile

pytest.importorskip("distributed")

RATE, COUNT, KILLS = 48_000, 40, 3
CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def cluster(tmp_path):
    """Two workers in processes of their own, each started again when it dies."""
    (tmp_path / "cluster.py").write_text(CLUSTER)
    command = [sys.executable, "cluster.py"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=tmp_path, text=True, **pipes) as process:
        yield process
        process.stdin.close()


def kill_a_worker(cluster):
    children = psutil.Process(cluster.pid).children()
    os.kill(next(child.pid for child in children if "spawn_main" in " ".join(child.cmdline())), signal.SIGKILL)


@pytest.mark.slow
def test_forty_masters_are_all_made_once_while_workers_are_killed(cluster, tmp_path):
    at_s = np.arange(RATE) / RATE
    for number in range(COUNT):
        soundfile.write(tmp_path / f"t{number}.wav", 0.1 * np.sin(2 * np.pi * (200 + 10 * number) * at_s), RATE)
    rows = [{"command": "master", "input": f"t{n}.wav", "name": f"t{n}"} for n in range(COUNT)]
    (tmp_path / "jobs.jsonl").write_text("\n".join(map(json.dumps, rows)))
    out, address = tmp_path / "out", cluster.stdout.readline().strip()
    command = [sys.executable, "-m", "musicstudio", "batch", tmp_path / "jobs.jsonl", "-o", out, "--scheduler", address]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as batch:
        for kill in range(KILLS):
            while len(list(out.glob("*.wav"))) < 5 * (kill + 1):
                assert batch.poll() is None, batch.stderr.read()
                time.sleep(0.02)
            kill_a_worker(cluster)
        printed, told = batch.communicate()
    assert batch.returncode == 0, told
    assert printed.startswith(f"{COUNT} made")
    assert sorted(path.name for path in out.glob("*.wav")) == sorted(f"t{n}.wav" for n in range(COUNT))
    assert all(soundfile.info(path).frames == RATE for path in out.glob("*.wav"))
