# SPDX-License-Identifier: GPL-3.0-or-later
"""How loud a recording is, second by second, and how its power is spread over low and high."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio, to_stereo
from musicstudio.dsp.loudness import LoudnessMeter
from musicstudio.dsp.resample import resample
from musicstudio.mixing.assistant.hearing import BAND_CENTERS_HZ, Ear

_PIECE_S = 30
_HOPS_A_SECOND = 10
_FAINTEST_POWER = 1e-12


def sound_facts(audio: Audio, rate: int) -> dict[str, Any]:
    """Of (channels, frames) audio.

    loudness_lufs: the whole, gated; loudness_curve: [seconds, LUFS of the 400 ms before it], one a second, None where
    it is under -70; balance: [Hz, dB against the sum of all bands] by thirds of an octave. None and empty for silence
    and for less than 0.4 s.
    """
    meter, ear = LoudnessMeter(), Ear()
    for piece in _pieces(audio, rate):
        meter.feed(piece)
        ear.feed(piece)
    heard = ear.heard()
    if heard.is_silent:
        return {"loudness_lufs": None, "loudness_curve": [], "balance": []}
    powers = np.maximum(heard.mean_powers(), _FAINTEST_POWER)
    levels_db = 10.0 * np.log10(powers / powers.sum())
    return {
        "loudness_lufs": round(heard.lufs, 2),
        "loudness_curve": list(_curve(meter)),
        "balance": [[round(hz, 1), round(float(db), 1)] for hz, db in zip(BAND_CENTERS_HZ, levels_db, strict=True)],
    }


def _pieces(audio: Audio, rate: int) -> Iterator[Audio]:
    """Stereo at 48 kHz, half a minute at a time; more than two channels are heard as their mean."""
    step = _PIECE_S * rate
    for start in range(0, audio.shape[1], step):
        piece = np.nan_to_num(audio[:, start : start + step], nan=0.0, posinf=0.0, neginf=0.0)
        piece = piece if piece.shape[0] <= 2 else piece.mean(axis=0, keepdims=True)
        yield to_stereo(resample(piece, rate, SAMPLE_RATE) if rate != SAMPLE_RATE else piece)


def _curve(meter: LoudnessMeter) -> Iterator[list[float | None]]:
    history = meter.momentary_history_lufs()
    for hop in range(0, len(history), _HOPS_A_SECOND):
        lufs = float(history[hop])
        yield [round(0.4 + hop / _HOPS_A_SECOND, 1), round(lufs, 1) if lufs > -70.0 else None]
