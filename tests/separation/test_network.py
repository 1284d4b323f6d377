# SPDX-License-Identifier: GPL-3.0-or-later
"""A network at work can be asked how it does, and left."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

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
