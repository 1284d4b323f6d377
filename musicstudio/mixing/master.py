# SPDX-License-Identifier: GPL-3.0-or-later
"""The mastering chain: devices, gain, true-peak limiter; and how much gain a song needs to be as loud as was asked."""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from musicstudio.core.progress import Job, within
from musicstudio.core.units import gain_from_db
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.integrated import IntegratedMeter
from musicstudio.dsp.kept import KeptSound, Store, feed_meters
from musicstudio.dsp.loudness import LoudnessMeter
from musicstudio.dsp.true_peak import TruePeakMeter
from musicstudio.project.model import Master

from .automation import Curve
from .fader import MasterFader
from .leveling import Leveling, find_leveling
from .limiter import TruePeakLimiter
from .presets import mastering_devices
from .processors.base import without_errors
from .strip import DeviceChain
from .verdict import CLOSE_ENOUGH_LU

_BLOCK_FRAMES = 1 << 16


class MasterChain:
    """The running chain of a document's `Master`, with its fader. Output is ``latency_frames`` late. One thread at a
    time.
    """

    def __init__(self, master: Master, curves: tuple[Curve, ...] = (), watched_id: str = "") -> None:
        """watched_id: see `DeviceChain`."""
        self.devices = DeviceChain(master.devices if master.is_on else (), curves, watched_id)
        self._fader = MasterFader(master, curves)
        self._gain = np.float32(gain_from_db(master.gain_db))
        self._limiter = TruePeakLimiter(master.ceiling_dbtp) if master.is_on else None
        self.latency_frames = self.devices.latency_frames + (self._limiter.latency_frames if self._limiter else 0)

    def close(self) -> None:
        """Let go of plug-ins."""
        self.devices.close()

    @property
    def failures(self) -> list[str]:
        """Sentences on plug-ins that are bypassed."""
        return self.devices.failures

    @property
    def reduction_db(self) -> float:
        """By how much the dynamics and the limiter turned the last block down."""
        return self.devices.reduction_db + (self._limiter.reduction_db if self._limiter else 0.0)

    def process(self, audio: Audio, start: int) -> Audio:
        """The next block of the mix, shape (2, frames), beginning at timeline frame ``start``; as many frames come
        back.
        """
        frames, audio = audio.shape[1], without_errors(audio)
        if self._limiter is None:
            return audio if self._fader.is_open else audio * self._fader.gains(start, frames)
        shaped = self.devices.process(audio, start, lambda _: None) * self._gain
        if self._fader.is_open:
            return self._limiter.process(shaped)
        limited = self._limiter.process(shaped * self._fader.up(start, frames))
        return np.asarray(limited * self._fader.down(start - self.latency_frames, frames), dtype=np.float32)


class LoudnessReport(Struct, frozen=True):
    """What mastering did. Loudness in LUFS (integrated), peaks in dBTP, range in LU."""

    before_lufs: float
    after_lufs: float
    before_dbtp: float
    after_dbtp: float
    range_lu: float
    gain_db: float
    target_lufs: float
    ceiling_dbtp: float

    @property
    def is_on_target(self) -> bool:
        """Whether the loudness landed within 0.2 LU of the target."""
        return abs(self.after_lufs - self.target_lufs) <= CLOSE_ENOUGH_LU


class Mastered(Struct, frozen=True):
    """shaped: the sound after the devices; leveling: what brings it to its loudness."""

    shaped: KeptSound
    leveling: Leveling
    report: LoudnessReport

    def blocks(self) -> Iterator[Audio]:
        """Finished sound at 48 kHz, blocks of (2, frames), as long in all as what came in."""
        return self.leveling.blocks(self.shaped)


class Shaping:
    """Finished stereo music through gentle tone and glue, as it comes, into a store. One thread at a time."""

    def __init__(self, store: Store) -> None:
        """store: an empty one, for as long as what is mastered is used."""
        self.store = store
        self.loudness, self.peak = IntegratedMeter(), TruePeakMeter()
        self._chain = DeviceChain(mastering_devices())

    def feed(self, audio: Audio) -> None:
        """Take the next block, shape (2, frames), 48 kHz, of any size."""
        for start in range(0, audio.shape[1], _BLOCK_FRAMES):
            block = np.ascontiguousarray(audio[:, start : start + _BLOCK_FRAMES])
            self.loudness.feed(block)
            self.peak.feed(block)
            self.store.append(self._chain.process(block, self.store.frames, lambda _: None))


def master(shaping: Shaping, target_lufs: float = -14.0, ceiling_dbtp: float = -1.0) -> Job[Mastered]:
    """Master music that was shaped: loudness to the target, true peak under the ceiling."""
    shaped = shaping.store
    leveling = yield from within(find_leveling(shaped, target_lufs, ceiling_dbtp), 0.0, 0.9)
    after, after_peak, integrated = LoudnessMeter(), TruePeakMeter(), IntegratedMeter()
    meters = (after, after_peak, integrated)
    yield from within(feed_meters(leveling.blocks(shaped), shaped.frames, meters, "Measuring"), 0.9, 1.0)
    report = LoudnessReport(
        shaping.loudness.integrated_lufs, integrated.integrated_lufs, shaping.peak.peak_db, after_peak.peak_db,
        after.range_lu, leveling.gain_db, target_lufs, ceiling_dbtp,
    )  # fmt: skip
    return Mastered(shaped, leveling, report)
