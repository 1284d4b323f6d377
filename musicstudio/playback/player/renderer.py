# SPDX-License-Identifier: GPL-3.0-or-later
"""From a plan to finished sound, block after block: the graph, the loop, the master chain and the metronome."""

from collections import deque

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.dsp.audio import Audio
from musicstudio.mixing.master import MasterChain

from ..graph.graph import Graph, Rendered
from ..graph.plan import Plan
from ..graph.sources import Sources
from .metronome import clicks

MIN_LOOP_FRAMES = 2400
Levels = NDArray[np.float32]


class Settings(Struct, frozen=True):
    """What playing depends on besides the song. loop: (start, end) in frames, or None."""

    loop: tuple[int, int] | None = None
    has_metronome: bool = False


class Block(Struct, frozen=True):
    """Finished sound for one stretch of the song: ``start`` in frames, audio (2, frames), and levels of the lanes.

    levels: rows of the plan's lanes: peak left, peak right, RMS left, RMS right, linear.
    """

    start: int
    audio: Audio
    levels: Levels


class Renderer:
    """Renders on from a place in the song, with fresh effects. One thread at a time."""

    def __init__(self, plan: Plan, sources: Sources, settings: Settings, start: int) -> None:
        self._plan, self._settings = plan, settings
        self._graph = Graph(plan, sources)
        self._chain = MasterChain(plan.master, plan.master_curves)
        self._rows = {lane.id: row for row, lane in enumerate(plan.lanes)}
        self._position = start
        self._came_from: int | None = None
        self._late = self._chain.latency_frames
        self._waiting: deque[tuple[int, int, Levels]] = deque()

    def render(self, frames: int) -> list[Block]:
        """Render about ``frames`` further (less at the end of a loop; the limiter keeps the first 6 ms back)."""
        frames = self._up_to_loop_end(frames)
        start = self._position
        rendered = self._graph.render(start, frames, self._came_from)
        self._waiting.append((start, frames, self._levels(rendered)))
        finished = self._chain.process(rendered.mix, start)
        self._go_on(start + frames)
        dropped = min(self._late, finished.shape[1])
        self._late -= dropped
        return self._blocks(finished[:, dropped:])

    @property
    def failures(self) -> list[str]:
        """Sentences on plug-ins that are bypassed."""
        return [*self._graph.failures, *self._chain.failures]

    def _up_to_loop_end(self, frames: int) -> int:
        loop = self._settings.loop
        # The limiter wants two frames at least, so no crumb is left before the end of the loop.
        if loop is None or self._position > loop[1] - 2:
            return frames
        left = loop[1] - self._position
        return left if left <= frames + 2 else frames

    def _go_on(self, end: int) -> None:
        loop = self._settings.loop
        self._position, self._came_from = end, None
        if loop and end == loop[1]:
            self._position, self._came_from = loop[0], end

    def _blocks(self, audio: Audio) -> list[Block]:
        """Match finished sound with the stretches of the song that it belongs to."""
        blocks, done = [], 0
        while done < audio.shape[1]:
            start, frames, levels = self._waiting.popleft()
            count = min(frames, audio.shape[1] - done)
            if count < frames:
                self._waiting.appendleft((start + count, frames - count, levels))
            blocks.append(self._finish_block(start, audio[:, done : done + count], levels))
            done += count
        return blocks

    def _finish_block(self, start: int, audio: Audio, levels: Levels) -> Block:
        if self._settings.has_metronome:
            audio = audio + clicks(self._plan.tempo_map, start, audio.shape[1])
        return Block(start, audio, levels)

    def _levels(self, rendered: Rendered) -> Levels:
        levels = np.zeros((len(self._rows), 4), dtype=np.float32)
        for lane_id, audio in rendered.lanes.items():
            row = levels[self._rows[lane_id]]
            row[:2] = np.abs(audio).max(axis=1)
            row[2:] = np.sqrt(np.einsum("cf,cf->c", audio, audio) / audio.shape[1])
        return levels
