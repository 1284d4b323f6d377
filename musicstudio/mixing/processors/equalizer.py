# SPDX-License-Identifier: GPL-3.0-or-later
"""The equalizer: double-precision biquads with the coefficients that the curve is drawn from."""

import numpy as np

from musicstudio.dsp.audio import Audio

from ..equalizer import BAND_COUNT, eq_sections
from .base import Processor


class Equalizer(Processor):
    """Seven bands in series; a band that does nothing costs nothing."""

    def __init__(self) -> None:
        self._state = np.zeros((BAND_COUNT, 2, 2))
        self._active: list[int] = []
        self._sections = np.zeros((0, 6))

    def set_values(self, values: dict[str, float]) -> None:
        """Recompute the bands; bands that stay in use keep their state."""
        bands = eq_sections(values)
        self._active = [index for index, band in enumerate(bands) if band]
        self._sections = np.array([band for band in bands if band]).reshape(-1, 6)
        self._state[[index for index, band in enumerate(bands) if not band]] = 0.0

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Filter the block."""
        if not self._active:
            return audio
        from scipy.signal import sosfilt

        filtered, self._state[self._active] = sosfilt(self._sections, audio, zi=self._state[self._active])
        # Far below hearing: stops decaying tails from becoming slow denormal numbers.
        self._state[np.abs(self._state) < 1e-30] = 0.0
        return np.asarray(filtered, dtype=np.float32)
