# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window as a screen reader meets it: over AT-SPI, on a bus and a screen of its own."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .screen import Screen, why_not

WALK = Path(__file__).with_name("walk_accessible.py")
SYSTEM_PYTHON = "/usr/bin/python3"
INTERACTIVE = {
    "push button",
    "toggle button",
    "check box",
    "slider",
    "combo box",
    "text",
    "spin button",
    "radio button",
}


def why_no_reader() -> str:
    if problem := why_not():
        return problem
    if not shutil.which("dbus-run-session"):
        return "dbus-run-session not installed"
    if not any(Path(folder, "at-spi-bus-launcher").exists() for folder in ("/usr/libexec", "/usr/lib/at-spi2-core")):
        return "at-spi2-core not installed"
    has = Path(SYSTEM_PYTHON).exists() and not subprocess.call(
        [SYSTEM_PYTHON, "-c", "import pyatspi"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return "" if has else "python3-pyatspi not installed"


pytestmark = [pytest.mark.desktop, pytest.mark.skipif(bool(why_no_reader()), reason=why_no_reader())]


@pytest.fixture
def nodes(tmp_path, song):
    """Every node of the tree of the window on a song."""
    (tmp_path / "house").mkdir()
    script = (
        f'"{sys.executable}" -m tests.desktop.studio_window "{song}" >/dev/null 2>&1 & studio=$!; '
        f'"{SYSTEM_PYTHON}" "{WALK}" 90; kill $studio'
    )
    with Screen(tmp_path / "house") as screen:
        environment = screen.environment | {
            "QT_ACCESSIBILITY": "1", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PYTHONPATH": str(Path.cwd()),
            "MUSICSTUDIO_HOME": str(tmp_path / "home"), "GTK_MODULES": "",
        }  # fmt: skip
        done = subprocess.run(
            ["dbus-run-session", "--", "bash", "-c", script],
            env=environment, capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
    return json.loads(done.stdout.strip().splitlines()[-1] or "[]")


def test_a_screen_reader_finds_the_panels_and_every_control_has_a_name(nodes):
    assert len(nodes) > 100, "the studio was not found on the accessibility bus"
    names = {node["name"] for node in nodes}
    assert {"Transport", "Track headers", "Scroll in time", "Overview of the song", "Mixer"} <= names
    assert any(name.startswith("Timeline. ") for name in names)
    assert any(name.startswith("Track ") for name in names)
    shown = [node for node in nodes if node["showing"] and node["role"] in INTERACTIVE]
    nameless = [(*node["above"][-3:], node["role"]) for node in shown if not node["name"]]
    assert len(shown) > 40 and not nameless, nameless[:10]
