# SPDX-License-Identifier: GPL-3.0-or-later
"""The project's grid fitted to what was heard: a tempo map from beats, and notes from seconds to ticks."""

import numpy as np

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Meter, Note, Tempo, TempoMap

from .detected import DetectedBeats, DetectedNote

DRIFT_S = 0.025
BARS_A_TEMPO = 4
PLAIN_BPM_ERROR_S = 0.025
"""A plain tempo is taken where it strays from the beats heard by no more than this from the first to the last."""
NEAR_START_S = 0.04
_FAR_BEAT_S, _FITS = 0.04, 4


def tempo_map_of(beats: DetectedBeats, start_s: float = 0.0) -> TempoMap:
    """A map whose bar lines fall on the downbeats heard in audio that begins at ``start_s`` on the timeline.

    A steady recording, or one too short to drift, gets one tempo; one that drifts a tempo every `BARS_A_TEMPO` bars.
    """
    meter = (Meter(0, beats.beats_per_bar, 4),)
    times = np.array(beats.beats_s[beats.first_downbeat :]) + start_s
    if len(times) < 2 * beats.beats_per_bar:
        return TempoMap((Tempo(0, round(beats.bpm, 3)),), meter)
    if len(times) <= beats.beats_per_bar * BARS_A_TEMPO or not _drifts(times):
        bpm, first_s = steady_tempo(times)
        offset_s = _first_bar_s(first_s, 60.0 / bpm * beats.beats_per_bar, start_s)
        return TempoMap((Tempo(0, bpm),), meter, offset_s)
    return _tempos_per_step(times, beats.beats_per_bar, meter)


def steady_tempo(times: np.ndarray) -> tuple[float, float]:
    """(BPM, time of the first beat) of the straight line through beats, those that stray from it left out.

    A whole or half BPM that the beats cannot be told apart from is taken: most music is made to one.
    """
    places = np.arange(len(times))
    kept = np.ones(len(times), dtype=bool)
    for _ in range(_FITS):
        slope, first_s = np.polyfit(places[kept], times[kept], 1)
        near = np.abs(times - first_s - slope * places) < _FAR_BEAT_S
        if near.sum() < max(4, len(times) // 2) or (near == kept).all():
            break
        kept = near
    for plain in (round(60.0 / slope), round(120.0 / slope) / 2):
        if plain and abs(60.0 / plain - slope) * len(times) < PLAIN_BPM_ERROR_S:
            return float(plain), float(np.median(times[kept] - places[kept] * 60.0 / plain))
    return float(60.0 / slope), float(first_s)


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


def _first_bar_s(first_s: float, bar_s: float, start_s: float) -> float:
    """The last bar line at or before time 0, so that the whole recording lies after tick 0; where a bar begins with the
    recording, at its very start."""
    bars = round((first_s - start_s) / bar_s)
    if abs(first_s - bars * bar_s - start_s) < NEAR_START_S:
        first_s = start_s
    return float(first_s - bar_s * np.ceil(first_s / bar_s - 1e-9)) if first_s > 0 else float(first_s)


def _drifts(times: np.ndarray) -> bool:
    """Whether beats leave a straight line by more than they scatter: they are late for a while, or early."""
    places = np.arange(len(times))
    strays = times - np.polyval(np.polyfit(places, times, 1), places)
    width = min(9, len(strays))
    windows = np.lib.stride_tricks.sliding_window_view(strays, width)
    low, high = np.percentile(np.median(windows, axis=1), [5, 95])
    return bool((high - low) / 2 > DRIFT_S)


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
