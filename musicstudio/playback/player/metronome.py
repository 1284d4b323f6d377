# SPDX-License-Identifier: GPL-3.0-or-later
"""Clicks on the beat, as a pure function of the tempo map."""

import numpy as np

from musicstudio.core.units import SAMPLE_RATE, frames_from_seconds
from musicstudio.dsp.audio import Audio
from musicstudio.project.model import TempoMap

_CLICK_FRAMES = 1440
_LEVEL = 0.35


def clicks(tempo_map: TempoMap, start: int, frames: int) -> Audio:
    """Stereo clicks that sound in ``start .. start + frames`` of the timeline; the first beat of a bar is higher."""
    track = np.zeros(frames, dtype=np.float32)
    for at, is_first in _beats(tempo_map, start - _CLICK_FRAMES, start + frames):
        click = BAR_CLICK if is_first else BEAT_CLICK
        first, last = max(0, at - start), min(frames, at - start + _CLICK_FRAMES)
        track[first:last] += click[first - (at - start) : last - (at - start)]
    return np.stack([track, track])


def _beats(tempo_map: TempoMap, start: int, end: int) -> list[tuple[int, bool]]:
    """(frame, whether a bar begins) of the beats in ``start .. end``."""
    beats = []
    tick = max(0, tempo_map.ticks_at(start / SAMPLE_RATE) - 1)
    meter = tempo_map.meter_at(tick)
    tick = meter.tick + -(-(tick - meter.tick) // meter.beat_ticks) * meter.beat_ticks
    while (at := frames_from_seconds(tempo_map.seconds_at(tick))) < end:
        meter = tempo_map.meter_at(tick)
        if at > start:
            beats.append((at, (tick - meter.tick) % meter.bar_ticks == 0))
        next_tick = tick + meter.beat_ticks
        # A new meter begins its own bar, wherever the old one was.
        tick = min([next_tick, *(m.tick for m in tempo_map.meters if tick < m.tick)])
    return beats


def _click(frequency_hz: float) -> Audio:
    time_s = np.arange(_CLICK_FRAMES) / SAMPLE_RATE
    wave = _LEVEL * np.sin(2 * np.pi * frequency_hz * time_s) * np.exp(-time_s * 160)
    return np.asarray(wave, dtype=np.float32)


BAR_CLICK, BEAT_CLICK = _click(1760), _click(1174.7)
