# SPDX-License-Identifier: GPL-3.0-or-later
"""The sound of a track's clips, before its strip."""

import numpy as np

from musicstudio.dsp.audio import Audio, silence
from musicstudio.dsp.fades import bent_in, equal_gain_in

from .plan import DECLICK_FRAMES, Span
from .sources import Sources

_LOOP_FADE_FRAMES = 240


class ClipPlayer:
    """Sums the spans of one lane, any window of the timeline. Has no memory, so any block order gives the same
    samples.
    """

    def __init__(self, spans: tuple[Span, ...], sources: Sources) -> None:
        self._spans = spans
        self._sources = sources
        self._starts = np.array([span.start for span in spans], dtype=np.int64)
        self._ends = np.array([span.end for span in spans], dtype=np.int64)
        self._ramps: dict[int, tuple[int, int]] = {}

    def read(self, start: int, frames: int, came_from: int | None = None) -> Audio:
        """Frames ``start .. start + frames`` of the timeline, stereo.

        came_from: the frame at which playing jumped here (a loop); 5 ms of what would have followed there fade out.
        """
        block = self._sum(start, frames)
        if came_from is not None:
            fade = min(_LOOP_FADE_FRAMES, frames)
            curve = equal_gain_in(fade)
            block[:, :fade] = block[:, :fade] * curve + self._sum(came_from, fade) * curve[::-1]
        return block

    def _sum(self, start: int, frames: int) -> Audio:
        block = silence(frames)
        for number in np.flatnonzero((self._starts < start + frames) & (self._ends > start)):
            span = self._spans[number]
            first, last = max(start, span.start), min(start + frames, span.end)
            audio = self._sources.read(span.source, span.source_start + first - span.start, last - first)
            block[:, first - start : last - start] += self._shape_part(int(number), audio, first)
        return block

    def _shape_part(self, number: int, audio: Audio, first: int) -> Audio:
        """A part of a span, from timeline frame ``first`` on, with its gain and the parts of its fades that fall into
        it.
        """
        span = self._spans[number]
        shaped = audio * np.float32(span.gain)
        if number not in self._ramps:
            self._ramps[number] = self._softened_frames(span)
        head, tail = self._ramps[number]
        head_bend = span.fade_in_bend if span.fade_in else None
        tail_bend = span.fade_out_bend if span.fade_out else None
        _apply_head(shaped, first - span.start, span.fade_in or head, head_bend)
        last_left = span.end - (first + audio.shape[1])
        _apply_head(shaped[:, ::-1], last_left, span.fade_out or tail, tail_bend)
        return shaped

    def _softened_frames(self, span: Span) -> tuple[int, int]:
        """Frames of the ramps at both edges."""
        longest = min(DECLICK_FRAMES, (span.end - span.start) // 2)
        return longest * span.soften_start, longest * span.soften_end


def _apply_head(audio: Audio, position: int, fade: int, bend: float | None) -> None:
    """Multiply, in place, the part of a fade-in of ``fade`` frames that audio beginning ``position`` frames into it
    covers. bend: of its curve; None: a raised cosine.
    """
    if position >= fade:
        return
    count = min(fade - position, audio.shape[1])
    if bend is None:
        audio[:, :count] *= equal_gain_in(fade, position, position + count)
    else:
        audio[:, :count] *= bent_in(fade, bend, position, position + count)
