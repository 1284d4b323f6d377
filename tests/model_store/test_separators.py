# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks that take recordings apart come in by the same store, and only when they load."""

import pytest

from musicstudio.core.errors import InputError, MediaError
from musicstudio.core.progress import run_to_end
from musicstudio.separation import store
from musicstudio.separation.models import find_model
from tests.model_store import hub_server
from tests.separation.conftest import write_tiny


@pytest.fixture
def weights(tmp_path):
    path = tmp_path / "955717e8.safetensors"
    write_tiny(path)
    return path


def test_a_network_is_fetched_and_ready(weights):
    with hub_server.running({weights.name: weights.read_bytes()}) as hub:
        steps = list(store.install("htdemucs", hub.address))
    assert find_model("htdemucs").is_present
    assert [step.fraction for step in steps] == sorted(step.fraction for step in steps)


def test_a_network_of_other_stems_does_not_come_in(tmp_path):
    path = tmp_path / "955717e8.safetensors"
    write_tiny(path, sources=["voice", "rest"])
    with hub_server.running({path.name: path.read_bytes()}) as hub:
        with pytest.raises(MediaError, match="does not separate"):
            run_to_end(store.install("htdemucs", hub.address))
    assert not find_model("htdemucs").is_present


def test_what_comes_with_the_studio_is_neither_fetched_nor_removed():
    with pytest.raises(InputError, match="nothing to fetch"):
        run_to_end(store.install("studio_small"))
    with pytest.raises(InputError, match="cannot be removed"):
        store.remove("studio_small")
