# SPDX-License-Identifier: GPL-3.0-or-later
"""From a plan to finished sound, block after block: the graph, the loop, the master chain and the metronome."""

from collections import deque

import numpy as np
from msgspec import Struct

from musicstudio.dsp.audio import Audio
from musicstudio.mixing.master import MasterChain
from musicstudio.mixing.strip import DeviceChain

from ..graph.graph import Graph, Rendered
from ..graph.plan import Plan
from ..graph.sources import Sources
from .listening import Listener, Watcher
from .metronome import clicks
from .monitor import LEVELS, MASTER_ID, Monitor, Readings, Watch

MIN_LOOP_FRAMES = 2400


class Settings(Struct, frozen=True):
    """What playing depends on besides the song. loop: (start, end) in frames, or None."""

    loop: tuple[int, int] | None = None
    has_metronome: bool = False
    monitor: Monitor = Monitor()
    watch: Watch = Watch()


class Block(Struct, frozen=True):
    """Finished sound for one stretch of the song: ``start`` in frames, audio (2, frames), and what meters show."""

    start: int
    audio: Audio
    readings: Readings


class Renderer:
    """Renders on from a place in the song, with fresh effects. One thread at a time."""

    def __init__(self, plan: Plan, sources: Sources, settings: Settings, start: int) -> None:
        self._plan, self._settings = plan, settings
        watch, monitor = settings.watch, settings.monitor
        self._graph = Graph(
            plan, sources, tapped=monitor.lane_ids, watched=(watch.owner_id, watch.device_id),
        )  # fmt: skip
        is_master_watched = watch.owner_id == MASTER_ID
        self._chain = MasterChain(plan.master, plan.master_curves, watch.device_id if is_master_watched else "")
        self._listener = Listener(monitor, self._chain.latency_frames)
        self._watcher = Watcher(watch) if watch.owner_id else None
        self._rows = {lane.id: row for row, lane in enumerate(plan.lanes)}
        self._position = start
        self._came_from: int | None = None
        self._late = self._chain.latency_frames
        self._waiting: deque[tuple[int, int, Readings]] = deque()

    def render(self, frames: int) -> list[Block]:
        """Render about ``frames`` further (less at the end of a loop; the limiter keeps the first 6 ms back)."""
        frames = self._up_to_loop_end(frames)
        start = self._position
        rendered = self._graph.render(start, frames, self._came_from)
        finished = self._listener.process(self._chain.process(rendered.mix, start), rendered)
        self._waiting.append((start, frames, self._readings(rendered)))
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
            start, frames, readings = self._waiting.popleft()
            count = min(frames, audio.shape[1] - done)
            if count < frames:
                self._waiting.appendleft((start + count, frames - count, readings))
            blocks.append(self._finish_block(start, audio[:, done : done + count], readings))
            done += count
        return blocks

    def _finish_block(self, start: int, audio: Audio, readings: Readings) -> Block:
        if self._settings.has_metronome:
            audio = audio + clicks(self._plan.tempo_map, start, audio.shape[1])
        return Block(start, audio, readings)

    def _readings(self, rendered: Rendered) -> Readings:
        levels = np.zeros((len(self._rows), LEVELS), dtype=np.float32)
        after_faders = rendered.lanes | {lane_id: after for lane_id, (_, after) in rendered.taps.items()}
        reductions_db = self._graph.reductions_db()
        for lane_id, audio in after_faders.items():
            row = levels[self._rows[lane_id]]
            row[:2] = np.abs(audio).max(axis=1)
            row[2:4] = np.sqrt(np.einsum("cf,cf->c", audio, audio) / audio.shape[1])
            row[4] = reductions_db[lane_id]
        return Readings(
            levels, self._chain.reduction_db, self._watcher.look(self._watched_chain()) if self._watcher else None
        )

    def _watched_chain(self) -> DeviceChain | None:
        owner_id = self._settings.watch.owner_id
        return self._chain.devices if owner_id == MASTER_ID else self._graph.chain(owner_id)
