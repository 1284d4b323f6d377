# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a sound is one voice or instrument with a tune, or what else it is.

The bounds lie between what the hums, instruments and sung lines of `tests.bench.hum_bench` give and what its noises,
speech, chords, drums and bands give.
"""

from enum import StrEnum

import numpy as np
from msgspec import Struct

from ..features import Floats
from .notes import Stretch
from .partials import explained_share, share_of_partials, spectrum_of, stray_db
from .pitch import STEP_S, PitchTrack

_ACTIVE_DB, _SMOOTH_S, _STEADY_A_SECOND = 25.0, 0.18, 3.0
_MIN_VOICED, _MIN_EXPLAINED = 0.4, 0.68
_MIN_TONAL, _PEAK = 0.6, 30.0
_MIN_STEADY, _MAX_SPREAD = 0.3, 0.28
_MIN_PARTIALS, _MAX_STRAY_DB = 0.7, -16.0
_MAX_MANY, _MAX_MANY_IMPURE, _PURE = 0.45, 0.2, 0.95


class Heard(StrEnum):
    """What a sound is."""

    TUNE = "tune"
    SILENCE = "silence"
    NOISE = "noise"
    SPEECH = "speech"
    MANY = "many notes at once"


class VoiceFacts(Struct, frozen=True):
    """Shares from 0 to 1. voiced: of the sounding time. steady: of it, with a pitch that stands or turns about a place.
    explained: of the power, on the partials of the pitch. many: of the time, with sound of other pitches. strength: how
    periodic. spread: semitones that pitches stray inside a note. tonal: of the power, in peaks that stand all the time.
    """

    voiced: float = 0.0
    steady: float = 0.0
    explained: float = 0.0
    many: float = 0.0
    strength: float = 0.0
    spread: float = 0.0
    tonal: float = 0.0


def kind_of(facts: VoiceFacts) -> Heard:
    """The word for what was measured, silence apart."""
    if facts.voiced < _MIN_VOICED:
        return Heard.MANY if facts.tonal > _MIN_TONAL else Heard.NOISE
    if facts.explained < _MIN_EXPLAINED:
        return Heard.NOISE
    if facts.steady < _MIN_STEADY and facts.spread > _MAX_SPREAD:
        return Heard.SPEECH
    if facts.many > _MAX_MANY or (facts.many > _MAX_MANY_IMPURE and facts.strength < _PURE):
        return Heard.SPEECH if facts.steady < _MIN_STEADY and facts.tonal < _MIN_TONAL / 2 else Heard.MANY
    return Heard.TUNE


def facts_of(mono: Floats, rate: int, track: PitchTrack, found: list[Stretch]) -> VoiceFacts:
    """Measure (frames,) audio whose pitch and notes are known."""
    is_active = track.level_db > np.percentile(track.level_db, 98) - _ACTIVE_DB
    is_voiced = track.is_voiced & is_active
    spectra = [(note.length_s, spectrum_of(mono, rate, note)) for note in found]
    known = [(length, spectrum) for length, spectrum in spectra if spectrum is not None]
    if not known or not is_voiced.any():
        return VoiceFacts(tonal=_tonal_share(mono, rate))
    weights = np.array([length for length, _ in known])
    is_many = [share_of_partials(each) < _MIN_PARTIALS or stray_db(each) > _MAX_STRAY_DB for _, each in known]
    return VoiceFacts(
        float(is_voiced.sum() / is_active.sum()),
        float((_is_steady(track.pitch) & is_voiced).sum() / is_voiced.sum()),
        float(np.average([explained_share(each) for _, each in known], weights=weights)),
        float(np.average(is_many, weights=weights)),
        float(np.median(track.strength[is_voiced])),
        float(np.average([note.spread for note in found], weights=[note.length_s for note in found])),
        _tonal_share(mono, rate),
    )


def _tonal_share(mono: Floats, rate: int) -> float:
    """How much of the power over 100 Hz lies in narrow peaks that stand above their surroundings for a second."""
    if len(mono) < rate:
        return 0.0
    seconds = np.stack([mono[at : at + rate] for at in range(0, min(len(mono), 30 * rate) - rate + 1, rate)])
    power = (np.abs(np.fft.rfft(seconds * np.hanning(rate), axis=1)) ** 2)[:, 100:4000]
    around = np.lib.stride_tricks.sliding_window_view(np.pad(power, ((0, 0), (40, 40)), mode="edge"), 81, axis=1)
    return float(power[power > _PEAK * np.median(around, axis=2)].sum() / max(1e-14, power.sum()))


def _is_steady(pitch: Floats) -> Floats:
    """Frames around which the pitch, averaged over about one turn of vibrato, moves slowly."""
    kernel = np.ones(round(_SMOOTH_S / STEP_S))
    known = np.isfinite(pitch)
    count = np.convolve(known, kernel, mode="same")[: len(pitch)]
    total = np.convolve(np.where(known, pitch, 0.0), kernel, mode="same")[: len(pitch)]
    mean = total / np.maximum(count, 1.0)
    slope = np.abs(np.gradient(mean)) / STEP_S if len(mean) > 1 else np.zeros(len(mean))
    return np.asarray((count >= len(kernel)) & (slope < _STEADY_A_SECOND))
