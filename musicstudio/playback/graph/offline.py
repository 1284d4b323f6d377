# SPDX-License-Identifier: GPL-3.0-or-later
"""Rendering faster than real time: the mix, mastered or not, and stems, in one pass through the same graph that is
played.

Stems are dry of the shared effects: the reverb and delay buses are stems of their own. So stems sum to the mix
whatever is on a bus, and cost nothing beyond the mix. A group with effects on it is one stem; a plain group's tracks
are a stem each.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager

import numpy as np
from msgspec import Struct

from musicstudio.core.files import scratch_folder
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import SAMPLE_RATE, frames_from_seconds
from musicstudio.dsp.audio import Audio, silence
from musicstudio.dsp.integrated import IntegratedMeter
from musicstudio.dsp.kept import SoundInMemory, Store
from musicstudio.dsp.loudness import LoudnessMeter
from musicstudio.dsp.true_peak import TruePeakMeter
from musicstudio.dsp.watermark.writing import Marker
from musicstudio.media.spool import Spool
from musicstudio.mixing.loudness_search import find_gain_db
from musicstudio.mixing.master import MasterChain
from musicstudio.mixing.strip import DeviceChain
from musicstudio.project.audio_users import name_users, users_of
from musicstudio.project.model import Project

from .graph import Graph, Rendered
from .plan import Plan, plan_of
from .sources import Media, NoMedia, Sources

MIX = "mix"
BLOCK_FRAMES = 1 << 15
WARM_UP_FRAMES = 2 * SAMPLE_RATE
_CRUMB_FRAMES = 64
_MAX_IN_MEMORY_FRAMES = 5 * 60 * SAMPLE_RATE
_MAX_TAIL_FRAMES = 12 * SAMPLE_RATE
_QUIET = 10 ** (-84 / 20)
Sink = Callable[[str, Audio], None]


class Stem(Struct, frozen=True):
    """A file's worth of a stem export: the id and name of its track, group or bus."""

    id: str
    name: str


class RenderReport(Struct, frozen=True):
    """What was rendered. Loudness is of the mix as it was written (LUFS, LU, dBTP); damaged: sentences on audio left
    silent.
    """

    frames: int
    stems: tuple[Stem, ...]
    integrated_lufs: float
    range_lu: float
    true_peak_dbtp: float
    damaged: tuple[str, ...] = ()


def render(
    project: Project,
    media: Media,
    sink: Sink,
    *,
    start_s: float = 0.0,
    end_s: float | None = None,
    with_master: bool = True,
    with_stems: bool = False,
    keeps_tail: bool = True,
    before_master: Callable[[Audio], object] | None = None,
    mark: int | None = None,
) -> Job[RenderReport]:
    """Render to ``sink(name, block)``: blocks (2, frames) of `MIX` and, if wanted, of each stem by its track's id, in
    order.

    Mute and solo count. end_s: None renders the whole song and, if keeps_tail, goes on until the last sound has died
    away (at most 12 s). before_master: is given the mix as it comes to the master. mark: a number of 32 bits that goes
    into the mix before the master, inaudibly; stems have none, nor has a mix without master. From start_s > 0, effects
    are warmed up on the 2 s before. Runs on the calling thread and a few more. Errors of the sink come through.
    """
    plan, sources = plan_of(project), Sources(media)
    span = _Span.of(plan, start_s, end_s, keeps_tail)
    first, last = span.first, span.last
    with (
        ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool,
        closing(Graph(plan, sources, pool, with_stems)) as graph,
        closing(_Finisher(plan, with_master, pool, mark)) as finisher,
    ):
        blocks = span.blocks(graph, plan)
        meters = _Meters()
        written = 0
        for start, block in blocks:
            yield Progress(min(1.0, (start - first) / max(1, last - first)), "Rendering")
            if before_master:
                before_master(block.mix)
            for name, audio in finisher.feed(start, block):
                written += _deliver(name, audio, sink, meters)
        for name, audio in finisher.finish():
            written += _deliver(name, audio, sink, meters)
    stems = tuple(Stem(lane.id, lane.name) for lane in plan.lanes if with_stems and lane.id in graph.stem_ids())
    return RenderReport(
        written, stems, meters.integrated.integrated_lufs, meters.loudness.range_lu, meters.peak.peak_db,
        (*(_describe_silence(project, source, text) for source, text in sources.damaged.items()), *graph.failures,
         *finisher.failures),
    )  # fmt: skip


def _describe_silence(project: Project, source: str, text: str) -> str:
    """Why some audio is silent, and in which clips."""
    return f"{text.removesuffix('.')}; silent: {name_users(users_of(project, [source]))}."


def stems_of(project: Project) -> tuple[Stem, ...]:
    """The stems that `render` would write."""
    plan = plan_of(project)
    ids = Graph(plan, Sources(NoMedia()), wants_stems=True).stem_ids()
    return tuple(Stem(lane.id, lane.name) for lane in plan.lanes if lane.id in ids)


def measure_master_gain(project: Project, media: Media, start_s: float = 0.0, end_s: float | None = None) -> Job[float]:
    """The ``master.gain_db`` with which the song (or a span of it), played or exported, is as loud as
    ``master.target_lufs`` asks.

    Renders the song once, as far as it sounds, through the master's devices, then finds the gain against the limiter
    (within 0.1 LU where reachable); the master's fader does not count. Needs 0.4 MB of memory a second of music up to
    five minutes; longer music is kept on disk. Raises `StorageError`.
    """
    plan = plan_of(project)
    span = _Span.of(plan, start_s, end_s, keeps_tail=True)
    with (
        _store_for(span.last + span.tail - span.first) as shaped,
        ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool,
        closing(Graph(plan, Sources(media), pool)) as graph,
        closing(DeviceChain(plan.master.devices, plan.master_curves)) as devices,
    ):
        for start, block in span.blocks(graph, plan):
            share = (start - span.first) / max(1, span.last - span.first)
            yield Progress(0.6 * min(1.0, share), "Rendering the mix")
            shaped.append(devices.process(block.mix, start, lambda _: None))
        master = plan.master
        gain_db = yield from within(find_gain_db(shaped, master.target_lufs, master.ceiling_dbtp), 0.6, 1.0)
    return round(gain_db, 2)


@contextmanager
def _store_for(frames: int) -> Iterator[Store]:
    """Where so much sound is kept: in memory, or on disk."""
    if frames <= _MAX_IN_MEMORY_FRAMES:
        yield SoundInMemory()
        return
    with scratch_folder() as folder, Spool(folder) as spool:
        yield spool


class _Span(Struct, frozen=True):
    """What is rendered, in frames: ``first`` to ``last``, and ``tail`` beyond while something sounds."""

    first: int
    last: int
    tail: int

    @classmethod
    def of(cls, plan: Plan, start_s: float, end_s: float | None, keeps_tail: bool) -> "_Span":
        last = plan.length if end_s is None else frames_from_seconds(end_s)
        has_tail = end_s is None and keeps_tail
        tail = _MAX_TAIL_FRAMES + plan.sounding_length - plan.length if has_tail else 0
        return cls(frames_from_seconds(start_s), last, tail)

    def blocks(self, graph: Graph, plan: Plan) -> Iterator[tuple[int, Rendered]]:
        blocks = _graph_blocks(graph, self.first, self.last + self.tail)
        return _until_quiet(blocks, self.last, plan.sounding_length) if self.tail else blocks


class _Meters:
    def __init__(self) -> None:
        self.integrated, self.loudness, self.peak = IntegratedMeter(), LoudnessMeter(), TruePeakMeter()

    def feed(self, audio: Audio) -> None:
        self.integrated.feed(audio)
        self.loudness.feed(audio)
        self.peak.feed(audio)


class _Finisher:
    """The mark and the master chain on a thread of their own, a block behind the graph, with their delay taken out
    again."""

    def __init__(self, plan: Plan, with_master: bool, pool: ThreadPoolExecutor, mark: int | None = None) -> None:
        self._chain = MasterChain(plan.master, plan.master_curves) if with_master else None
        self._marker = Marker(mark) if with_master and mark is not None else None
        self._late = self._chain.latency_frames if self._chain else 0
        self._pool = pool
        self._at: int | None = None
        self._pending: Future[Audio] | None = None

    def feed(self, start: int, block: Rendered) -> Iterator[tuple[str, Audio]]:
        """Take a block; give its stems and what is finished of the mix."""
        yield from block.stems.items()
        if self._chain is None:
            yield MIX, block.mix
            return
        self._at = start if self._at is None else self._at
        # The chain has a state, so a block waits for the one before it.
        finished = list(self._ready())
        self._pending = self._pool.submit(self._master, self._chain, block.mix)
        yield from finished

    @property
    def failures(self) -> list[str]:
        """Sentences on plug-ins of the master that are bypassed."""
        return self._chain.failures if self._chain else []

    def close(self) -> None:
        """Let go of plug-ins."""
        if self._chain:
            self._chain.close()

    def finish(self) -> Iterator[tuple[str, Audio]]:
        """Give the rest of the mix."""
        yield from self._ready()
        if self._chain and self._at is not None:
            late = silence(self._chain.latency_frames)
            rest = np.concatenate([self._marker.finish(), late], axis=1) if self._marker else late
            yield MIX, self._chain.process(rest, self._at)[:, self._late :]

    def _master(self, chain: MasterChain, mix: Audio) -> Audio:
        """The next block, marked and mastered; what the mark keeps back comes with the one after it."""
        audio = self._marker.feed(mix) if self._marker else mix
        start, self._at = self._at or 0, (self._at or 0) + audio.shape[1]
        return chain.process(audio, start) if audio.shape[1] else audio

    def _ready(self) -> Iterator[tuple[str, Audio]]:
        """What the chain was given last, finished."""
        if self._pending:
            audio = self._pending.result()
            yield MIX, audio[:, self._late :]
            self._late = max(0, self._late - audio.shape[1])


def _deliver(name: str, audio: Audio, sink: Sink, meters: _Meters) -> int:
    """Hand a block over; returns the frames of the mix in it."""
    sink(name, audio)
    if name != MIX:
        return 0
    meters.feed(audio)
    return int(audio.shape[1])


def _graph_blocks(graph: Graph, first: int, last: int) -> Iterator[tuple[int, Rendered]]:
    position = max(0, first - WARM_UP_FRAMES)
    while position < first:
        frames = min(BLOCK_FRAMES, first - position)
        graph.render(position, frames)
        position += frames
    while position < last:
        left = last - position
        # No crumbs: the limiter wants two frames at least.
        frames = left if left < BLOCK_FRAMES + _CRUMB_FRAMES else BLOCK_FRAMES
        yield position, graph.render(position, frames)
        position += frames


def _until_quiet(blocks: Iterator[tuple[int, Rendered]], last: int, sounding: int) -> Iterator[tuple[int, Rendered]]:
    """The blocks up to ``last``, and on while clips ring (up to ``sounding``) or effects do; cut where the sound dies
    away.
    """
    end = max(last, sounding)
    for start, block in blocks:
        peaks = np.abs(block.mix).max(axis=0)
        if start + peaks.size <= end or peaks[max(0, end - start) :].max(initial=0.0) >= _QUIET:
            yield start, block
            continue
        loud = np.flatnonzero(peaks >= _QUIET)
        kept = max(int(loud[-1]) + 1 if loud.size else 0, last - start)
        if kept > 0:
            yield start, block.cut(kept)
        return
