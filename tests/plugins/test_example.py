# SPDX-License-Identifier: GPL-3.0-or-later
"""The plug-in of docs/ENGINES.md, installed from the page as it stands, does what the page says."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "ENGINES.md"
FILES = re.compile(r"^`([\w.]+)`\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder that pip installed the page's package into."""
    source, target = tmp_path_factory.mktemp("chime"), tmp_path_factory.mktemp("site")
    files = dict(FILES.findall(PAGE.read_text(encoding="utf-8")))
    assert set(files) == {"pyproject.toml", "musicstudio_chime.py"}
    for name, text in files.items():
        (source / name).write_text(text, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--target", str(target), str(source)], check=True, capture_output=True)
    return target


def musicstudio(installed, *arguments):
    """The command line in an environment that has the plug-in."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(installed), str(ROOT)])}
    command = [sys.executable, "-m", "musicstudio", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment, timeout=120).stdout


def test_it_is_listed_with_what_it_declares(installed):
    engines = {each["engine"]: each for each in json.loads(musicstudio(installed, "engines", "--json"))}
    assert engines["chime"]["title"] == "Chime"
    assert engines["chime"]["tasks"] == ["generate"]


def test_it_makes_a_song_that_sounds(installed, tmp_path):
    song = tmp_path / "Chime.mstudio"
    musicstudio(installed, "generate", "a chime", "--engine", "chime", "--duration", "6", "--seed", "3", "-o", song)
    report = json.loads(musicstudio(installed, "info", song, "--json"))
    assert [track["name"] for track in report["tracks"]] == ["Chime"]
    musicstudio(installed, "export", song, "-o", tmp_path / "chime.wav")
    assert (tmp_path / "chime.wav").stat().st_size > 500_000


def test_it_keeps_the_contract(installed):
    check = (
        "from musicstudio_chime import Chime\n"
        "from musicstudio.plugins.api import Request, Task\n"
        "from musicstudio.plugins.checking import check_engine\n"
        "result = check_engine(Chime(), Request(Task.GENERATE, 'a chime', seed=7))\n"
        "print(sum(len(cell.notes) for cell in result.parts[0].cells))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(installed), str(ROOT)])}
    run = subprocess.run([sys.executable, "-c", check], check=True, capture_output=True, text=True, env=environment)
    assert run.stdout.split() == ["12"]
