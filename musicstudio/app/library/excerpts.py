# SPDX-License-Identifier: GPL-3.0-or-later
"""A few moments of a song as one sound, before effects and mastering, so that hearing it costs milliseconds."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from musicstudio.analysis.features import LISTEN_RATE, Floats
from musicstudio.core.errors import MediaError
from musicstudio.core.units import gain_from_db
from musicstudio.dsp.resample import resample
from musicstudio.media.store import MediaStore

EXCERPTS, EXCERPT_S = 8, 4.0
WAVE_STEPS = 96
_STEP_S = 0.03


class SoundingTake(Struct, frozen=True):
    """A take as it lies on the timeline: it sounds from start_s to end_s, its file shift_s later than the song."""

    source: str
    start_s: float
    end_s: float
    shift_s: float
    gain_db: float = 0.0


def excerpts_of(takes: Sequence[SoundingTake], media: MediaStore) -> Floats:
    """(frames,) at `LISTEN_RATE`: everything if it is short, else 8 excerpts of 4 s spread over it. What cannot be
    read is silent."""
    start_s, end_s = _span_s(takes)
    length_s = end_s - start_s
    if length_s <= EXCERPTS * EXCERPT_S:
        return mixed(takes, media, start_s, min(length_s, EXCERPTS * EXCERPT_S))
    starts = start_s + (length_s - EXCERPT_S) * np.arange(EXCERPTS) / (EXCERPTS - 1)
    return np.concatenate([mixed(takes, media, float(at), EXCERPT_S) for at in starts])


def wave_of(takes: Sequence[SoundingTake], media: MediaStore) -> bytes:
    """96 levels from 0 to 255 over the length, the loudest moment 255."""
    start_s, end_s = _span_s(takes)
    times = start_s + (end_s - start_s) * (np.arange(WAVE_STEPS) + 0.5) / WAVE_STEPS
    levels = np.array([float(np.abs(mixed(takes, media, float(at), _STEP_S)).max(initial=0.0)) for at in times])
    return np.round(255.0 * levels / max(float(levels.max()), 1e-6)).astype(np.uint8).tobytes()


def _span_s(takes: Sequence[SoundingTake]) -> tuple[float, float]:
    if not takes:
        return 0.0, 0.0
    return min(take.start_s for take in takes), max(take.end_s for take in takes)


def loudest_s(takes: Sequence[SoundingTake], media: MediaStore, length_s: float) -> float:
    """Where the loudest stretch of a length begins, as far as the wave shows it."""
    start_s, end_s = _span_s(takes)
    levels = np.frombuffer(wave_of(takes, media), dtype=np.uint8).astype(float)
    steps = max(1, round(WAVE_STEPS * length_s / max(end_s - start_s, 1e-6)))
    if steps >= WAVE_STEPS:
        return start_s
    sums = np.convolve(levels, np.ones(steps), mode="valid")
    return float(start_s + (end_s - start_s) * int(sums.argmax()) / WAVE_STEPS)


def mixed(
    takes: Sequence[SoundingTake], media: MediaStore, at_s: float, length_s: float, rate: int = LISTEN_RATE
) -> Floats:
    """(frames,) at a rate: what takes sound like together from a time on, before effects."""
    total = np.zeros(max(0, round(length_s * rate)), dtype=np.float32)
    by_rate: dict[int, Floats] = {}
    for take in takes:
        if take.start_s < at_s + length_s and at_s < take.end_s:
            _add(by_rate, take, media, at_s, length_s)
    for own_rate, mono in by_rate.items():
        sound = resample(mono[None], own_rate, rate)[0] if own_rate != rate else mono
        count = min(len(sound), len(total))
        total[:count] += sound[:count]
    return total


def _add(by_rate: dict[int, Floats], take: SoundingTake, media: MediaStore, at_s: float, length_s: float) -> None:
    first_s, last_s = max(at_s, take.start_s), min(at_s + length_s, take.end_s)
    try:
        rate = media.info(take.source).rate
        frames = max(0, round((last_s - first_s) * rate))
        block = media.read(take.source, round((first_s + take.shift_s) * rate), frames)
    except MediaError:
        return
    mono = by_rate.setdefault(rate, np.zeros(max(1, round(length_s * rate)), dtype=np.float32))
    begin = round((first_s - at_s) * rate)
    part = block.mean(axis=0)[: max(0, len(mono) - begin)]
    mono[begin : begin + len(part)] += part * np.float32(gain_from_db(take.gain_db))
