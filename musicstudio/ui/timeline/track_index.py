# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips of a track by time, found without walking them all. Tracks are immutable, so an index never goes stale."""

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from itertools import accumulate

from musicstudio.project.model import Clip, Track

_KEPT = 512


class TrackIndex:
    """One track's clips sorted by start, and the span of pitches of its notes."""

    def __init__(self, track: Track) -> None:
        self.track = track
        self.clips = sorted(track.clips, key=lambda clip: clip.start_s)
        self._starts = [clip.start_s for clip in self.clips]
        self._latest_ends = list(accumulate((clip.end_s for clip in self.clips), max))
        self.pitches = _pitch_span(track)

    def between(self, start_s: float, end_s: float) -> list[Clip]:
        """Clips that cross a span, by start."""
        first = bisect_right(self._latest_ends, start_s)
        last = bisect_left(self._starts, end_s)
        return [clip for clip in self.clips[first:last] if clip.end_s > start_s]


def index_of(track: Track) -> TrackIndex:
    """The index of a track, made once per version of it."""
    found = _indexes.get(track.id)
    if found is None or found.track is not track:
        found = _indexes[track.id] = TrackIndex(track)
        if len(_indexes) > _KEPT:
            _indexes.popitem(last=False)
    return found


def clips_between(track: Track, start_s: float, end_s: float) -> list[Clip]:
    """Clips of a track that cross a span, by start."""
    return index_of(track).between(start_s, end_s)


_indexes: OrderedDict[str, TrackIndex] = OrderedDict()


def _pitch_span(track: Track) -> tuple[int, int]:
    pitches = [note.pitch for clip in track.clips if (take := clip.take) for note in take.notes]
    if not pitches:
        return 48, 72
    low, high = min(pitches), max(pitches)
    return (low - 1, high + 1) if high - low >= 10 else (low - 6, low + 6)
