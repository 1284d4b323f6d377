# SPDX-License-Identifier: GPL-3.0-or-later
"""A network at work can be asked how it does, and left."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

from musicstudio.core.errors import MediaError
from musicstudio.jobs.compute import ComputeDevice
from musicstudio.separation.network import Network


class Held(torch.nn.Module):
    """Gives half of the mix as its only stem, but not before it may."""

    sources, samplerate, segment = ("all",), 8000, 1.0

    def __init__(self) -> None:
        super().__init__()
        self.may, self.finished = threading.Event(), 0

    def forward(self, mix: torch.Tensor) -> torch.Tensor:
        self.may.wait(30)
        self.finished += 1
        return mix[:, None] / 2


@pytest.fixture
def worker() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1, "separation") as made:
        yield made


def test_it_answers_while_it_works_and_then_gives_the_stems(worker: ThreadPoolExecutor) -> None:
    member, mix = Held(), np.ones((2, 8000), np.float32)
    answers = Network([member]).estimate(mix, worker)
    assert [next(answers), next(answers), next(answers)] == [None, None, None]
    member.may.set()
    *_, stems = answers
    np.testing.assert_array_equal(stems, mix[None] / 2)


def test_leaving_it_ends_with_the_segment_at_hand(worker: ThreadPoolExecutor) -> None:
    first, second = Held(), Held()
    answers = Network([first, second]).estimate(np.zeros((2, 8000), np.float32), worker)
    next(answers)
    first.may.set()
    answers.close()
    worker.shutdown()
    assert (first.finished, second.finished) == (1, 0)


def test_members_are_averaged(worker: ThreadPoolExecutor) -> None:
    members = [Held(), Held()]
    for member in members:
        member.may.set()
    *_, stems = Network(members).estimate(np.ones((2, 8000), np.float32), worker)
    np.testing.assert_array_equal(stems, np.full((1, 2, 8000), 0.5, np.float32))


class Small(torch.nn.Module):
    """A network on a card that holds so many segments and then refuses."""

    sources, samplerate, segment = ("all",), 8000, 1.0

    def __init__(self, segments: int, refusal: RuntimeError) -> None:
        super().__init__()
        self.left, self.refusal, self.places = segments, refusal, []

    def to(self, place: str) -> "Small":
        self.places.append(place)
        return self

    def forward(self, mix: torch.Tensor) -> torch.Tensor:
        if self.places == [CARD.place]:
            self.left -= 1
            if self.left < 0:
                raise self.refusal
        return mix[:, None] / 2


# A card whose memory is the processor's, as this machine has no other.
CARD = ComputeDevice("cuda", torch.device("cpu", 0), "Test Card 9000")  # type: ignore[arg-type]


@pytest.mark.parametrize("refusal", [
    torch.cuda.OutOfMemoryError("CUDA out of memory."), RuntimeError("MPS backend out of memory"),
    NotImplementedError("The operator is not implemented for MPS"),
])  # fmt: skip
def test_a_card_that_gives_up_leaves_the_rest_to_the_processor(
    worker: ThreadPoolExecutor, refusal: RuntimeError
) -> None:
    member, mix = Small(1, refusal), np.ones((2, 8000), np.float32)
    network = Network([member])
    network.move_to(CARD)
    for _ in range(3):
        *_, stems = network.estimate(mix, worker)
        np.testing.assert_array_equal(stems, mix[None] / 2)
    assert member.places == [CARD.place, "cpu"]
    assert network.device.notice.startswith("Test Card 9000")
    assert network.device.notice.endswith("goes on on the processor.")


def test_another_fault_of_a_network_is_not_hidden(worker: ThreadPoolExecutor) -> None:
    network = Network([Small(0, RuntimeError("sizes do not match"))])
    network.move_to(CARD)
    with pytest.raises(RuntimeError, match="sizes"):
        list(network.estimate(np.ones((2, 8000), np.float32), worker))


def test_too_little_memory_on_the_processor_is_said() -> None:
    class Full(Small):
        def to(self, place: str) -> "Small":
            raise RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory")

    with pytest.raises(MediaError, match="too little memory"):
        Network([Full(0, RuntimeError())]).move_to(CARD)
