# SPDX-License-Identifier: GPL-3.0-or-later
"""Does a built MusicStudio work? ``python packaging/smoke_test.py PROGRAM [ARGUMENTS...]``

Runs it headless in a home of its own: version, engines, a short song, an export; and looks at the sound.
"""

import os
import subprocess
import sys
import tempfile
import wave
from pathlib import Path


def main(program: list[str]) -> int:
    """Run the checks; 0 when all hold."""
    with tempfile.TemporaryDirectory() as folder:
        home = {**os.environ, "MUSICSTUDIO_HOME": folder, "QT_QPA_PLATFORM": "offscreen"}
        song, audio = Path(folder) / "song.mstudio", Path(folder) / "song.wav"
        steps = [
            ["--version"],
            ["engines"],
            ["generate", "short calm piano", "--duration", "8", "--seed", "1", "-o", str(song)],
            ["info", str(song), "--json"],
            ["export", str(song), "-o", str(audio), "--bit-depth", "16"],
        ]
        for step in steps:
            done = subprocess.run([*program, *step], env=home, capture_output=True, text=True, timeout=300)
            if done.returncode or "Traceback" in done.stderr:
                print(f"FAILED {' '.join(step)}\n{done.stdout}\n{done.stderr}")
                return 1
        return 0 if _sounds(audio) else 1


def _sounds(path: Path) -> bool:
    with wave.open(str(path)) as audio:
        length_s = audio.getnframes() / audio.getframerate()
        samples = audio.readframes(audio.getnframes())
    is_good = length_s >= 8.0 and max(samples) > 0
    print(f"{path.name}: {length_s:.1f} s, {'sounds' if is_good else 'SILENT OR SHORT'}")
    return is_good


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:] or [sys.executable, "-m", "musicstudio"]))
