# SPDX-License-Identifier: GPL-3.0-or-later
"""A running channel strip: devices, then fader and pan. Sends and mute are the graph's, which knows the other
strips.
"""

from collections.abc import Callable, Iterator

import numpy as np

from musicstudio.core.units import gain_from_db
from musicstudio.dsp.audio import Audio
from musicstudio.project.model import Device, Strip
from musicstudio.project.model.tracks import ROLES

from .automation import Curve
from .devices import DEVICES, device_spec, device_values
from .processors import Processor, make_processor

AUTOMATION_STEP_FRAMES = 256
KeyOf = Callable[[str], Audio | None]


class DeviceChain:
    """Devices in series, their automated knobs turned every 256 frames of the timeline. One thread at a time.

    The same input gives the same output whatever the block sizes. An unknown device is passed over.
    """

    def __init__(self, devices: tuple[Device, ...], curves: tuple[Curve, ...] = ()) -> None:
        self._links = [_Link(device, curves) for device in devices if device.is_on and device.kind in DEVICES]

    @property
    def is_empty(self) -> bool:
        """Whether the chain passes everything unchanged."""
        return not self._links

    def process(self, audio: Audio, start: int, key_of: KeyOf) -> Audio:
        """The block that begins at timeline frame ``start``; ``key_of(role)`` gives the side-chain for the same
        frames.
        """
        for link in self._links:
            audio = link.process(audio, start, key_of)
        return audio


class _Link:
    def __init__(self, device: Device, curves: tuple[Curve, ...]) -> None:
        self._values = device_values(device)
        self._processor: Processor = make_processor(device)
        self._curves = [curve for curve in curves if curve.device_id == device.id and curve.param in self._values]
        self._specs = {param.name: param for param in device_spec(device.kind).params}
        self._key_role = key_role(device)

    def process(self, audio: Audio, start: int, key_of: KeyOf) -> Audio:
        key = key_of(self._key_role) if self._key_role else None
        if not self._curves:
            return self._processor.process(audio, key)
        return np.concatenate(list(self._steps(audio, start, key)), axis=1)

    def _steps(self, audio: Audio, start: int, key: Audio | None) -> Iterator[Audio]:
        position, end = start, start + audio.shape[1]
        while position < end:
            grid = position // AUTOMATION_STEP_FRAMES * AUTOMATION_STEP_FRAMES
            stop = min(end, grid + AUTOMATION_STEP_FRAMES)
            self._turn(grid)
            piece = slice(position - start, stop - start)
            yield self._processor.process(audio[:, piece], None if key is None else key[:, piece])
            position = stop

    def _turn(self, frame: int) -> None:
        for curve in self._curves:
            spec = self._specs[curve.param]
            self._values[curve.param] = min(max(curve.at(frame), spec.min), spec.max)
        self._processor.set_values(self._values)


class Fader:
    """Gain and pan of a strip as a pure function of time, automated sample by sample."""

    def __init__(self, strip: Strip, curves: tuple[Curve, ...] = ()) -> None:
        self._gain = next((curve for curve in curves if curve.target == "gain_db"), None)
        self._pan = next((curve for curve in curves if curve.target == "pan"), None)
        self._still = np.float32(gain_from_db(strip.gain_db)) * pan_gains(np.array([strip.pan]))
        self._strip = strip

    def gains(self, start: int, frames: int) -> Audio:
        """Linear gains of left and right, shape (2, frames), or (2, 1) when nothing is automated."""
        if self._gain is None and self._pan is None:
            return self._still
        gain_db = self._gain.over(start, frames) if self._gain else np.array([self._strip.gain_db])
        pan = self._pan.over(start, frames) if self._pan else np.array([self._strip.pan])
        level = np.where(gain_db <= -60, 0.0, 10.0 ** (gain_db / 20)).astype(np.float32)
        return level * pan_gains(pan)


def key_role(device: Device) -> str:
    """The role that a device's side-chain listens to, or empty."""
    return ROLES[round(device_values(device)["source"])] if device.kind == "ducker" else ""


def pan_gains(pan: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Audio:
    """Constant-power pan, 0 dB in the middle and +3 dB at a side: gains (2, n) for pans of -1 (left) to +1 (right)."""
    angle = (np.clip(pan, -1, 1) + 1) * (np.pi / 4)
    gains = np.sqrt(2) * np.stack([np.cos(angle), np.sin(angle)])
    return np.asarray(np.maximum(gains, 0), dtype=np.float32)
