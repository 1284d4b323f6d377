# SPDX-License-Identifier: GPL-3.0-or-later
"""A loaded model ready to estimate stems: one network, or a bag of several whose estimates are averaged."""

import os
from collections.abc import Generator, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.errors import MediaError, ModelMissingError
from musicstudio.jobs.compute import CPU, ComputeDevice, free_memory, is_out_of_memory
from musicstudio.jobs.heartbeat import heartbeats

from .models import HYBRID, SeparationModel, missing_sentence
from .weights import load_network, sha256_of

Audio = NDArray[np.float32]


class Network:
    """sources: names of the stems; rate: Hz; segment_frames: how much it listens to at a time."""

    def __init__(self, members: list[Any], bag_weights: tuple[tuple[float, ...], ...] = ()) -> None:
        first = members[0]
        if any(
            list(member.sources) != list(first.sources) or member.samplerate != first.samplerate for member in members
        ):
            raise MediaError("The files of this model do not belong together; install it again.")
        self.members = members
        self.sources = tuple(str(source) for source in first.sources)
        self.rate = int(first.samplerate)
        self.segment_frames = int(self.rate * min(member.segment for member in members))
        weights = np.array(bag_weights or [[1.0] * len(self.sources)] * len(members), np.float32)
        self._weights = weights / weights.sum(axis=0)
        self.device = CPU

    def move_to(self, device: ComputeDevice) -> None:
        """Run there from the next segment on, or on the processor when the weights alone are too much for it."""
        before, self.device = self.device, device
        if before.place == device.place:
            return
        try:
            for member in self.members:
                member.to(device.place)
        except RuntimeError as error:
            self._fall_back(error)

    def estimate(self, mix: Audio, worker: Executor) -> Iterator[Audio | None]:
        """Stems (stems, 2, frames) of a normalised mix (2, ``segment_frames``); before them None, some times a second.

        The network runs on the worker's thread meanwhile (one thread for a whole recording: torch keeps memory for each
        that it ever ran on). Who stops asking leaves it to the worker to end this segment.
        """
        total = np.zeros((len(self.sources), *mix.shape), np.float32)
        for member, weights in zip(self.members, self._weights, strict=True):
            stems = yield from self._run_member(member, mix, worker)
            total += weights[:, None, None] * stems
        yield total

    def _run_member(self, member: Any, mix: Audio, worker: Executor) -> Generator[None, None, Audio]:
        """What one member makes of a segment; once more on the processor where the graphics card cannot hold it."""
        coming = worker.submit(_forward, member, mix, self.device.place)
        yield from heartbeats(coming)
        try:
            return coming.result()
        except RuntimeError as error:
            self._fall_back(error)
        return (yield from self._run_member(member, mix, worker))

    def _fall_back(self, error: RuntimeError) -> None:
        """Go on on the processor. Raises `MediaError` where it is the processor that has too little memory."""
        if not is_out_of_memory(error) and not isinstance(error, NotImplementedError):
            raise error
        if self.device.kind == CPU.kind:
            raise MediaError("There is too little memory to separate with this model.") from error
        reason = "has too little memory" if is_out_of_memory(error) else "cannot run this model"
        notice = f"{self.device.title} {reason}; the separation goes on on the processor."
        gone = self.device
        self.move_to(ComputeDevice(CPU.kind, CPU.place, CPU.title, notice))
        free_memory(gone)


def _forward(member: Any, mix: Audio, place: str) -> Audio:
    import torch

    with torch.inference_mode():
        return np.asarray(member(torch.from_numpy(mix)[None].to(place))[0].cpu().numpy())


def open_network(model: SeparationModel) -> tuple[Network, str]:
    """A model's network, kept in memory for the next time, and the hash of its weights.

    Raises `ModelMissingError` (with size and licence) or `MediaError` (damaged).
    """
    if not model.is_present:
        raise ModelMissingError(missing_sentence(model))
    hashes = tuple(sha256_of(path) for path in model.paths)
    network = _open_cached(model.paths, hashes, model.bag_weights, model.name == HYBRID)
    return network, "+".join(hashes)


@contextmanager
def modest_threads() -> Iterator[None]:
    """Leave a core to the window while a network runs, where there are more than two."""
    import torch

    before = torch.get_num_threads()
    cores = os.cpu_count() or 2
    torch.set_num_threads(max(1, min(before, max(2, cores - 1), cores)))
    try:
        yield
    finally:
        torch.set_num_threads(before)


@lru_cache(maxsize=1)
def _open_cached(
    paths: tuple[Path, ...], hashes: tuple[str, ...], bag_weights: tuple[tuple[float, ...], ...], is_hybrid: bool
) -> Network:
    from .hybrid_net import HybridNet

    del hashes
    members = [load_network(path) for path in paths]
    return Network([HybridNet(*members)] if is_hybrid else members, bag_weights)
