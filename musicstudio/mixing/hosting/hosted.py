# SPDX-License-Identifier: GPL-3.0-or-later
"""A third-party effect in a strip: sound goes to its process and comes back; whatever it does, the strip plays on."""

import weakref
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from musicstudio.core.errors import MediaError
from musicstudio.dsp.audio import Audio, silence
from musicstudio.project.model import Device, PluginRef

from ..processors.base import Processor
from .child import LOADING_S, Child
from .children import children
from .host_process import BLOCK_FRAMES
from .stopped import stopped

T = TypeVar("T")
_state = {"patience_s": 10.0, "waits_for_loading": True}


def play_live(patience_s: float = 0.15) -> None:
    """For the player: no block may wait longer than the sound lasts that is rendered ahead, loading is not waited for,
    and what has stopped stays bypassed until it is started again.
    """
    _state.update(patience_s=patience_s, waits_for_loading=False)


class Hosted(Processor):
    """The running plug-in of a device. Bypassed, and late all the same, while it loads and once it has failed."""

    def __init__(self, device: Device) -> None:
        self._ref = device.plugin or PluginRef("", device.kind)
        self.latency_frames = max(0, self._ref.latency_frames)
        self._dry = silence(self.latency_frames)
        self._values: dict[str, float] = {}
        self._is_ready = False
        self.failure = ""
        self._lead = silence(0)
        self._release: weakref.finalize[..., Hosted] | None = None
        self._device_id = device.id
        self._child = self._take(device.id)

    def set_values(self, values: dict[str, float]) -> None:
        """Parameters of the plug-in, 0 to 1."""
        changed = {name: value for name, value in values.items() if self._values.get(name) != value}
        self._values = dict(values)
        if self._is_ready and changed:
            self._try(lambda child: child.set_values(changed))

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """The next block."""
        joined = np.concatenate([self._dry, audio], axis=1)
        self._dry = joined[:, audio.shape[1] :]
        dry = joined[:, : audio.shape[1]]
        if not self._is_ready and not self._prepare():
            return dry.copy()
        pieces = []
        for start in range(0, audio.shape[1], BLOCK_FRAMES):
            made = self._through(audio[:, start : start + BLOCK_FRAMES])
            if made is None:
                pieces.append(dry[:, start:])
                break
            pieces.append(made)
        return self._align_latency(np.concatenate(pieces, axis=1))

    def close(self) -> None:
        """Let another take the process over."""
        if self._release is not None:
            self._release()
            self._child = None

    def _through(self, audio: Audio) -> Audio | None:
        return self._try(lambda child: child.process(audio, _patience_s()))

    def _align_latency(self, made: Audio) -> Audio:
        """As late as the song was told, where the plug-in is quicker than it said when it was added."""
        joined = np.concatenate([self._lead, made], axis=1)
        self._lead = joined[:, made.shape[1] :]
        return joined[:, : made.shape[1]]

    def _prepare(self) -> bool:
        """Whether it is loaded, with its state and values; where loading is waited for it is, or has failed."""
        if self._child is None or self.failure:
            return False
        child = self._child
        try:
            if _is_live() and not child.is_loaded():
                return False
            about = child.about(LOADING_S)
            child.set_state(b64decode(self._ref.state, validate=True) if self._ref.state else b64decode(about["state"]))
            child.set_values(self._values)
        except (MediaError, Base64Error, KeyError) as error:
            self._fail(child, str(error))
            return False
        self._lead = silence(max(0, self.latency_frames - int(about["latency_frames"])))
        self._is_ready = True
        return True

    def _try(self, ask: Callable[[Child], T]) -> T | None:
        if self._child is None or self.failure:
            return None
        try:
            return ask(self._child)
        except MediaError as error:
            self._fail(self._child, str(error))
            return None

    def _fail(self, child: Child, why: str) -> None:
        self.failure = f"The plug-in “{self._ref.name}” was bypassed: {why}."
        self._is_ready = False
        children.forget(child)
        if _is_live():
            stopped.note(self._device_id, self.failure)

    def _take(self, device_id: str) -> Child | None:
        if not self._ref.path or not Path(self._ref.path).exists():
            self.failure = f"The plug-in “{self._ref.name}” is not installed; its settings are kept."
            return None
        if _is_live() and (why := stopped.why(device_id)):
            self.failure = why
            return None
        key = (device_id, self._ref.path)
        try:
            child = children.take(key, self._ref)
        except MediaError as error:
            self.failure = f"The plug-in “{self._ref.name}” was bypassed: {error}."
            return None
        self._release = weakref.finalize(self, children.give_back, key, child)
        return child


def _is_live() -> bool:
    """Whether this is the player, which never waits."""
    return not _state["waits_for_loading"]


def _patience_s() -> float:
    return float(_state["patience_s"])
