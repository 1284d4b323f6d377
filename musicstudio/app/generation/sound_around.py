# SPDX-License-Identifier: GPL-3.0-or-later
"""The sound around a place, as an engine hears it: of some rows, or of the whole song."""

from collections.abc import Collection

import numpy as np

from musicstudio.core.progress import Job
from musicstudio.core.units import frames_from_seconds
from musicstudio.dsp.audio import Audio, silence
from musicstudio.engines.sound_context import SoundContext
from musicstudio.media.store import MediaStore
from musicstudio.playback.graph.offline import render
from musicstudio.project.model import Project

from ..files.context_of_sound import add_clip
from .splicing import margin_s

Span = tuple[float, float]


def row_sound(project: Project, media: MediaStore, track_ids: Collection[str], span_s: Span) -> Audio:
    """What the clips of some rows hold in a span, (2, frames), before fader and effects."""
    total = silence(frames_from_seconds(span_s[1] - span_s[0]))
    for track, clip in project.clips():
        meets = clip.start_s < span_s[1] and clip.end_s > span_s[0]
        if track.id in track_ids and meets and not clip.is_muted and clip.take and clip.take.source:
            add_clip(total, clip, project, media, span_s[0])
    return total


def song_sound(project: Project, media: MediaStore, span_s: Span) -> Job[Audio]:
    """The song in a span as it comes to the master, (2, frames)."""
    blocks: list[Audio] = []
    yield from render(
        project, media, lambda _, block: blocks.append(block.copy()), start_s=span_s[0], end_s=span_s[1],
        with_master=False, keeps_tail=False,
    )  # fmt: skip
    return np.concatenate(blocks, axis=1) if blocks else silence(0)


def around(span_s: Span, context_s: float, end_s: float) -> Span:
    """A span with what is heard around it, inside the song."""
    return max(0.0, span_s[0] - context_s), max(span_s[1], min(span_s[1] + context_s, end_s))


def context_of(audio: Audio, heard_s: Span, span_s: Span, bpm: float) -> SoundContext:
    """The request's context: ``audio`` is what is heard in ``heard_s``."""
    hole_s = (span_s[0] - heard_s[0], span_s[1] - heard_s[0])
    return SoundContext(audio, heard_s[0], hole_s, margin_s(hole_s[1] - hole_s[0], bpm))


def grid_in(project: Project, span_s: Span) -> tuple[float, ...]:
    """The song's beats in a span, from its beginning; empty where the song has no grid."""
    if not project.sections:
        return ()
    tempo_map = project.tempo_map
    tick, beats = tempo_map.ticks_at(span_s[0]), []
    beat = tempo_map.meter_at(max(0, tick)).beat_ticks
    bar_tick = tempo_map.tick_of_bar(tempo_map.bar_at(max(0, tick))[0])
    tick = bar_tick + -(-(max(0, tick) - bar_tick) // beat) * beat
    while (at := tempo_map.seconds_at(tick)) < span_s[1]:
        beats.append(at - span_s[0])
        tick += beat
    return tuple(beats)
