# SPDX-License-Identifier: GPL-3.0-or-later
"""Nine inputs that masters fail on, at four targets, as five kinds of files, measured as they are decoded.

Run: ``python -m tests.bench.hostile_masters [targets]``; exit status 1 where a file is over its ceiling, or off its
target without a reason.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soundfile

from musicstudio.app.audio.master_file import master_file
from musicstudio.core.progress import run_to_end

RATE = 48_000
TIME_S = np.arange(4 * RATE) / RATE
HOSTILE = {
    "sine": np.tile(0.5 * np.sin(2 * np.pi * 997 * TIME_S), (2, 1)),
    "25 Hz": np.tile(0.8 * np.sin(2 * np.pi * 25 * TIME_S), (2, 1)),
    "square": np.tile(0.9 * np.sign(np.sin(2 * np.pi * 220 * TIME_S)), (2, 1)),
    "clicks": np.tile((np.arange(4 * RATE) % (RATE // 2) == 0) * 0.9, (2, 1)),
    "bursts": np.tile(np.sin(2 * np.pi * 60 * TIME_S) * (TIME_S % 1 < 0.1), (2, 1)),
    "+40 dB": np.random.default_rng(1).standard_normal((2, 4 * RATE)) * 100,
    "offset": np.random.default_rng(2).standard_normal((2, 4 * RATE)) * 0.1 + 0.5,
    "whisper": np.random.default_rng(3).standard_normal((2, 4 * RATE)) * 1e-4,
    "one side": np.random.default_rng(4).standard_normal((2, 4 * RATE)) * 0.1 * np.array([[1], [0]]),
}  # fmt: skip
TARGETS_LUFS = (-23.0, -16.0, -14.0, -9.0)
KINDS = ("wav", "mp3", "ogg", "opus", "m4a")
CEILING_DBTP = -1.0


def main(targets_lufs: tuple[float, ...]) -> int:
    """Print a row an input and target; the exit status."""
    over, unexplained, near, count = 0, 0, 0, 0
    print(f"{'input':10} {'LUFS':>5}  " + "".join(f"{kind:>16}" for kind in KINDS))
    for name, signal in HOSTILE.items():
        for target_lufs in targets_lufs:
            cells = []
            for kind in KINDS:
                lufs, peak_dbtp, notices = mastered(signal.astype(np.float32), kind, target_lufs)
                is_near = abs(lufs - target_lufs) <= 0.2
                over += peak_dbtp > CEILING_DBTP
                unexplained += not is_near and not notices
                near, count = near + is_near, count + 1
                mark = "!" if peak_dbtp > CEILING_DBTP else " " if is_near else "~"
                cells.append(f"{lufs:8.2f} {peak_dbtp:6.2f}{mark}")
            print(f"{name:10} {target_lufs:5.0f}  " + "".join(cells), flush=True)
    print(f"{near} of {count} within 0.2 LU; {over} over the ceiling; {unexplained} off their target without a reason")
    return int(over + unexplained > 0)


def mastered(audio: np.ndarray, kind: str, target_lufs: float) -> tuple[float, float, list[str]]:
    """Loudness and true peak of a mastered file as it is decoded, and what was told."""
    with TemporaryDirectory() as folder:
        mix, out = Path(folder) / "mix.wav", Path(folder) / f"out.{kind}"
        soundfile.write(mix, audio.T, RATE, subtype="FLOAT")
        report = run_to_end(master_file(mix, out, target_lufs, CEILING_DBTP))
    return report["loudness_lufs"], report["true_peak_dbtp"], report["notices"]


if __name__ == "__main__":
    sys.exit(main(tuple(float(text) for text in sys.argv[1:]) or TARGETS_LUFS))
