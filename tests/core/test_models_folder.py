# SPDX-License-Identifier: GPL-3.0-or-later
"""Where weights are: the usual place, a folder that was chosen, or the one that the environment gave."""

import os
from pathlib import Path

import pytest

from musicstudio.core import paths


@pytest.fixture(autouse=True)
def usual():
    """The choice is the process's: it is put back."""
    yield
    paths.prefer_models_dir("")


def test_a_chosen_folder_holds_here_and_in_processes_started_here_until_it_is_taken_back(tmp_path):
    assert paths.models_dir() == paths.data_dir() / "models"
    paths.prefer_models_dir(str(tmp_path))
    assert paths.models_dir() == tmp_path == Path(os.environ["MUSICSTUDIO_MODELS"])
    paths.prefer_models_dir("")
    assert paths.models_dir() == paths.data_dir() / "models" and "MUSICSTUDIO_MODELS" not in os.environ


def test_whether_the_home_was_moved(monkeypatch):
    assert paths.is_home_moved()
    monkeypatch.delenv("MUSICSTUDIO_HOME")
    assert not paths.is_home_moved()
