# SPDX-License-Identifier: GPL-3.0-or-later
"""Python packages of an entry: installed from wheels on the disk into another environment, told, and taken out."""

import json
import subprocess
import sys
import venv

import pytest
from msgspec.structs import replace

from musicstudio.core.errors import StorageError
from musicstudio.core.progress import run_to_end
from musicstudio.model_store import packages
from musicstudio.model_store.catalogue import find_entry, list_entries
from musicstudio.model_store.packages import add_packages, added_by, drop_packages, wanted_by
from musicstudio.model_store.wheels import build_wheel, plugins_dir

SMALL = find_entry("musicgen-small")


@pytest.fixture
def python(tmp_path):
    """The interpreter of an empty environment."""
    venv.create(tmp_path / "environment", with_pip=False)
    return tmp_path / "environment" / "bin" / "python"


@pytest.fixture
def plugins(tmp_path):
    """A folder with one small plug-in that needs one small package, and the wheel of that package beside it."""
    _plugin(tmp_path / "plugins" / "musicgen", "musicstudio-musicgen", ["quaver==1.0"])
    _plugin(tmp_path / "quaver", "quaver", [])
    build_wheel(tmp_path / "quaver", tmp_path / "wheels")
    return tmp_path / "plugins"


def _plugin(folder, name, needs):
    package = folder / name.replace("-", "_")
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f"NAME = {name!r}\n")
    (folder / "pyproject.toml").write_text(
        f'[project]\nname = "{name}"\nversion = "1.0"\ndependencies = {json.dumps(needs)}\n'
        f'[project.entry-points."musicstudio.plugins"]\n{name} = "{package.name}"\n'
    )


def _here(python):
    code = "import importlib.metadata as m; print(*sorted(d.name for d in m.distributions()))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def test_a_plugin_and_what_it_needs_come_and_go(python, plugins, tmp_path):
    entry = replace(SMALL, packages=())
    offline = ("--no-index", "--find-links", str(tmp_path / "wheels"))
    added = run_to_end(add_packages(entry, python, offline, plugins))
    assert added == ("musicstudio-musicgen 1.0", "quaver 1.0") and set(_here(python)) >= {"musicstudio-musicgen"}
    entries = "import importlib.metadata as m; print(*[e.value for e in m.entry_points(group='musicstudio.plugins')])"
    found = subprocess.run([python, "-c", entries], capture_output=True, text=True, check=True).stdout
    assert "musicstudio_musicgen" in found.split()
    assert added_by(entry) == ("musicstudio-musicgen", "quaver")
    assert run_to_end(drop_packages(entry, python)) == ("musicstudio-musicgen", "quaver")
    assert not {"musicstudio-musicgen", "quaver"} & set(_here(python)) and added_by(entry) == ()


def test_what_another_entry_needs_stays(python, plugins, tmp_path):
    offline = ("--no-index", "--find-links", str(tmp_path / "wheels"))
    medium = replace(find_entry("musicgen-medium"), packages=())
    run_to_end(add_packages(replace(SMALL, packages=()), python, offline, plugins))
    run_to_end(add_packages(medium, python, offline, plugins))
    assert "musicstudio-musicgen" not in added_by(medium) and run_to_end(drop_packages(medium, python)) == ()
    assert "musicstudio-musicgen" in _here(python)


def test_a_package_that_cannot_be_had_is_one_sentence_and_changes_nothing(python, plugins):
    with pytest.raises(StorageError, match=r"could not be installed: .*quaver"):
        run_to_end(add_packages(replace(SMALL, packages=()), python, ("--no-index",), plugins))
    assert _here(python) == [] and added_by(SMALL) == ()


def test_closing_the_job_ends_pip(python, plugins, monkeypatch):
    slow = [sys.executable, "-c", "import time; time.sleep(600)"]
    monkeypatch.setattr(packages._Environment, "packages", lambda _: {})
    monkeypatch.setattr(packages._Environment, "_command", lambda *_: slow)
    job = add_packages(replace(SMALL, packages=()), python, (), plugins)
    assert "Installing musicstudio-musicgen" in next(job).message
    job.close()


@pytest.mark.parametrize("name", sorted({entry.plugin for entry in list_entries("engine")}))
def test_the_studios_own_plugins_make_wheels_with_their_entry_points(name, tmp_path):
    import zipfile

    first, again = (build_wheel(plugins_dir() / name, tmp_path / part) for part in ("a", "b"))
    assert first.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(first) as archive:
        (points,) = (each for each in archive.namelist() if each.endswith("entry_points.txt"))
        assert "[musicstudio.plugins]" in archive.read(points).decode()


def test_what_is_wanted_is_told_by_name():
    assert wanted_by(SMALL) == ("transformers==5.23.0", "musicstudio-musicgen")


def test_a_packaged_studio_says_that_nothing_can_be_added(plugins, monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(StorageError, match="came without pip"):
        run_to_end(add_packages(SMALL, None, (), plugins))
