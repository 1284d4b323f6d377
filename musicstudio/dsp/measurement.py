# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that is told about finished sound: loudness, peaks, stereo, and the seconds that need a look."""

from collections.abc import Iterator
from itertools import groupby

import numpy as np
from msgspec import Struct

from .audio import Audio, to_stereo
from .integrated import IntegratedMeter
from .loudness import QUIETEST_LUFS, RATE, LoudnessMeter
from .seconds import LOWS_OUT_OF_PHASE, OFFSET, OUT_OF_PHASE, OVERLOADED, SILENT, Second, SecondsMeter
from .true_peak import TruePeakMeter

_MIN_SILENCE_S = 2
_SENTENCES = {
    OVERLOADED: "clips: samples stand at full scale",
    OFFSET: "has a constant offset (DC)",
    OUT_OF_PHASE: "loses sound in mono: left and right are out of phase",
    LOWS_OUT_OF_PHASE: "has lows out of phase",
    SILENT: "is silent",
}


class SoundWarning(Struct, frozen=True):
    """Something that needs a look. at_s: where it begins; length_s: how long it lasts; text: what, in words."""

    kind: str
    at_s: float
    length_s: float
    text: str


class Measurement(Struct, frozen=True):
    """What was measured of a whole sound. LUFS after BS.1770-4, LU, dBTP.

    psr_db: true peak over the loudest 3 seconds; plr_db: over the whole. correlation: of left and right, -1 to 1 (0 for
    silence). The histories have a value every 100 ms, the first at the first whole window's end.
    """

    length_s: float
    integrated_lufs: float
    max_short_term_lufs: float
    max_momentary_lufs: float
    loudness_range_lu: float
    true_peak_dbtp: float
    psr_db: float
    plr_db: float
    correlation: float
    warnings: tuple[SoundWarning, ...] = ()
    short_term_lufs: tuple[float, ...] = ()
    momentary_lufs: tuple[float, ...] = ()

    def figures(self) -> dict[str, float]:
        """The numbers by name, rounded for people.

        Returns
        -------
        dict of float
        """
        names = ("length_s", "integrated_lufs", "max_short_term_lufs", "max_momentary_lufs", "loudness_range_lu",
                 "true_peak_dbtp", "psr_db", "plr_db", "correlation")  # fmt: skip
        return {name: round(getattr(self, name), 3) for name in names}


class SoundMeter:
    """Fed with blocks (channels, frames) at 48 kHz of any size. One thread at a time."""

    def __init__(self) -> None:
        self._integrated, self._peak, self._loudness = IntegratedMeter(), TruePeakMeter(), LoudnessMeter()
        self._seconds = SecondsMeter()
        self._frames = 0

    def feed(self, audio: Audio) -> None:
        """Take the next block; what is no number counts as silence.

        Parameters
        ----------
        audio : float32 array, shape (channels, frames), 48 kHz, any number of channels and frames
        """
        audio = to_stereo(np.nan_to_num(audio, nan=0.0, posinf=0.0, neginf=0.0))
        for meter in (self._integrated, self._peak, self._loudness, self._seconds):
            meter.feed(audio)
        self._frames += audio.shape[1]

    def finish(self) -> Measurement:
        """What was measured. The meter must not be fed again.

        Returns
        -------
        Measurement
        """
        seconds = self._seconds.finish()
        short, momentary = self._loudness.short_term_history_lufs(), self._loudness.momentary_history_lufs()
        loudest_3_s = self._loudness.max_short_term_lufs if short.size else self._loudness.short_term_lufs
        peak_dbtp, integrated_lufs = self._peak.peak_db, self._integrated.integrated_lufs
        return Measurement(
            self._frames / RATE, integrated_lufs, loudest_3_s, self._loudness.max_momentary_lufs,
            self._loudness.range_lu, peak_dbtp, _over(peak_dbtp, loudest_3_s), _over(peak_dbtp, integrated_lufs),
            self._seconds.correlation, tuple(_warnings(seconds)), tuple(short.round(2).tolist()),
            tuple(momentary.round(2).tolist()),
        )  # fmt: skip


def _over(peak_dbtp: float, lufs: float) -> float:
    return 0.0 if lufs <= QUIETEST_LUFS else peak_dbtp - lufs


def _warnings(seconds: list[Second]) -> Iterator[SoundWarning]:
    """Neighbouring seconds with the same fault are one warning; silence counts between sounds only."""
    for kind, words in _SENTENCES.items():
        place = 0
        for has_fault, run in groupby(kind in second.faults for second in seconds):
            length = len(list(run))
            is_inside = place > 0 and place + length < len(seconds)
            if has_fault and (kind != SILENT or (is_inside and length >= _MIN_SILENCE_S)):
                yield SoundWarning(kind, float(place), float(length), f"{clock(place)} {words}")
            place += length


def clock(time_s: float) -> str:
    """A time as people read it.

    Parameters
    ----------
    time_s : float, seconds, at least 0

    Returns
    -------
    str, m:ss
    """
    return f"{int(time_s) // 60}:{int(time_s) % 60:02d}"
