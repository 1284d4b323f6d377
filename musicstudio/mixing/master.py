# SPDX-License-Identifier: GPL-3.0-or-later
"""The mastering chain: devices, gain, true-peak limiter; and how much gain a song needs to be as loud as was asked."""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import SAMPLE_RATE, gain_from_db
from musicstudio.dsp.audio import Audio, silence
from musicstudio.dsp.integrated import IntegratedMeter, integrated_lufs
from musicstudio.dsp.loudness import QUIETEST_LUFS, measured
from musicstudio.dsp.resample import resample
from musicstudio.dsp.true_peak import true_peak_db
from musicstudio.project.model import Master

from .automation import Curve
from .fader import MasterFader
from .limiter import TruePeakLimiter
from .presets import mastering_devices
from .strip import DeviceChain

MAX_GAIN_DB = 36.0
_BLOCK_FRAMES = 1 << 16
_CLOSE_ENOUGH_LU = 0.1
_MAX_ROUNDS = 6


class MasterChain:
    """The running chain of a document's `Master`, with its fader. Output is ``latency_frames`` late. One thread at a
    time.
    """

    def __init__(self, master: Master, curves: tuple[Curve, ...] = ()) -> None:
        self._devices = DeviceChain(master.devices if master.is_on else (), curves)
        self._fader = MasterFader(master, curves)
        self._gain = np.float32(gain_from_db(master.gain_db))
        self._limiter = TruePeakLimiter(master.ceiling_dbtp) if master.is_on else None
        self.latency_frames = self._limiter.latency_frames if self._limiter else 0

    def process(self, audio: Audio, start: int) -> Audio:
        """The next block of the mix, shape (2, frames), beginning at timeline frame ``start``; as many frames come
        back.
        """
        frames = audio.shape[1]
        if self._limiter is None:
            return audio if self._fader.is_open else audio * self._fader.gains(start, frames)
        shaped = self._devices.process(audio, start, lambda _: None) * self._gain
        if self._fader.is_open:
            return self._limiter.process(shaped)
        limited = self._limiter.process(shaped * self._fader.up(start, frames))
        return np.asarray(limited * self._fader.down(start - self.latency_frames, frames), dtype=np.float32)


class LoudnessReport(Struct, frozen=True):
    """What mastering did. Loudness in LUFS (integrated), peaks in dBTP, range in LU; is_on_target: within 0.5 LU."""

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
        """Whether the loudness landed within 0.5 LU of the target."""
        return abs(self.after_lufs - self.target_lufs) <= 0.5


class Mastered(Struct, frozen=True):
    """Finished audio at 48 kHz, shape (2, frames), as long as what came in, and the report."""

    audio: Audio
    report: LoudnessReport


def master(audio: Audio, rate: int, target_lufs: float = -14.0, ceiling_dbtp: float = -1.0) -> Job[Mastered]:
    """Master finished stereo music, shape (2, frames): gentle tone and glue, loudness to the target, true peak under
    the ceiling.
    """
    yield Progress(0.0, "Listening")
    original = resample(audio, rate, SAMPLE_RATE)
    before_lufs = integrated_lufs(original)
    chain = DeviceChain(mastering_devices())
    blocks = [chain.process(block, start, lambda _: None) for start, block in _blocks(original)]
    shaped = np.concatenate(blocks, axis=1) if blocks else original
    gain_db = yield from within(find_gain_db(shaped, target_lufs, ceiling_dbtp), 0.2, 0.7)
    yield Progress(0.7, "Limiting")
    finished = limited(shaped, gain_db, ceiling_dbtp)
    yield Progress(0.9, "Measuring")
    report = LoudnessReport(
        before_lufs, integrated_lufs(finished), true_peak_db(original), true_peak_db(finished),
        measured(finished).range_lu, gain_db, target_lufs, ceiling_dbtp,
    )  # fmt: skip
    return Mastered(finished, report)


def find_gain_db(audio: Audio, target_lufs: float, ceiling_dbtp: float) -> Job[float]:
    """Gain in dB before the limiter that makes ``audio`` (48 kHz, after the devices) as loud as the target when
    limited.

    Limiting takes loudness away, so it is measured and corrected until within 0.1 LU, or as near as `MAX_GAIN_DB`
    allows. Silence needs no gain.
    """
    yield Progress(0.0, "Measuring loudness")
    loudness = integrated_lufs(audio)
    if loudness <= QUIETEST_LUFS:
        return 0.0
    gain_db = best_db = min(target_lufs - loudness, MAX_GAIN_DB)
    smallest = np.inf
    for number in range(_MAX_ROUNDS):
        yield Progress((number + 1) / (_MAX_ROUNDS + 1), "Finding the loudness")
        missing = target_lufs - _loudness_when_limited(audio, gain_db, ceiling_dbtp)
        if abs(missing) >= smallest:
            break
        best_db, smallest = gain_db, abs(missing)
        if smallest < _CLOSE_ENOUGH_LU or (missing > 0 and gain_db >= MAX_GAIN_DB):
            break
        # The more it limits, the less a decibel of gain gives; overshooting a little saves rounds.
        gain_db = min(gain_db + missing * (1.4 if missing > 0 else 1.0), MAX_GAIN_DB)
    return best_db


def limited(audio: Audio, gain_db: float, ceiling_dbtp: float) -> Audio:
    """``audio`` with gain, limited to the ceiling; same length, in place in time."""
    return np.concatenate(list(_limited_blocks(audio, gain_db, TruePeakLimiter(ceiling_dbtp))), axis=1)


def _loudness_when_limited(audio: Audio, gain_db: float, ceiling_dbtp: float) -> float:
    meter = IntegratedMeter()
    for block in _limited_blocks(audio, gain_db, TruePeakLimiter(ceiling_dbtp, is_fast=True)):
        meter.feed(block)
    return meter.integrated_lufs


def _limited_blocks(audio: Audio, gain_db: float, limiter: TruePeakLimiter) -> Iterator[Audio]:
    gain, late = np.float32(gain_from_db(gain_db)), limiter.latency_frames
    for _, block in _blocks(audio):
        finished = limiter.process(block * gain)
        yield finished[:, late:]
        late = max(0, late - finished.shape[1])
    yield limiter.process(silence(limiter.latency_frames))[:, late:]


def _blocks(audio: Audio) -> Iterator[tuple[int, Audio]]:
    for start in range(0, audio.shape[1], _BLOCK_FRAMES):
        yield start, audio[:, start : start + _BLOCK_FRAMES]
