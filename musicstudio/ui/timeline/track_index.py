# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips of a track by time, found without walking them all. Tracks are immutable, so an index never goes stale."""

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from itertools import accumulate

from musicstudio.project.model import Clip, Note, Track
from musicstudio.project.model.remembered import Remembered

_KEPT = 512


class TrackIndex:
    """One track's clips sorted by start, and the span of pitches of its notes."""

    def __init__(self, track: Track) -> None:
        self.clips_indexed = track.clips
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
    """The index of a track, made once per version of its clips."""
    found = _indexes.get(track.id)
    if found is None or found.clips_indexed is not track.clips:
        found = _indexes[track.id] = TrackIndex(track)
        if len(_indexes) > _KEPT:
            _indexes.popitem(last=False)
    return found


def clips_between(track: Track, start_s: float, end_s: float) -> list[Clip]:
    """Clips of a track that cross a span, by start."""
    return index_of(track).between(start_s, end_s)


def _lowest_and_highest(notes: tuple[Note, ...]) -> tuple[int, int] | None:
    pitches = [note.pitch for note in notes]
    return (min(pitches), max(pitches)) if pitches else None


_note_spans = Remembered(_lowest_and_highest, 512)  # of long takes, too, a drag makes a new tuple each moment
_indexes: OrderedDict[str, TrackIndex] = OrderedDict()


def _pitch_span(track: Track) -> tuple[int, int]:
    spans = [span for clip in track.clips if (take := clip.take) and (span := _note_spans.of(take.notes))]
    if not spans:
        return 48, 72
    low, high = min(span[0] for span in spans), max(span[1] for span in spans)
    return (low - 1, high + 1) if high - low >= 10 else (low - 6, low + 6)
