# SPDX-License-Identifier: GPL-3.0-or-later
"""The running devices of a channel strip. What stands around them is `fader`'s; sends and mute are the graph's."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from musicstudio.dsp.audio import Audio
from musicstudio.project.model import Device
from musicstudio.project.model.tracks import ROLES

from .automation import Curve
from .devices import KEYED_KINDS, PLUGIN, can_sound, device_spec, device_values
from .processors import GainMeter, PluginDevice, Processor, Running, board_of, make_running, run
from .processors.base import without_errors

AUTOMATION_STEP_FRAMES = 256
# What these turn down is shown beside a strip's level; gates and expanders, which rest closed, by themselves only.
REDUCING_KINDS = ("compressor", "deesser", "multiband", "limiter", "ducker")
FindKey = Callable[[str], Audio | None]


class DeviceChain:
    """Devices in series: neighbours made of pedalboard's plugins are one `pedalboard.Pedalboard`, ours stand between.

    Automated knobs are turned every 256 frames of the timeline. The same input gives the same output whatever the
    block sizes. An unknown device is passed over. One thread at a time.

    around: of the last block, what went into the device with ``watched_id`` and what came out of it.
    """

    def __init__(self, devices: tuple[Device, ...], curves: tuple[Curve, ...] = (), watched_id: str = "") -> None:
        links = [_Link(device, curves) for device in devices if device.is_on and can_sound(device)]
        self._has_plugins = any(device.kind == PLUGIN for device in devices)
        self._stretches = [_Stretch(links) for links in _stretches_of(links, watched_id)]
        self._watched_id = watched_id
        self.around: tuple[Audio, Audio] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the chain passes everything unchanged."""
        return not self._stretches

    @property
    def latency_frames(self) -> int:
        """By how much what comes out is later than what went in."""
        return sum(stretch.latency_frames for stretch in self._stretches)

    def close(self) -> None:
        """Let others take the processes of plug-ins over; the chain is not used any more."""
        for stretch in self._stretches:
            stretch.close()
        if self._has_plugins:
            from .hosting.children import children

            children.close_idle()

    @property
    def failures(self) -> list[str]:
        """Sentences on plug-ins that are bypassed."""
        return [stretch.failure for stretch in self._stretches if stretch.failure]

    @property
    def boards(self) -> list[Any]:
        """The `pedalboard.Pedalboard` objects that the sound goes through, in order."""
        return [stretch.board for stretch in self._stretches if stretch.board is not None]

    def process(self, audio: Audio, start: int, find_key: FindKey) -> Audio:
        """The block that begins at timeline frame ``start``; ``find_key(track id or role)`` gives the side-chain for
        the same frames.
        """
        audio = without_errors(audio)
        for stretch in self._stretches:
            before, audio = audio, stretch.process(audio, start, find_key)
            if self._watched_id and stretch.device_id == self._watched_id:
                self.around = (before, audio)
        return audio

    @property
    def reduction_db(self) -> float:
        """By how much the dynamics turned the last block down, all together."""
        return sum(s.meter.reduction_db for s in self._stretches if s.meter and s.kind in REDUCING_KINDS)

    @property
    def meters(self) -> dict[str, GainMeter]:
        """What the devices that turn levels down did with the last block, by the devices' ids."""
        return {stretch.device_id: stretch.meter for stretch in self._stretches if stretch.meter}


class _Link:
    """A running device and the curves that turn it."""

    def __init__(self, device: Device, curves: tuple[Curve, ...]) -> None:
        self.device = device
        self._values = device_values(device)
        is_plugin = device.kind == PLUGIN
        own = (curve for curve in curves if curve.device_id == device.id)
        self.curves = [curve for curve in own if is_plugin or curve.param in self._values]
        specs = () if is_plugin else device_spec(device.kind).params
        self._bounds = {param.name: (param.min, param.max) for param in specs}
        self.key = key_of(device)
        self.running = _host_device(device) if is_plugin else make_running(device, [c.param for c in self.curves])

    def turn(self, frame: int) -> None:
        """Set the knobs to where they stand at a frame of the timeline."""
        for curve in self.curves:
            low, high = self._bounds.get(curve.param, (0.0, 1.0))
            self._values[curve.param] = min(max(curve.at(frame), low), high)
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
        self.kind, self.device_id = links[0].device.kind, links[0].device.id
        self.meter = self._processor.meter if self._processor else None

    def close(self) -> None:
        closing = getattr(self._processor, "close", None)
        if closing is not None:
            closing()

    @property
    def failure(self) -> str:
        return str(getattr(self._processor, "failure", ""))

    @property
    def latency_frames(self) -> int:
        return self._processor.latency_frames if self._processor else 0

    def process(self, audio: Audio, start: int, find_key: FindKey) -> Audio:
        key = find_key(self._links[0].key) if self._links[0].key else None
        key = None if key is None else without_errors(key)
        if self.meter:
            self.meter.begin()
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


def _host_device(device: Device) -> Running:
    from .hosting.hosted import Hosted

    running = Hosted(device)
    running.set_values(device_values(device))
    return running


def _stretches_of(links: list[_Link], watched_id: str = "") -> list[list[_Link]]:
    """Neighbours that are made of plugins together; every processor, every device without effect, and the one that is
    watched, by itself.
    """
    stretches: list[list[_Link]] = []
    for link in links:
        if isinstance(link.running, Processor):
            stretches.append([link])
        elif link.device.id == watched_id or _plugins_of([link]):
            joins = bool(stretches) and _may_join(stretches[-1][-1], link, watched_id)
            stretches[-1].append(link) if joins else stretches.append([link])
    return stretches


def _may_join(last: _Link, link: _Link, watched_id: str) -> bool:
    return isinstance(last.running, PluginDevice) and watched_id not in (last.device.id, link.device.id)


def _plugins_of(links: list[_Link]) -> list[Any]:
    return [plugin for link in links if isinstance(link.running, PluginDevice) for plugin in link.running.plugins]


def key_of(device: Device) -> str:
    """What a device's side-chain listens to: the id of a track, the role of several, or empty."""
    if device.key_id and device.kind in KEYED_KINDS:
        return device.key_id
    return ROLES[round(device_values(device)["source"])] if device.kind == "ducker" else ""
