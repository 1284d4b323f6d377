# SPDX-License-Identifier: GPL-3.0-or-later
"""Does a built MusicStudio work? ``python packaging/smoke_test.py [--root FOLDER] PROGRAM [ARGUMENTS...]``

--root: a system's root that the program runs in, such as one made by debootstrap, without Python; needs root's rights.

Runs it in a home of its own, without a PATH, in a folder with hostile modules: version, doctor, an added engine, a
song, an export, a separation, a part made again, an export that is played through, workers of a batch, a master and the
window; looks at the sound, and tells how long the starts take.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOSTILE = ("numpy", "argparse", "json", "musicstudio", "torch", "sitecustomize", "encodings")
ENGINE = "def enable(api):\n    open({0!r}, 'w').write('enabled')\n"
WINDOW_S = 12.0
STARTS = 3


def main(program: list[str]) -> int:
    """Run the checks; 0 when all hold."""
    root = Path(program[1]).resolve() if program[:1] == ["--root"] else None
    with tempfile.TemporaryDirectory(dir=root / "tmp" if root else None) as name:
        folder, inside = Path(name), Path("/") / Path(name).relative_to(root) if root else Path(name)
        if root:
            program = ["/usr/sbin/chroot", str(root), "/usr/bin/env", "-C", str(inside), *program[2:]]
        environment = prepare(folder, inside)
        for step, *words in steps():
            if not passes(program, words, folder, environment, step):
                return 1
        sounds = [is_sound(folder, each) for each in ("song.wav", "again.wav", "stems/*ocals*.wav", "many/*one*.wav")]
        has_engine = (folder / "engine-was-here").exists()
        print(f"added engine: {'found' if has_engine else 'NOT FOUND'}")
        return int(not (all(sounds) and has_engine and window_stands(program, folder, environment)))


SONG = "generate", "calm piano ballad", "--duration", "8", "--seed", "1", "--lyrics", "rain.txt", "-o", "song.mstudio"


def steps() -> list[tuple[str, ...]]:
    """(what it is, words of the command line)."""
    return [
        *[("start", "--version")] * STARTS,
        ("doctor", "doctor", "--report"),
        ("engines", "engines"),
        ("plug-ins", "plugins", "--scan"),
        ("generate", *SONG),
        ("export", "export", "song.mstudio", "-o", "song.wav", "--bit-depth", "16"),
        ("separate", "separate", "song.wav", "-o", "stems"),
        ("regenerate", "regenerate", "song.mstudio", "--range", "0:4", "--seed", "2"),
        ("export again", "export", "song.mstudio", "-o", "again.wav", "--bit-depth", "16"),
        ("MP3", "export", "song.mstudio", "-o", "song.mp3"),
        ("workers", "batch", "jobs.csv", "-o", "many", "--workers", "2"),
        ("licences", "licences", "--sbom"),
    ]  # fmt: skip


def prepare(folder: Path, inside: Path) -> dict[str, str]:
    """What the steps need, and modules that must never be imported."""
    for name in HOSTILE:
        (folder / f"{name}.py").write_text(f"raise SystemExit('the {name} of the current folder was imported')\n")
    (folder / "rain.txt").write_text("Rain on the roof tonight\nI will hold the line\n")
    (folder / "jobs.csv").write_text(
        "prompt,duration,seed,export,name\ncalm piano,6,1,wav,one\nslow strings,6,2,wav,two\n"
    )
    engines = folder / "home" / "data" / "engines"
    (engines / "tried-1.dist-info").mkdir(parents=True)
    (engines / "tried.py").write_text(ENGINE.format(str(inside / "engine-was-here")))
    (engines / "tried-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: tried\nVersion: 1\n")
    (engines / "tried-1.dist-info" / "entry_points.txt").write_text("[musicstudio.plugins]\ntried = tried\n")
    kept = {
        name: os.environ[name]
        for name in ("DISPLAY", "XAUTHORITY", "SYSTEMROOT", "XDG_RUNTIME_DIR")
        if name in os.environ
    }
    if len(sys.argv) < 2:  # a checkout
        kept["PYTHONPATH"] = str(Path(__file__).resolve().parents[1])
    return kept | {"MUSICSTUDIO_HOME": str(inside / "home"), "HOME": str(inside), "PATH": ""}


def passes(program: list[str], words: list[str], folder: Path, environment: dict[str, str], step: str) -> bool:
    """Run one step; print what failed."""
    began = time.monotonic()
    done = subprocess.run([*program, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    is_good = done.returncode in (0, 3) and "Traceback" not in done.stderr
    is_good |= step == "doctor" and done.returncode == 1 and "MusicStudio" in done.stdout
    print(f"{step}: {time.monotonic() - began:.2f} s" if is_good else f"FAILED {step}\n{done.stdout}\n{done.stderr}")
    return is_good


def is_sound(folder: Path, pattern: str) -> bool:
    """Whether a file lasts and is not silent."""
    path = next(iter(folder.glob(pattern)), None)
    if path is None:
        print(f"{pattern}: MISSING")
        return False
    data = path.read_bytes()
    is_good = len(data) > 100_000 and re.search(rb"[^\0]", data[4096:]) is not None
    print(f"{path.name}: {len(data) / 1e6:.1f} MB, {'sounds' if is_good else 'SILENT OR SHORT'}")
    return is_good


def window_stands(program: list[str], folder: Path, environment: dict[str, str]) -> bool:
    """Open the song in a window, under the display there is or none, and see that it and its player stay."""
    if "DISPLAY" not in environment and sys.platform == "linux":
        environment = environment | {"QT_QPA_PLATFORM": "offscreen"}
    log = folder / "home" / "logs" / "studio.log"
    process = subprocess.Popen([*program, "open", "song.mstudio"], cwd=folder, env=environment)
    began = time.monotonic()
    try:
        while process.poll() is None and time.monotonic() - began < WINDOW_S:
            time.sleep(0.1)
        children = helpers_of(process.pid)
        stands = process.poll() is None and log.exists()
    finally:
        process.terminate()
        process.wait(20)
    print(f"window: {'stands' if stands else 'DID NOT STAY'}; helpers: {', '.join(children) or 'unknown here'}")
    return stands and (sys.platform != "linux" or any("player" in each for each in children))


def helpers_of(parent: int) -> list[str]:
    """Roles of a process's children, where the system shows them as files."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat") if Path("/proc/self/stat").exists() else []:
        try:
            if int(entry.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(
                    entry.with_name("cmdline")
                    .read_bytes()
                    .replace(b"\0", b" ")
                    .decode()
                    .split("musicstudio.")[-1]
                    .strip()
                )
        except (OSError, ValueError, IndexError):
            continue
    return found


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:] or [sys.executable, "-m", "musicstudio"]))
