# SPDX-License-Identifier: GPL-3.0-or-later
"""The studio started in a folder full of somebody's modules: not one of them is run, by it or by its helpers."""

import os
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import soundfile

from musicstudio.core.children import HELPER_MODULES, helper_command, helper_environment

ROOT = Path(__file__).parents[2]
CANARY = "import os, sys\nwith open({log!r}, 'a') as log:\n    log.write({name!r} + ' ')\n"
ABSENT = ("usercustomize", "sitecustomize", "vita", "triton", "pyphen", "_soundfile_data", "numpy_distutils", "mkl")

HELPERS = """
import sys, time
from pathlib import Path
from musicstudio.media.decoding import DecodedFile
from musicstudio.playback.client import PlayerClient
from musicstudio.project.model import Project
with DecodedFile(Path("tone.wav")) as file:
    print(sum(block.shape[1] for block in file.blocks() if block is not None))
player = PlayerClient(Path("media"), is_silent=True)
player.start()
player.load(Project("p"))
player.seek(1.0)
deadline = time.monotonic() + 60
while player.position_s != 1.0 and player.is_alive and time.monotonic() < deadline:
    time.sleep(0.05)
print(player.position_s)
player.close()
"""


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A folder with a module for every name that Python, the studio's libraries or nobody has, and a sound."""
    folder = tmp_path / "Downloads"
    folder.mkdir()
    names = {*sys.stdlib_module_names, *packages_distributions(), *ABSENT} - {"musicstudio", "tests"}
    for name in names:
        if name.isidentifier():
            (folder / f"{name}.py").write_text(CANARY.format(log=str(tmp_path / "ran"), name=name))
    soundfile.write(folder / "tone.wav", [0.1] * 4800, 48_000)
    return folder


def outcome(trap: Path, command: list[str], module_places: str | None = str(ROOT)) -> str:
    environment = {**os.environ, "MUSICSTUDIO_HOME": str(trap.parent / "home")}
    environment.pop("PYTHONPATH", None)
    if module_places is not None:
        environment["PYTHONPATH"] = module_places
    run = subprocess.run(command, cwd=trap, env=environment, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    return run.stdout


def ran(trap: Path) -> str:
    log = trap.parent / "ran"
    return log.read_text() if log.exists() else ""


def test_the_trap_works(trap: Path) -> None:
    outcome(trap, [sys.executable, "-c", "import argparse"])
    assert "argparse" in ran(trap)


@pytest.mark.parametrize("more_places", ["", os.pathsep, f"{os.pathsep}.", f"{os.pathsep}./"])
def test_neither_the_player_nor_the_decoder_runs_a_module_of_the_current_folder(trap: Path, more_places: str) -> None:
    """Nor where the user's own list of places holds the current folder, as ``PYTHONPATH=/mine:`` does."""
    program = f"import os, sys\nos.environ['PYTHONPATH'] += {more_places!r}\n" + HELPERS
    (trap.parent / "program.py").write_text(program)
    said = outcome(trap, [sys.executable, "-P", str(trap.parent / "program.py")])
    assert said.split() == ["4800", "1.0"]
    assert ran(trap) == ""


@pytest.mark.parametrize("module", HELPER_MODULES)
def test_no_helper_runs_one_even_when_it_is_started_right_there(trap: Path, module: str) -> None:
    """Whatever is among the helpers tomorrow; each ends when it is given nothing to do."""
    process = subprocess.Popen(
        helper_command(module), cwd=trap, env=helper_environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        process.wait(60)
    finally:
        process.kill()
        process.wait()
    assert ran(trap) == ""


@pytest.mark.parametrize("start", ["-m musicstudio", "command"])
def test_the_studio_itself_runs_none_either(trap: Path, start: str) -> None:
    command = [sys.executable, *start.split()] if start.startswith("-m") else [sys.executable, installed_command(trap)]
    for name in loaded_before_any_module(trap.parent) if start.startswith("-m") else ():
        (trap / f"{name}.py").unlink(missing_ok=True)
    outcome(trap, [*command, "import", "Song.mstudio", "tone.wav"])
    outcome(trap, [*command, "info", "Song.mstudio"])
    assert ran(trap) == ""


def loaded_before_any_module(folder: Path) -> list[str]:
    """What ``python -m`` itself imports before the first line of a module, which no module can help."""
    (folder / "peek.py").write_text("import sys\nprint(*{name.partition('.')[0] for name in sys.modules})")
    return subprocess.run([sys.executable, "-m", "peek"], cwd=folder, capture_output=True, text=True).stdout.split()


def installed_command(trap: Path) -> str:
    """The program that installing puts on the user's path."""
    (trap.parent / "bin").mkdir()
    program = trap.parent / "bin" / "musicstudio"
    program.write_text("import re, sys\nfrom musicstudio.cli.main import main\nsys.exit(main())\n")
    return str(program)


def test_the_studio_still_starts_from_its_own_source_folder() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-m", "musicstudio", "--version"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert run.stdout.startswith("musicstudio ")


def test_a_plain_script_is_not_run_again_by_its_helpers(trap: Path) -> None:
    """Most scripts have no main guard: reading a sound must not run them a second time."""
    script = trap.parent / "script.py"
    script.write_text("print('once')\n" + HELPERS)
    assert outcome(trap, [sys.executable, str(script)]).split() == ["once", "4800", "1.0"]


AS_ON_WINDOWS = """
import os, types
asked = []
os.add_dll_directory = asked.append
from musicstudio.instruments.soundfont import fluid
fluid.sys = types.SimpleNamespace(platform="win32")
fluid._library()
here = os.path.realpath(os.getcwd())
print([path for path in asked if os.path.realpath(path) == here], os.add_dll_directory == asked.append)
"""


def test_on_windows_no_library_is_looked_for_in_the_current_folder(trap: Path) -> None:
    (trap.parent / "program.py").write_text(AS_ON_WINDOWS)
    said = outcome(trap, [sys.executable, "-P", str(trap.parent / "program.py")])
    assert said.splitlines()[-1] == "[] True"  # the binding may say where it found its library
