# SPDX-License-Identifier: GPL-3.0-or-later
"""Small songs for the playback tests: media in memory, and a builder of tracks and clips."""

from dataclasses import dataclass, field

import numpy as np

from musicstudio.core.errors import MediaError
from musicstudio.project.model import Clip, Master, Project, Source, Strip, Take, Track

RATE = 48_000


@dataclass
class Info:
    """Rate and length of a source."""

    rate: int
    frames: int


@dataclass
class MemoryMedia:
    """Audio by name instead of by hash."""

    audio: dict[str, np.ndarray] = field(default_factory=dict)
    rates: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, audio: np.ndarray, rate: int = RATE) -> Source:
        """Keep audio under a name."""
        self.audio[name], self.rates[name] = audio.astype(np.float32), rate
        return Source(name, audio.shape[1], rate, audio.shape[0])

    def info(self, content_hash: str) -> Info:
        """See `Media`."""
        if content_hash not in self.audio:
            raise MediaError(f"The audio file {content_hash} of the song is missing.")
        return Info(self.rates[content_hash], self.audio[content_hash].shape[1])

    def read(self, content_hash: str, start: int, frames: int) -> np.ndarray:
        """See `Media`."""
        whole = self.audio[content_hash]
        block = np.zeros((whole.shape[0], frames), dtype=np.float32)
        first, last = max(0, start), min(whole.shape[1], start + frames)
        if first < last:
            block[:, first - start : last - start] = whole[:, first:last]
        return block


def sine(frequency_hz: float, seconds: float, level: float = 0.25, channels: int = 2, rate: int = RATE) -> np.ndarray:
    """A sine on all channels."""
    wave = level * np.sin(2 * np.pi * frequency_hz * np.arange(round(seconds * rate)) / rate)
    return np.tile(wave, (channels, 1)).astype(np.float32)


def noise(seconds: float, seed: int = 0, level: float = 0.1) -> np.ndarray:
    """Stereo white noise."""
    return (np.random.default_rng(seed).standard_normal((2, round(seconds * RATE))) * level).astype(np.float32)


def clip(source: str, start_s: float, length_s: float, **values: object) -> Clip:
    """A clip with one take of a source."""
    lead_s = values.pop("lead_s", 0.0)
    take = Take(id=f"take-{source}", source=source, lead_s=lead_s)  # type: ignore[arg-type]
    values.setdefault("id", f"clip-{source}-{start_s}")
    return Clip(start_s=start_s, length_s=length_s, takes=(take,), active_take_id=take.id, **values)  # type: ignore[arg-type]


def track(name: str, *clips: Clip, strip: Strip = Strip(), **values: object) -> Track:
    """A track whose id is its name."""
    return Track(id=name, name=name, clips=clips, strip=strip, **values)  # type: ignore[arg-type]


def song(media: MemoryMedia, *tracks: Track, master: Master = Master(is_on=False)) -> Project:
    """A project of these tracks that knows all of the media."""
    sources = {
        name: Source(name, audio.shape[1], media.rates[name], audio.shape[0]) for name, audio in media.audio.items()
    }
    return Project(id="project-test", tracks=tracks, sources=sources, master=master)
