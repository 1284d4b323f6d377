# SPDX-License-Identifier: GPL-3.0-or-later
"""The equalizer: double-precision biquads with the coefficients that the curve is drawn from."""

import numpy as np

from musicstudio.dsp.audio import Audio
from musicstudio.dsp.biquads import Biquads

from ..equalizer import BAND_COUNT, eq_sections
from .base import Processor


class Equalizer(Processor):
    """Seven bands in series; a band that does nothing costs nothing."""

    def __init__(self) -> None:
        self._state = np.zeros((2, BAND_COUNT, 2))
        self._active: list[int] = []
        self._filters = Biquads([])

    def set_values(self, values: dict[str, float]) -> None:
        """Recompute the bands; bands that stay in use keep their state."""
        self._state[:, self._active] = self._filters.state
        bands = eq_sections(values)
        self._state[:, [index for index, band in enumerate(bands) if not band]] = 0.0
        self._active = [index for index, band in enumerate(bands) if band]
        self._filters = Biquads([band for band in bands if band])
        self._filters.state[:] = self._state[:, self._active]

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Filter the block."""
        return self._filters.process(audio).astype(np.float32) if self._active else audio
