# SPDX-License-Identifier: GPL-3.0-or-later
"""The cover as a picture of a size."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray


def cover_frame(cover: bytes, size: tuple[int, int]) -> NDArray[np.float64] | None:
    """A picture that fills a frame, cut at its edges; None where it cannot be read."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(cover)) as image:
            fitted = ImageOps.fit(image.convert("RGB"), size)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    return np.asarray(fitted, dtype=np.float64)
