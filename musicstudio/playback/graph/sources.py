# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the song's audio as the graph wants it: stereo at 48 kHz, any window, whatever the file's rate."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Protocol

from musicstudio.core.errors import MediaError
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio, silence, to_stereo
from musicstudio.dsp.resample import resample, window_for

_CHUNK_FRAMES = SAMPLE_RATE
_CHUNKS_KEPT = 48


class MediaInfo(Protocol):
    """What is known of a file."""

    @property
    def rate(self) -> int:
        """Frames a second."""

    @property
    def frames(self) -> int:
        """Length."""


class Media(Protocol):
    """Where audio comes from: `musicstudio.media.store.MediaStore`, or anything alike. Safe for several threads."""

    def read(self, content_hash: str, start: int, frames: int) -> Audio:
        """Exactly ``frames`` frames, (channels, frames), silence outside the file. Raises MediaError."""

    def info(self, content_hash: str) -> MediaInfo:
        """Rate and length. Raises MediaError."""

    def distrust(self, content_hashes: Iterable[str]) -> None:
        """These are known to be damaged, and no others: reading them raises MediaError."""


class NoMedia:
    """Media without any file, for graphs that are asked rather than heard."""

    def read(self, content_hash: str, start: int, frames: int) -> Audio:
        """See `Media`."""
        raise MediaError(f"The audio file {content_hash} of the song is missing.")

    def info(self, content_hash: str) -> MediaInfo:
        """See `Media`."""
        raise MediaError(f"The audio file {content_hash} of the song is missing.")

    def distrust(self, content_hashes: Iterable[str]) -> None:
        """See `Media`."""


class Sources:
    """Windows of sources. Missing or damaged files are silent and named in ``damaged``, so one bad file stops nothing.

    Safe for several threads.
    """

    def __init__(self, media: Media) -> None:
        self._media = media
        self._chunks: OrderedDict[tuple[str, int], Audio] = OrderedDict()
        self.damaged: dict[str, str] = {}

    def read(self, source: str, start: int, frames: int) -> Audio:
        """Frames ``start .. start + frames`` of a source, counted at 48 kHz: stereo float32, silent outside the
        file.
        """
        if source in self.damaged:
            return silence(frames)
        try:
            rate = self._media.info(source).rate
            if rate == SAMPLE_RATE:
                return to_stereo(self._media.read(source, start, frames))
            return self._convert_rate(source, rate, start, frames)
        except MediaError as error:
            self.damaged[source] = str(error)
            return silence(frames)

    def distrust(self, sources: Iterable[str]) -> None:
        """Play these as silence; what was heard of them is forgotten."""
        self._media.distrust(sources)
        self._chunks.clear()
        self.damaged.clear()

    def _convert_rate(self, source: str, rate: int, start: int, frames: int) -> Audio:
        block = silence(frames)
        for number in range(start // _CHUNK_FRAMES, (start + frames - 1) // _CHUNK_FRAMES + 1):
            chunk, offset = self._chunk(source, rate, number), number * _CHUNK_FRAMES - start
            first, last = max(0, offset), min(frames, offset + _CHUNK_FRAMES)
            block[:, first:last] = chunk[:, first - offset : last - offset]
        return block

    def _chunk(self, source: str, rate: int, number: int) -> Audio:
        """One second of a source of another rate; the last ones are kept."""
        found = self._chunks.get((source, number))
        if found is None:
            first, frames, drop = window_for(number * _CHUNK_FRAMES, _CHUNK_FRAMES, rate, SAMPLE_RATE)
            wide = resample(to_stereo(self._media.read(source, first, frames)), rate, SAMPLE_RATE)
            found = self._chunks[(source, number)] = wide[:, drop : drop + _CHUNK_FRAMES]
            while len(self._chunks) > _CHUNKS_KEPT:
                self._chunks.popitem(last=False)
        return found
