# SPDX-License-Identifier: GPL-3.0-or-later
"""A recording without what should not be in it: clicks, hum, steady noise, and the bleed of other stems."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.progress import Job, Progress, within

from ..audio import Audio, fit_length
from .declick import find_isolated_clicks, mend
from .frames import Frames, power_of
from .gate import gate_gains
from .hum import find_hum, without_hum
from .statistics import BLOCK, Unwanted, find_unwanted
from .strength import USUAL, Strength, strength_of
from .wiener import Mask

_SILENCE_S = 0.02
_EASE_S = 0.004


class Found(NamedTuple):
    """What was found. Levels are -140 and hum_hz is 0 where there was none.

    noise_db: dBFS; bleed_db: against the recording; clicks: how many were drawn over.
    """

    noise_db: float
    bleed_db: float
    hum_hz: float
    hum_lines: tuple[int, ...]
    clicks: int


NOTHING = Found(-140.0, -140.0, 0.0, (), 0)


class Cleaned(NamedTuple):
    """audio: float32 (channels, frames), of the shape and at the place of what came in."""

    audio: Audio
    found: Found


def clean(audio: Audio, rate: int, strength: str = USUAL, others: Sequence[Audio] = ()) -> Job[Cleaned]:
    """Clean float32 (channels, frames) audio at any rate.

    strength: a name of `STRENGTHS`. others: the other stems of the same recording, of any channel count, aligned with
    it; what leaks from them is taken out. Values that are no numbers become silence; silence stays silence, to the bit.
    All channels get the same gains, so the stereo image stays. Works on one thread in the memory of a few copies, a
    step a second or less. Raises `InputError` for an unknown strength.
    """
    figures = strength_of(strength)
    source = np.nan_to_num(audio.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    if not source.any():
        return Cleaned(source, NOTHING)
    sound, found = yield from within(_repair(source, rate), 0.0, 0.12)
    frames = Frames(source.shape[1], rate)
    aligned = [np.nan_to_num(fit_length(other, source.shape[1])) for other in others]
    aligned = [other for other in aligned if other.any()]
    unwanted = yield from within(find_unwanted(sound, aligned, frames), 0.12, 0.35)
    sound = yield from within(_mask_noise(sound, aligned, frames, unwanted, figures), 0.35, 0.95)
    yield Progress(0.95, "Lowering what is between phrases")
    sound = _silence_kept(source, sound * gate_gains(sound, rate, figures), rate)
    bleed_db = unwanted.bleed_db if aligned else NOTHING.bleed_db
    return Cleaned(sound, found._replace(noise_db=unwanted.noise_db, bleed_db=bleed_db))


def _repair(source: Audio, rate: int) -> Job[tuple[Audio, Found]]:
    """The source without clicks and hum, and what they were."""
    clicks = []
    for number, channel in enumerate(source):
        yield Progress(0.5 * number / len(source), "Looking for clicks")
        clicks.append(find_isolated_clicks(channel, rate))
    sound = mend(source, clicks)
    yield Progress(0.5, "Looking for hum")
    hum_hz, lines = find_hum(sound, rate)
    if lines:
        sound = yield from within(without_hum(sound, rate, hum_hz, lines), 0.6, 1.0)
    return sound, NOTHING._replace(hum_hz=hum_hz, hum_lines=lines, clicks=sum(map(len, clicks)))


def _mask_noise(
    audio: Audio, others: Sequence[Audio], frames: Frames, unwanted: Unwanted, strength: Strength
) -> Job[Audio]:
    sound = np.zeros_like(audio)
    mask = Mask(frames.bins, strength.weight, strength.floor_db)
    for first in range(0, frames.count, BLOCK):
        yield Progress(first / frames.count, "Taking noise and bleed away")
        spectra = frames.spectra(audio, first, first + BLOCK)
        beside = [power_of(frames.spectra(other, first, first + BLOCK)) for other in others]
        power = power_of(spectra)
        gains = mask.gains(power, np.broadcast_to(unwanted.during(beside), power.shape))
        frames.add(sound, spectra * gains, first)
    return sound


def _silence_kept(source: Audio, cleaned: Audio, rate: int) -> Audio:
    """The cleaned sound, but the source's own bits where that is silent for a while, eased into over milliseconds."""
    shortest, ease = round(_SILENCE_S * rate), max(1, round(_EASE_S * rate))
    silent = np.concatenate([[False], (source == 0.0).all(axis=0), [False]])
    edges = np.flatnonzero(np.diff(silent.astype(np.int8))).reshape(-1, 2)
    gains: NDArray[np.float32] = np.ones(source.shape[1], np.float32)
    ramp = np.linspace(0.0, 1.0, ease, dtype=np.float32)
    for start, end in edges[edges[:, 1] - edges[:, 0] >= shortest]:
        gains[start:end] = 0.0
        after, before = gains[end : end + ease], gains[max(0, start - ease) : start]
        np.minimum(after, ramp[: after.size], out=after)
        np.minimum(before, ramp[::-1][ease - before.size :], out=before)
    return np.asarray(source * (1.0 - gains) + cleaned * gains, dtype=np.float32)
