# SPDX-License-Identifier: GPL-3.0-or-later
"""Two jobs may be the first to need scipy at the same moment: whoever comes second waits, and nobody fails."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIRECT = re.compile(r"^\s*(from|import) (scipy|pyloudnorm)\b", re.MULTILINE)
TOGETHER = """
import threading

from musicstudio.dsp.biquads import Biquads
from musicstudio.dsp.integrated import integrated_lufs
import numpy as np

noise = np.random.default_rng(1).normal(size=(2, 96_000)).astype(np.float32)
start, failures = threading.Barrier(8), []

def first(work):
    start.wait()
    try:
        work()
    except BaseException as error:
        failures.append(repr(error))

works = [lambda: integrated_lufs(noise), lambda: Biquads([[1, 0, 0, 1, 0, 0]]).process(noise)] * 4
threads = [threading.Thread(target=first, args=(work,)) for work in works]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(failures)
"""


def test_threads_that_need_it_first_and_together_all_get_it():
    run = subprocess.run([sys.executable, "-c", TOGETHER], capture_output=True, text=True, cwd=ROOT)
    assert run.stdout.strip() == "[]", run.stderr


def test_all_of_the_studio_loads_it_by_one_door():
    direct = [path for path in (ROOT / "musicstudio").rglob("*.py") if DIRECT.search(path.read_text("utf-8"))]
    assert [path.name for path in direct] == ["scientific.py"]
