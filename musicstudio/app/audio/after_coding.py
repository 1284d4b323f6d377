# SPDX-License-Identifier: GPL-3.0-or-later
"""What a lossy codec makes of a song's peaks: it is coded as it is measured, decoded, and held against the ceiling."""

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TypeVar

import numpy as np

from musicstudio.core.errors import StorageError
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import SAMPLE_RATE, db_from_gain, gain_from_db
from musicstudio.dsp.audio import Audio, silence
from musicstudio.dsp.measurement import SoundWarning, clock
from musicstudio.dsp.true_peak import TruePeakMeter
from musicstudio.interchange.encoders import SndfileEncoder
from musicstudio.interchange.written_audio import decoded_blocks

AFTER_CODING = "coding"
_KBPS = 320
_ROUNDING_DB = 0.05
T = TypeVar("T")


class CodingWatch:
    """Fed with blocks (2, frames) at 48 kHz; keeps an MP3 of 320 kbit/s in a folder. One thread at a time.

    Raises `StorageError` where that cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "coded.mp3"
        self._frames, self._is_open = 0, True
        self._encoder = _or_storage_error(
            lambda: SndfileEncoder(self._path, ".mp3", 2, SAMPLE_RATE, bits=0, kbps=_KBPS, seed=0, has_dither=False)
        )

    def feed(self, audio: Audio) -> None:
        """Take the next block."""
        self._frames += audio.shape[1]
        _or_storage_error(lambda: self._encoder.write(audio))

    def close(self) -> None:
        """Let go of the file. May be called twice."""
        if self._is_open:
            self._is_open = False
            _or_storage_error(self._encoder.close)

    def warnings(self, ceiling_dbtp: float) -> Job[list[SoundWarning]]:
        """The stretches that go over a ceiling when it is decoded. It must not be fed again."""
        self.close()
        peaks, meter, waiting = list[float](), TruePeakMeter(), silence(0)
        for block in decoded_blocks(self._path) if self._frames else ():
            yield Progress(min(1.0, len(peaks) * SAMPLE_RATE / self._frames), "Coding and decoding")
            waiting = np.concatenate([waiting, block], axis=1)
            while waiting.shape[1] >= SAMPLE_RATE:
                meter.feed(waiting[:, :SAMPLE_RATE])
                peaks.append(meter.take())
                waiting = waiting[:, SAMPLE_RATE:]
        meter.feed(waiting)
        peaks.append(meter.peak)
        return list(_over(peaks, ceiling_dbtp))


def _over(peaks: list[float], ceiling_dbtp: float) -> Iterator[SoundWarning]:
    """Neighboring seconds are one warning."""
    limit, place = gain_from_db(ceiling_dbtp + _ROUNDING_DB), 0
    for is_over, run in groupby(peaks, lambda peak: peak > limit):
        found = list(run)
        if is_over:
            told = f"{clock(place)} reaches {db_from_gain(max(found)):.1f} dBTP when it is coded as MP3"
            yield SoundWarning(AFTER_CODING, float(place), float(len(found)), told)
        place += len(found)


def _or_storage_error(work: Callable[[], T]) -> T:
    """What libsndfile cannot write, in words."""
    try:
        return work()
    except RuntimeError as error:
        raise StorageError("The song could not be coded to be checked; the disk may be full.") from error
