# SPDX-License-Identifier: GPL-3.0-or-later
"""Effects that belong to an instrument's character: the felt of an upright, the dust of a sampled kit."""

from collections.abc import Callable

import numpy as np

from musicstudio.core.units import SAMPLE_RATE

from .events import Audio


def felt(audio: Audio) -> Audio:
    """Hammers muffled by a strip of felt: a gentle 6 dB per octave above 2.2 kHz."""
    return _one_pole(audio, 2_200.0)


def lofi(audio: Audio) -> Audio:
    """A worn sampler: 11-bit steps, saturation and nothing above 7 kHz. Works for any level below full scale."""
    driven = np.tanh(audio * 2.5) / np.float32(2.5)
    stepped = np.round(driven * 2**11) / np.float32(2**11)
    return _one_pole(_one_pole(stepped.astype(np.float32), 7_000.0), 7_000.0)


def overheads(audio: Audio) -> Audio:
    """A kit as two microphones above it hear it: from 2.5 kHz on, the sides differ by echoes of 7 and 13 ms that cancel
    in mono."""
    from musicstudio.core.scientific import butter, sosfilt

    sos = butter(2, 2_500.0, "highpass", fs=SAMPLE_RATE, output="sos")
    high = np.asarray(sosfilt(sos, audio.mean(axis=0)), dtype=np.float32)
    side = np.zeros_like(high)
    for delay_s, gain in _ECHOES:
        frames = round(delay_s * SAMPLE_RATE)
        side[frames:] += np.float32(gain) * high[: max(0, high.size - frames)]
    return np.asarray(audio + np.stack([side, -side]), dtype=np.float32)


def cabinet(audio: Audio) -> Audio:
    """A driven amplifier's loudspeaker of 12 inches, which the samples lack: body, no fizz, little above 5 kHz."""
    return _shaped(
        audio, low_shelf=(650.0, 9.0), bell=(2900.0, -10.0, 0.7), thump=(130.0, 4.0, 1.2), high_cut_hz=6500.0
    )


def combo(audio: Audio) -> Audio:
    """A clean guitar's open amplifier: rounder than the bare pickup, its honk near 3 kHz taken back."""
    return _shaped(audio, low_shelf=(600.0, 6.0), bell=(2900.0, -9.0, 0.9), thump=(140.0, 2.0, 1.0), high_cut_hz=9000.0)


def _shaped(
    audio: Audio,
    low_shelf: tuple[float, float],
    bell: tuple[float, float, float],
    thump: tuple[float, float, float],
    high_cut_hz: float,
) -> Audio:
    import pedalboard

    board = pedalboard.Pedalboard(
        [
            pedalboard.LowShelfFilter(*low_shelf),
            pedalboard.PeakFilter(*bell),
            pedalboard.PeakFilter(*thump),
            *(pedalboard.LowpassFilter(high_cut_hz) for _ in range(2)),
        ]
    )
    return np.asarray(board(np.ascontiguousarray(audio), SAMPLE_RATE), dtype=np.float32)


_ECHOES = ((0.0073, 0.32), (0.0131, -0.24))
COLORS: dict[str, Callable[[Audio], Audio]] = {
    "felt": felt,
    "lofi": lofi,
    "overheads": overheads,
    "cabinet": cabinet,
    "combo": combo,
}


def _one_pole(audio: Audio, cutoff_hz: float) -> Audio:
    from musicstudio.core.scientific import butter, sosfilt

    return np.asarray(sosfilt(butter(1, cutoff_hz, fs=SAMPLE_RATE, output="sos"), audio, axis=1), dtype=np.float32)
