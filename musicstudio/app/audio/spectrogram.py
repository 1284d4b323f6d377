# SPDX-License-Identifier: GPL-3.0-or-later
"""What a clip sounds like over time and frequency, as a picture's worth of numbers."""

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.progress import Job, Progress
from musicstudio.dsp.bands import BANDS, BandMeter
from musicstudio.media.store import MediaStore

from .clip_sound import ClipSound

COLUMNS = 900
WINDOW_FRAMES = 4096
LOUDEST_DB, SOFTEST_DB = 0.0, -90.0
_CHUNK_COLUMNS = 60

Picture = NDArray[np.uint8]


def spectrogram_of(sound: ClipSound, media: MediaStore) -> Job[Picture]:
    """Levels of the clip's window, (BANDS, COLUMNS), highest band first: 0 for `SOFTEST_DB`, 255 for `LOUDEST_DB`.

    Read column by column, so an hour takes no more memory than a bar. Raises `MediaError`.
    """
    rate = sound.source.rate
    meter, picture = BandMeter(WINDOW_FRAMES, rate), np.zeros((BANDS, COLUMNS), np.uint8)
    first_s = sound.take.lead_s + sound.clip.offset_s
    for column in range(COLUMNS):
        if column % _CHUNK_COLUMNS == 0:
            yield Progress(column / COLUMNS, "Looking at the sound")
        middle = round((first_s + sound.clip.length_s * (column + 0.5) / COLUMNS) * rate)
        audio = media.read(sound.source.hash, middle - WINDOW_FRAMES // 2, WINDOW_FRAMES)
        shares = (meter.levels_db(audio) - SOFTEST_DB) / (LOUDEST_DB - SOFTEST_DB)
        picture[:, column] = (np.clip(shares, 0.0, 1.0) * 255).astype(np.uint8)[::-1]
    return picture
