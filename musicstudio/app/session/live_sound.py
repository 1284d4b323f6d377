# SPDX-License-Identifier: GPL-3.0-or-later
"""One note of a track as it sounds when a hand plays it: its instrument, through its strip."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import SAMPLE_RATE, TICKS_PER_QUARTER
from musicstudio.dsp.audio import Audio, to_stereo
from musicstudio.project.model import Master, Note, TempoMap, Track

HELD_S = 6.0
_TAIL_S = 1.5
_SILENT_BELOW = 1e-4
_SOURCE = "live"


def play_live_note(track: Track, pitch: int, velocity: int, seed: int) -> Job[Audio]:
    """A note that is held for `HELD_S`, stereo at 48 kHz. Raises `StudioError` where nothing can play it."""
    yield Progress(0.0, "Playing a note")
    length = round(HELD_S * TempoMap().bpm_at(0) / 60 * TICKS_PER_QUARTER)
    note = Note(0, length, pitch, velocity)
    if track.instrument_plugin is not None:
        from musicstudio.instruments.events import timed_notes
        from musicstudio.mixing.hosting.instrument import play_notes

        audio = yield from play_notes(track.instrument_plugin, timed_notes((note,), TempoMap(), 0, 0))
    else:
        from musicstudio.instruments.render import render_notes

        audio = render_notes(track.instrument, (note,), TempoMap(), 0, seed).audio
    return _through_strip(track, to_stereo(np.asarray(audio, dtype=np.float32)))


def _through_strip(track: Track, audio: Audio) -> Audio:
    """What the player's own graph makes of it: devices, fader, pan. Sends, groups, master and automation stay out."""
    from musicstudio.playback.graph.graph import Graph
    from musicstudio.playback.graph.plan import Lane, Plan, Span
    from musicstudio.playback.graph.sources import Sources

    frames = audio.shape[1] + round(_TAIL_S * SAMPLE_RATE)
    strip = replace(track.strip, sends=(), automation=(), is_muted=False, is_soloed=False, delay_ms=0.0)
    lane = Lane("live", track.name, "instrument", track.role, "", strip, (), (Span(_SOURCE, 0, audio.shape[1], 0),))
    graph = Graph(Plan((lane,), Master(is_on=False), length=frames), Sources(_OneSound(audio)))
    try:
        heard = graph.render(0, frames).mix
    finally:
        graph.close()
    loud = np.flatnonzero(np.abs(heard).max(axis=0) > _SILENT_BELOW)
    return np.ascontiguousarray(heard[:, : int(loud[-1]) + 1 if loud.size else 0])


class _Info(NamedTuple):
    rate: int
    frames: int


class _OneSound:
    """Media that hold one sound."""

    def __init__(self, audio: Audio) -> None:
        self._audio = audio

    def read(self, content_hash: str, start: int, frames: int) -> Audio:
        """See `musicstudio.playback.graph.sources.Media`."""
        if content_hash != _SOURCE:
            raise MediaError("There is no such sound.")
        block = np.zeros((2, frames), np.float32)
        part = self._audio[:, max(0, start) : max(0, start + frames)]
        block[:, max(0, -start) : max(0, -start) + part.shape[1]] = part
        return block

    def info(self, content_hash: str) -> _Info:
        """See `musicstudio.playback.graph.sources.Media`."""
        return _Info(SAMPLE_RATE, self._audio.shape[1])

    def distrust(self, content_hashes: Iterable[str]) -> None:
        """See `musicstudio.playback.graph.sources.Media`."""
