# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way in which made sound comes into sound that is there: on the beat, as loud, blended inside the place. Pure.

Nothing outside the place is touched, for nothing of it is in what comes out.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.analysis.tempo import find_beats
from musicstudio.core.units import SAMPLE_RATE, frames_from_seconds, gain_from_db
from musicstudio.dsp.audio import Audio, to_stereo
from musicstudio.dsp.fades import with_fades
from musicstudio.dsp.splice import crossfade, level_match_db

SURE_BEAT = 0.2
BLEND_S = 0.08
_EDGE_S = 0.01
_SAME_TEMPO, _MOST_WARP = 0.005, 0.08
_LEAST_BEATS = 4


class Heard(Struct, frozen=True):
    """What was heard of made sound beside what was asked. bpm is 0 where no beat is clear; is_warped: it was brought
    to the asked tempo; shift_s: how much later it had to begin (earlier below 0) to be on the beat."""

    asked_bpm: float
    bpm: float = 0.0
    is_warped: bool = False
    shift_s: float = 0.0

    @property
    def is_as_asked(self) -> bool:
        """Whether the tempo was right as it came, or nobody can tell."""
        return not self.bpm or abs(self.bpm / self.asked_bpm - 1.0) <= _SAME_TEMPO


def splice(made: Audio, old: Audio, asked_bpm: float, grid_s: Sequence[float]) -> tuple[Audio, Heard]:
    """What stands in the place of ``old``: it begins and ends with old's own sound.

    made: from the beginning of the place on, best somewhat longer. grid_s: the song's beats, from that beginning; empty
    where the song has none.
    """
    made, heard = _on_the_grid(to_stereo(made), asked_bpm, grid_s)
    return _blend(to_stereo(old), made, heard.shift_s), heard


def margin_s(length_s: float, bpm: float) -> float:
    """How much longer than a place made sound should be, to be warped and moved to the beat."""
    return _MOST_WARP * length_s + 60.0 / max(bpm, 30.0)


def _on_the_grid(made: Audio, asked_bpm: float, grid_s: Sequence[float]) -> tuple[Audio, Heard]:
    if not grid_s or made.shape[1] < SAMPLE_RATE:
        return made, Heard(asked_bpm)
    beats = find_beats(made, SAMPLE_RATE)
    if beats.confidence < SURE_BEAT or len(beats.beats_s) < _LEAST_BEATS:
        return made, Heard(asked_bpm)
    bpm = min((beats.bpm * factor for factor in (0.5, 1.0, 2.0)), key=lambda each: abs(np.log(each / asked_bpm)))
    off, times = abs(bpm / asked_bpm - 1.0), np.array(beats.beats_s)
    is_warped = _SAME_TEMPO < off <= _MOST_WARP
    if is_warped:
        made, times = _warped(made, asked_bpm / bpm), times * bpm / asked_bpm
    elif off > _MOST_WARP:
        return made, Heard(asked_bpm, bpm)
    late_s = _late_s(times, grid_s[0], 60.0 / asked_bpm)
    made = made[:, frames_from_seconds(max(0.0, late_s)) :]
    return made, Heard(asked_bpm, bpm, is_warped, -late_s)


def _late_s(times: NDArray[np.float64], first: float, beat_s: float) -> float:
    """By how much beats come after the nearest of a grid with a beat at ``first``, half a beat at most."""
    phases = np.exp(2j * np.pi * (times - first) / beat_s)
    return float(np.angle(phases.mean()) / (2 * np.pi) * beat_s)


def _warped(made: Audio, speed: float) -> Audio:
    from pedalboard import time_stretch

    return np.asarray(time_stretch(np.ascontiguousarray(made), SAMPLE_RATE, stretch_factor=speed), np.float32)


def _blend(old: Audio, made: Audio, shift_s: float) -> Audio:
    """``made`` inside ``old``, which is heard alone at the very beginning and end."""
    frames = old.shape[1]
    delay = min(frames_from_seconds(max(0.0, shift_s)), frames // 4)
    piece = made[:, : frames - delay]
    end = delay + piece.shape[1]
    if not np.abs(old).max(initial=0.0) > 1e-5:
        out = np.zeros_like(old)
        edge = min(frames_from_seconds(_EDGE_S), piece.shape[1] // 2)
        out[:, delay:end] = with_fades(piece, edge, edge)
        return out
    fade = min(frames_from_seconds(BLEND_S), piece.shape[1] // 4)
    piece = piece * np.float32(gain_from_db(level_match_db(piece, old[:, delay:end])))
    out = old.copy()
    out[:, delay:end] = piece
    out[:, delay : delay + fade] = crossfade(old[:, delay : delay + fade], piece[:, :fade])
    out[:, end - fade : end] = crossfade(piece[:, -fade:], old[:, end - fade : end])
    return out
