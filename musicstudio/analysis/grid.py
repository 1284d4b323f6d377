# SPDX-License-Identifier: GPL-3.0-or-later
"""The project's grid fitted to what was heard: a tempo map from beats, and notes from seconds to ticks."""

import numpy as np
from msgspec import Struct

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Meter, Note, Tempo, TempoMap

from .detected import DetectedBeats, DetectedNote

STEADY_SHARE = 0.7
BARS_A_TEMPO = 4
PLAIN_BPM_ERROR_S = 0.025
"""A plain tempo is taken where it strays from the beats heard by no more than this from the first to the last."""
NEAR_START_S = 0.04
_FAR_BEAT_S, _FITS, _TRIED_STARTS = 0.04, 4, 16


def tempo_map_of(beats: DetectedBeats, start_s: float = 0.0) -> TempoMap:
    """A map whose bar lines fall on the downbeats heard in audio that begins at ``start_s`` on the timeline.

    A steady recording, or one too short to drift, gets one tempo; one that drifts a tempo every `BARS_A_TEMPO` bars.
    """
    meter = (Meter(0, beats.beats_per_bar, 4),)
    times = np.array(beats.beats_s[beats.first_downbeat :]) + start_s
    if len(times) < 2 * beats.beats_per_bar:
        return TempoMap((Tempo(0, round(beats.bpm, 3)),), meter)
    line = steady_line(times, beats.beats_per_bar)
    if len(times) <= beats.beats_per_bar * BARS_A_TEMPO or line.share >= STEADY_SHARE:
        bar_s = 60.0 / line.bpm * beats.beats_per_bar
        return TempoMap((Tempo(0, line.bpm),), meter, _first_bar_s(line.first_s, bar_s, start_s))
    return _tempos_per_step(times, beats.beats_per_bar, meter)


class SteadyLine(Struct, frozen=True):
    """A pulse without any drift. first_s: a downbeat; share: of the beats that lie on it."""

    bpm: float
    first_s: float
    share: float


def steady_line(times: np.ndarray, beats_per_bar: int = 4) -> SteadyLine:
    """The straight line that most beats lie on; those that slipped by part of a beat, or by whole ones, do not bend it.
    ``times`` begin with a downbeat.

    A whole or half BPM that the beats cannot be told apart from is taken: most music is made to one.
    """
    step = min(8, len(times) - 1)
    slope = float(np.median((times[step:] - times[:-step]) / step))
    starts = times[:: max(1, len(times) // _TRIED_STARTS)]
    first_s = max(starts, key=lambda start: int((_strays(times, start, slope) < _FAR_BEAT_S).sum()))
    for _ in range(_FITS):
        near = _strays(times, first_s, slope) < _FAR_BEAT_S
        if near.sum() < 4:
            break
        slope, first_s = (float(each) for each in np.polyfit(np.round((times[near] - first_s) / slope), times[near], 1))
    near = _strays(times, first_s, slope) < _FAR_BEAT_S
    span_s = float(times[-1] - times[0])
    for plain in (round(60.0 / slope), round(120.0 / slope) / 2):
        if plain and abs(60.0 / plain / slope - 1.0) * span_s < PLAIN_BPM_ERROR_S:
            first_s += (slope - 60.0 / plain) * float(np.mean((times - first_s) / slope))
            slope = 60.0 / plain
            break
    return SteadyLine(60.0 / slope, _downbeat_s(times[::beats_per_bar], first_s, slope, beats_per_bar), near.mean())


def _strays(times: np.ndarray, first_s: float, slope: float) -> np.ndarray:
    """How far each beat is from the nearest place of a line."""
    places = (times - first_s) / slope
    return np.asarray(np.abs(places - np.round(places)) * slope)


def _downbeat_s(downbeats: np.ndarray, first_s: float, slope: float, beats_per_bar: int) -> float:
    """A place of the line where most of the downbeats fall."""
    places = np.round((downbeats - first_s) / slope).astype(int) % beats_per_bar
    return float(first_s + slope * np.bincount(places, minlength=beats_per_bar).argmax())


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
