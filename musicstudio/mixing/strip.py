# SPDX-License-Identifier: GPL-3.0-or-later
"""A running channel strip: devices, then fader and pan. Sends and mute are the graph's, which knows the other
strips.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from musicstudio.core.units import gain_from_db
from musicstudio.dsp.audio import Audio
from musicstudio.project.model import Device, Strip
from musicstudio.project.model.tracks import ROLES

from .automation import Curve
from .devices import DEVICES, device_spec, device_values
from .processors import PluginDevice, Processor, board_of, make_running, run

AUTOMATION_STEP_FRAMES = 256
KeyOf = Callable[[str], Audio | None]


class DeviceChain:
    """Devices in series: neighbours made of pedalboard's plugins are one `pedalboard.Pedalboard`, ours stand between.

    Automated knobs are turned every 256 frames of the timeline. The same input gives the same output whatever the
    block sizes. An unknown device is passed over. One thread at a time.
    """

    def __init__(self, devices: tuple[Device, ...], curves: tuple[Curve, ...] = ()) -> None:
        links = [_Link(device, curves) for device in devices if device.is_on and device.kind in DEVICES]
        self._stretches = [_Stretch(links) for links in _stretches_of(links)]

    @property
    def is_empty(self) -> bool:
        """Whether the chain passes everything unchanged."""
        return not self._stretches

    @property
    def boards(self) -> list[Any]:
        """The `pedalboard.Pedalboard` objects that the sound goes through, in order."""
        return [stretch.board for stretch in self._stretches if stretch.board is not None]

    def process(self, audio: Audio, start: int, key_of: KeyOf) -> Audio:
        """The block that begins at timeline frame ``start``; ``key_of(role)`` gives the side-chain for the same
        frames.
        """
        for stretch in self._stretches:
            audio = stretch.process(audio, start, key_of)
        return audio


class _Link:
    """A running device and the curves that turn it."""

    def __init__(self, device: Device, curves: tuple[Curve, ...]) -> None:
        self._values = device_values(device)
        self.curves = [curve for curve in curves if curve.device_id == device.id and curve.param in self._values]
        self._specs = {param.name: param for param in device_spec(device.kind).params}
        self.key_role = key_role(device)
        self.running = make_running(device, [curve.param for curve in self.curves])

    def turn(self, frame: int) -> None:
        """Set the knobs to where they stand at a frame of the timeline."""
        for curve in self.curves:
            spec = self._specs[curve.param]
            self._values[curve.param] = min(max(curve.at(frame), spec.min), spec.max)
        if self.curves:
            self.running.set_values(self._values)


class _Stretch:
    """Links that sound together: one board of plugins, or one processor of ours."""

    def __init__(self, links: list[_Link]) -> None:
        self._links = links
        first = links[0].running
        self._processor = first if isinstance(first, Processor) else None
        self.board = None if self._processor else board_of(_plugins_of(links))
        self._is_automated = any(link.curves for link in links)

    def process(self, audio: Audio, start: int, key_of: KeyOf) -> Audio:
        key = key_of(self._links[0].key_role) if self._links[0].key_role else None
        if not self._is_automated:
            return self._run(audio, key)
        return np.concatenate(list(self._steps(audio, start, key)), axis=1)

    def _run(self, audio: Audio, key: Audio | None) -> Audio:
        return self._processor.process(audio, key) if self._processor else run(self.board, audio)

    def _steps(self, audio: Audio, start: int, key: Audio | None) -> Iterator[Audio]:
        position, end = start, start + audio.shape[1]
        while position < end:
            grid = position // AUTOMATION_STEP_FRAMES * AUTOMATION_STEP_FRAMES
            stop = min(end, grid + AUTOMATION_STEP_FRAMES)
            for link in self._links:
                link.turn(grid)
            piece = slice(position - start, stop - start)
            yield self._run(audio[:, piece], None if key is None else key[:, piece])
            position = stop


def _stretches_of(links: list[_Link]) -> list[list[_Link]]:
    """Neighbours that are made of plugins together; every processor, and every device without effect, by itself."""
    stretches: list[list[_Link]] = []
    for link in links:
        if isinstance(link.running, Processor):
            stretches.append([link])
        elif _plugins_of([link]):
            joins = bool(stretches) and isinstance(stretches[-1][-1].running, PluginDevice)
            stretches[-1].append(link) if joins else stretches.append([link])
    return stretches


def _plugins_of(links: list[_Link]) -> list[Any]:
    return [plugin for link in links if isinstance(link.running, PluginDevice) for plugin in link.running.plugins]


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
