# SPDX-License-Identifier: GPL-3.0-or-later
"""What is drawn by hand for a singer: bends of the pitch, loudness, depth of vibrato, breathiness. Pure."""

from collections.abc import Iterable

import msgspec
import numpy as np
from numpy.typing import NDArray

BEND_CENTS, LOUDNESS_DB, VIBRATO, BREATH = "bend_cents", "loudness_db", "vibrato", "breath"
NEUTRAL = {BEND_CENTS: 0.0, LOUDNESS_DB: 0.0, VIBRATO: 1.0, BREATH: 0.0}
"""Each with the value that changes nothing. Vibrato: times the usual depth; breath: 0 to 1."""
BOUNDS = {BEND_CENTS: (-600.0, 600.0), LOUDNESS_DB: (-24.0, 12.0), VIBRATO: (0.0, 3.0), BREATH: (0.0, 1.0)}
REACH_S = 1.0
"""How far before and after its notes a phrase listens."""
BREATH_DB = -9.0
"""The noise of full breathiness, beside the voice."""
BREATH_BAND_HZ = (1_500.0, 9_000.0)
ENVELOPE_S = 0.02
Audio = NDArray[np.float32]
Values = NDArray[np.float64]
Times = NDArray[np.floating]


class Drawn(msgspec.Struct, frozen=True):
    """One line: straight between its points, level before the first and after the last. name: of `NEUTRAL`."""

    name: str
    times_s: tuple[float, ...]
    values: tuple[float, ...]


def drawn_at(lines: Iterable[Drawn], name: str, times_s: Times) -> Values | None:
    """The values of a line at these times; None where there is no such line."""
    line = next((line for line in lines if line.name == name), None)
    return None if line is None else np.interp(times_s, line.times_s, line.values)


def within_phrase(lines: Iterable[Drawn], start_s: float, length_s: float) -> tuple[Drawn, ...]:
    """What a phrase needs of the lines, in its own time: equal for equal phrases, none where they change nothing."""
    cut = (_cut(line, start_s, -REACH_S, length_s + REACH_S) for line in lines)
    return tuple(line for line in cut if any(value != NEUTRAL[line.name] for value in line.values))


def _cut(line: Drawn, zero_s: float, begin_s: float, end_s: float) -> Drawn:
    times = np.array(line.times_s) - zero_s
    inside = (times > begin_s) & (times < end_s)
    kept_s = np.concatenate([[begin_s], times[inside], [end_s]])
    edges = np.interp([begin_s, end_s], times, line.values)
    values = np.concatenate([edges[:1], np.array(line.values)[inside], edges[1:]])
    return Drawn(
        line.name, tuple(np.round(kept_s, 5).tolist()), tuple(np.round(np.clip(values, *BOUNDS[line.name]), 4).tolist())
    )


def breathe(audio: Audio, rate: int, amounts: Values) -> Audio:
    """The voice with air beside it: noise of `BREATH_BAND_HZ` that rises and falls with it. Always the same."""
    from musicstudio.core.scientific import uniform_filter1d

    noise = np.fft.rfft(np.random.default_rng(len(audio)).standard_normal(len(audio)))
    hertz = np.fft.rfftfreq(len(audio), 1 / rate)
    noise[(hertz < BREATH_BAND_HZ[0]) | (hertz > BREATH_BAND_HZ[1])] = 0.0
    air = np.fft.irfft(noise, len(audio))
    air /= max(float(np.sqrt(np.mean(air**2))), 1e-9)
    power = uniform_filter1d(np.square(audio, dtype=np.float64), round(ENVELOPE_S * rate) | 1)
    level = np.sqrt(np.maximum(power, 0.0)) * 10 ** (BREATH_DB / 20)
    return np.asarray(audio + amounts * level * air, np.float32)
