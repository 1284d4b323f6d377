# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundled network: demucs' own HDemucs, its spectral branch only, estimating magnitudes for its Wiener filter.

A mask is learned in a fraction of the steps that a complex spectrum needs, and half the
sample rate halves the rest; `musicstudio.separation.highband` gives the stems their upper octave back.
"""

from typing import Any

SOURCES = ["drums", "bass", "other", "vocals"]
RATE = 22_050
ARGUMENTS: dict[str, Any] = {
    "sources": SOURCES, "audio_channels": 2, "channels": 48, "growth": 1.5, "depth": 4, "nfft": 2048, "hybrid": False,
    "cac": False, "wiener_iters": 1, "end_iters": 1, "kernel_size": 8, "stride": 4, "context": 1, "dconv_mode": 1,
    "dconv_depth": 2, "dconv_comp": 4, "dconv_attn": 99, "dconv_lstm": 3, "samplerate": RATE, "segment": 6,
}  # fmt: skip
KLASS = "demucs.hdemucs.HDemucs"


def build() -> Any:
    """A fresh network with random weights."""
    from demucs.hdemucs import HDemucs

    return HDemucs(**ARGUMENTS)


def magnitudes_instead_of_audio(network: Any) -> None:
    """Make `forward` return its magnitudes (batch, stem, channel, bin, frame): the loss needs no phase and no
    inverse.
    """
    network._mask = lambda spectrum, magnitude: magnitude
    network._ispec = lambda magnitude, length=None, scale=0: magnitude
