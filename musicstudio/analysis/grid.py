# SPDX-License-Identifier: GPL-3.0-or-later
"""The project's grid fitted to what was heard: a tempo map from beats, and notes from seconds to ticks."""

import numpy as np

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Meter, Note, Tempo, TempoMap

from .detected import DetectedBeats, DetectedNote

STEADY_BPM_SPREAD = 0.012
BARS_A_TEMPO = 4


def tempo_map_of(beats: DetectedBeats, start_s: float = 0.0) -> TempoMap:
    """A map whose bar lines fall on the downbeats heard in audio that begins at ``start_s`` on the timeline.

    A steady recording, or one too short to drift, gets one tempo; one that drifts a tempo every `BARS_A_TEMPO` bars.
    """
    meter = (Meter(0, beats.beats_per_bar, 4),)
    times = np.array(beats.beats_s[beats.first_downbeat :]) + start_s
    if len(times) < 2 * beats.beats_per_bar:
        return TempoMap((Tempo(0, round(beats.bpm, 3)),), meter)
    slope, intercept = (float(value) for value in np.polyfit(np.arange(len(times)), times, 1))
    offset_s = _first_bar_s(intercept, slope * beats.beats_per_bar)
    if _spread(times) < STEADY_BPM_SPREAD or len(times) <= beats.beats_per_bar * BARS_A_TEMPO:
        return TempoMap((Tempo(0, 60.0 / slope),), meter, offset_s)
    return _tempos_per_step(times, beats.beats_per_bar, meter)


def ticks_of(heard: list[DetectedNote], tempo_map: TempoMap, origin_s: float, start_s: float = 0.0) -> tuple[Note, ...]:
    """Heard notes (seconds into audio that begins at ``start_s``) as notes counted from the tick at ``origin_s``."""
    origin = tempo_map.ticks_at(origin_s)
    notes = []
    for note in heard:
        first = tempo_map.ticks_at(note.start_s + start_s) - origin
        last = tempo_map.ticks_at(note.end_s + start_s) - origin
        velocity = int(np.clip(round(30 + 97 * note.strength), 1, 127))
        notes.append(Note(first, max(30, last - first), note.pitch, velocity))
    return tuple(notes)


def _first_bar_s(first_s: float, bar_s: float) -> float:
    """The last bar line at or before time 0, so that the whole recording lies after tick 0."""
    return float(first_s - bar_s * np.ceil(first_s / bar_s)) if first_s > 0 else float(first_s)


def _spread(times: np.ndarray) -> float:
    """How far local tempi stray from the overall one, as a share of it (interquartile)."""
    spans = (times[8:] - times[:-8]) / 8 if len(times) > 12 else np.diff(times)
    low, middle, high = np.percentile(spans, [25, 50, 75])
    return float((high - low) / middle)


def _tempos_per_step(times: np.ndarray, beats_per_bar: int, meter: tuple[Meter, ...]) -> TempoMap:
    step = beats_per_bar * BARS_A_TEMPO
    corners = times[::step]
    spans = np.diff(corners) / step
    bar_s = float(spans[0]) * beats_per_bar
    bars_before = int(np.ceil(max(0.0, corners[0]) / bar_s))
    tempos = [Tempo(0, 60.0 / float(spans[0]))]
    for index, span in enumerate(spans[1:], start=1):
        tick = (bars_before * beats_per_bar + index * step) * TICKS_PER_QUARTER
        tempos.append(Tempo(tick, 60.0 / float(span)))
    return TempoMap(tuple(tempos), meter, float(corners[0]) - bars_before * bar_s)
