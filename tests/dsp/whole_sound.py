# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole sound, measured at once."""

from musicstudio.dsp.audio import Audio
from musicstudio.dsp.loudness import LoudnessMeter
from musicstudio.dsp.true_peak import TruePeakMeter
from musicstudio.dsp.watermark.reading import FoundMark, MarkReader


def measure_loudness(audio: Audio, block_frames: int = 1 << 18) -> LoudnessMeter:
    """A meter that has heard all of ``audio`` (48 kHz), in blocks."""
    meter = LoudnessMeter(audio.shape[0])
    for start in range(0, audio.shape[1], block_frames):
        meter.feed(audio[:, start : start + block_frames])
    return meter


def true_peak_db(audio: Audio, block_frames: int = 1 << 18) -> float:
    """True peak over all channels, dBTP."""
    meter = TruePeakMeter()
    for start in range(0, audio.shape[1], block_frames):
        meter.feed(audio[:, start : start + block_frames])
    return meter.peak_db


def find_mark(audio: Audio) -> FoundMark | None:
    """The mark in a piece of sound, or None."""
    reader = MarkReader()
    reader.feed(audio)
    return reader.finish()
