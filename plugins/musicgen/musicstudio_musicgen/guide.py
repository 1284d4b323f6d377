# SPDX-License-Identifier: GPL-3.0-or-later
"""A tune as sound that the melody models follow: a recording, or notes as plain tones. Pure."""

import numpy as np

from musicstudio.plugins.api import SAMPLE_RATE, Audio, Note, Request, TempoMap, resample

_EDGE_S = 0.02


def guide_of(request: Request, rate: int, duration_s: float) -> Audio | None:
    """(1, frames) at ``rate``, as long as the music; None without a tune. One that is shorter is repeated."""
    if request.melody:
        tune = tones(request.melody, request.melody_map or TempoMap(), rate)
    elif request.reference is not None:
        tune = _mono(request.reference, rate)
    elif request.context is not None and request.task == "layer":
        start, end = (round(at * SAMPLE_RATE) for at in request.context.hole_s)
        tune = _mono(request.context.audio[:, start:end], rate)
    else:
        return None
    if not tune.shape[1] or not np.abs(tune).max():
        return None
    return np.tile(tune, (1, int(np.ceil(duration_s * rate / tune.shape[1]))))[:, : round(duration_s * rate)]


def tones(notes: tuple[Note, ...], tempo_map: TempoMap, rate: int) -> Audio:
    """Notes as sines of an octave's overtones, so that their pitch classes are plain."""
    length_s = tempo_map.seconds_at(max(note.start_ticks + note.length_ticks for note in notes))
    sound = np.zeros(round(length_s * rate), np.float32)
    for note in notes:
        first, last = (tempo_map.seconds_at(tick) for tick in (note.start_ticks, note.start_ticks + note.length_ticks))
        begin, end = round(first * rate), min(round(last * rate), len(sound))
        t = np.arange(max(0, end - begin)) / rate
        hz = 440.0 * 2 ** ((note.pitch - 69) / 12)
        tone = np.sin(2 * np.pi * hz * t) + 0.3 * np.sin(4 * np.pi * hz * t)
        edge = np.minimum(1.0, np.minimum(t, t[::-1]) / _EDGE_S) if len(t) else t
        sound[begin:end] += (0.5 * tone * edge * note.velocity / 127).astype(np.float32)
    return sound[np.newaxis]


def _mono(audio: Audio, rate: int) -> Audio:
    return resample(audio.mean(axis=0, keepdims=True).astype(np.float32), SAMPLE_RATE, rate)
