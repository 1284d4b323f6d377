# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands around a strip's devices: input gain and phase before them, width after, then fader and pan, and sends.

All are pure functions of the strip and the time, automated sample by sample.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from musicstudio.dsp.audio import Audio
from musicstudio.project.model import Master, Send, Strip

from .automation import Curve

SILENT_DB = -60.0
_Curves = tuple[Curve, ...]


class Value:
    """One number of a strip over time: its automation's, else its own."""

    def __init__(self, target: str, own: float, curves: _Curves, low: float, high: float) -> None:
        self._curve = next((curve for curve in curves if curve.target == target), None)
        self.own, self._low, self._high = own, low, high

    @property
    def is_still(self) -> bool:
        """Whether it never moves."""
        return self._curve is None

    def over(self, start: int, frames: int) -> NDArray[np.float64]:
        """The value at each frame, or the one that always holds, (1,)."""
        if self._curve is None:
            return np.array([self.own])
        return np.clip(self._curve.over(start, frames), self._low, self._high)


class Fader:
    """Gain and pan of a strip."""

    def __init__(self, strip: Strip, curves: _Curves = ()) -> None:
        self._gain_db = Value("gain_db", strip.gain_db, curves, SILENT_DB, 24.0)
        self._pan = Value("pan", strip.pan, curves, -1.0, 1.0)
        self._law_db = strip.pan_law_db
        self._still = self._at(0, 1)

    def gains(self, start: int, frames: int) -> Audio:
        """Linear gains of left and right, shape (2, frames), or (2, 1) when nothing is automated."""
        is_still = self._gain_db.is_still and self._pan.is_still
        return self._still if is_still else self._at(start, frames)

    def _at(self, start: int, frames: int) -> Audio:
        return levels(self._gain_db.over(start, frames)) * pan_gains(self._pan.over(start, frames), self._law_db)


class Input:
    """Gain and phase before the devices."""

    def __init__(self, strip: Strip, curves: _Curves = ()) -> None:
        self._gain_db = Value("input_gain_db", strip.input_gain_db, curves, -24.0, 24.0)
        self._sign = np.float32(-1 if strip.is_phase_inverted else 1)
        self.is_open = self._gain_db.is_still and strip.input_gain_db == 0 and not strip.is_phase_inverted

    def process(self, audio: Audio, start: int) -> Audio:
        """The block that begins at timeline frame ``start``."""
        if self.is_open:
            return audio
        return audio * (levels(self._gain_db.over(start, audio.shape[1])) * self._sign)


class Width:
    """How wide the two channels stand apart, after the devices."""

    def __init__(self, strip: Strip, curves: _Curves = ()) -> None:
        self._width = Value("width", strip.width, curves, 0.0, 2.0)
        self.is_open = self._width.is_still and strip.width == 1

    def process(self, audio: Audio, start: int) -> Audio:
        """The block that begins at timeline frame ``start``."""
        if self.is_open:
            return audio
        width = self._width.over(start, audio.shape[1]).astype(np.float32)
        middle, side = (audio[0] + audio[1]) / 2, (audio[0] - audio[1]) / 2 * width
        return np.stack([middle + side, middle - side])


class SendLevel:
    """The level of one send."""

    def __init__(self, send: Send, curves: _Curves = ()) -> None:
        self.bus_id, self.is_pre_fader = send.bus_id, send.is_pre_fader
        self._gain_db = Value(f"send.{send.bus_id}", send.gain_db, curves, SILENT_DB, 6.0)
        self.is_open = not self._gain_db.is_still or send.gain_db > SILENT_DB

    def gains(self, start: int, frames: int) -> Any:
        """Linear gains, (frames,) or (1,)."""
        return levels(self._gain_db.over(start, frames))


class MasterFader:
    """The master's fader, after the mastering.

    Turned down, it comes after the limiter, which goes on sounding as it did; turned up, it comes before it, so that
    the ceiling holds.
    """

    def __init__(self, master: Master, curves: _Curves = ()) -> None:
        self._fader_db = Value("fader_db", master.fader_db, curves, SILENT_DB, 12.0)
        self.is_open = self._fader_db.is_still and master.fader_db == 0

    def gains(self, start: int, frames: int) -> Any:
        """The fader's whole gain, (frames,) or (1,)."""
        return levels(self._fader_db.over(start, frames))

    def up(self, start: int, frames: int) -> Any:
        """What of it comes before the limiter."""
        return np.maximum(self.gains(start, frames), np.float32(1))

    def down(self, start: int, frames: int) -> Any:
        """What of it comes after the limiter."""
        return np.minimum(self.gains(start, frames), np.float32(1))


def levels(gain_db: NDArray[np.float64]) -> Audio:
    """Linear gains of decibels; silent at `SILENT_DB`."""
    return np.where(gain_db <= SILENT_DB, 0.0, 10.0 ** (gain_db / 20)).astype(np.float32)


def pan_gains(pan: NDArray[np.float64], law_db: float = 0.0) -> Audio:
    """Gains (2, n) for pans of -1 (left) to +1 (right). law_db: the level of the middle against a side.

    0: constant power, 0 dB in the middle and +3 dB at a side; -3: the same, 0 dB at a side; -4.5 and -6: the middle as
    much softer, each side 0 dB.
    """
    angle = (np.clip(pan, -1, 1) + 1) * (np.pi / 4)
    sides = np.maximum(np.stack([np.cos(angle), np.sin(angle)]), 0)
    gains = np.sqrt(2) * sides if law_db == 0 else sides ** (law_db / -3.0)
    return np.asarray(gains, dtype=np.float32)
