# SPDX-License-Identifier: GPL-3.0-or-later
"""From float to whole numbers, with TPDF dither.

Two uniform draws, 2 LSB wide, make the error independent of the signal.

S. P. Lipshitz, R. A. Wannamaker, J. Vanderkooy: Quantization and Dither: A Theoretical Survey, JAES 40(5), 1992.
"""

import numpy as np
from numpy.typing import NDArray

from .audio import Audio


def quantize(audio: Audio, bits: int, rng: np.random.Generator | None) -> NDArray[np.int32]:
    """Whole-number samples of ``bits`` (8 to 24), same shape, clamped to the range.

    rng: draws the dither; the same seeded generator gives the same bytes. None leaves dither out.

    Parameters
    ----------
    audio : float32 array, shape (channels, frames), full scale 1.0
    bits : int, 8 to 24
    rng : numpy Generator or None

    Returns
    -------
    int32 array of the same shape
    """
    steps = 2 ** (bits - 1)
    scaled = audio.astype(np.float64) * steps
    if rng is not None:
        scaled += rng.random(audio.shape) - rng.random(audio.shape)
    return np.asarray(np.clip(np.rint(scaled), -steps, steps - 1), dtype=np.int32)
