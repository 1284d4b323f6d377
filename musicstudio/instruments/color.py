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


COLORS: dict[str, Callable[[Audio], Audio]] = {"felt": felt, "lofi": lofi}


def _one_pole(audio: Audio, cutoff_hz: float) -> Audio:
    from musicstudio.core.scientific import butter, sosfilt

    return np.asarray(sosfilt(butter(1, cutoff_hz, fs=SAMPLE_RATE, output="sos"), audio, axis=1), dtype=np.float32)
