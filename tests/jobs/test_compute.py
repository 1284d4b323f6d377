# SPDX-License-Identifier: GPL-3.0-or-later
"""Where networks run: the environment, then the setting, then the best that is there."""

from collections.abc import Iterator

import pytest
import torch

from musicstudio.jobs.compute import ENVIRONMENT, compute_device, is_out_of_memory, prefer, wanted_kind


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    has(monkeypatch)
    yield
    prefer("")


def has(monkeypatch: pytest.MonkeyPatch, cuda: bool = False, mps: bool = False) -> None:
    """Pretend that this machine has these."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda _: "Test Card 9000")
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)


def test_cuda_goes_before_apples_and_that_before_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compute_device().kind == "cpu"
    has(monkeypatch, mps=True)
    assert compute_device().kind == "mps"
    has(monkeypatch, cuda=True, mps=True)
    assert (compute_device().kind, compute_device().title) == ("cuda", "Test Card 9000")


def test_the_setting_is_obeyed_and_the_environment_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    has(monkeypatch, cuda=True, mps=True)
    prefer("mps")
    assert compute_device().kind == "mps"
    monkeypatch.setenv(ENVIRONMENT, "CPU")
    assert compute_device().kind == "cpu"
    monkeypatch.setenv(ENVIRONMENT, "toaster")
    prefer("toaster")
    assert (wanted_kind(), compute_device().kind) == ("", "cuda")


def test_what_is_asked_for_and_not_there_is_told() -> None:
    prefer("cuda")
    assert compute_device().kind == "cpu"
    assert "no Graphics card (CUDA)" in compute_device().notice


def test_too_little_memory_is_known_from_other_faults() -> None:
    assert is_out_of_memory(torch.cuda.OutOfMemoryError("CUDA out of memory."))
    assert is_out_of_memory(RuntimeError("MPS backend out of memory (MPS allocated: 8 GB)"))
    assert is_out_of_memory(RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"))
    assert not is_out_of_memory(RuntimeError("sizes do not match"))
    assert not is_out_of_memory(ValueError("out of memory"))
