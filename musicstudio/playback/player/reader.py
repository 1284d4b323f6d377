# SPDX-License-Identifier: GPL-3.0-or-later
"""Where on the tape the device reads, what is heard of it, and from where on it may still be written over."""

import time

from musicstudio.core.units import SAMPLE_RATE

from .devices.opening import Output

_SAFETY_FRAMES = 360
_FIRST_STEP_FRAMES = 512
_MAX_STEP_FRAMES = 4800


class Reader:
    """Watches the output's device. One thread."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self.start_over()

    def start_over(self) -> None:
        """Another device reads, on another tape."""
        # PortAudio reads a quarter of the buffer at once; what it really does is learnt soon.
        self._step_frames = max(_FIRST_STEP_FRAMES, self._output.device.latency_frames // 4)
        self._last_look = (self._output.device.head(), time.perf_counter())

    def look(self) -> int:
        """The tape frame that the device has read to; lets it read on, and learns by how much it reads at once."""
        head, now = self._output.device.head(), time.perf_counter()
        last_head, looked_at = self._last_look
        # How far it ran ahead of the clock between two looks.
        excess = head - last_head - round((now - looked_at) * SAMPLE_RATE)
        self._step_frames = max(self._step_frames, min(excess, _MAX_STEP_FRAMES))
        self._last_look = (head, now)
        self._output.device.allow(self._output.tape.advance(head))
        return head

    def heard(self) -> int:
        """The tape frame that is heard; below 0 until the first frame of a new tape has come to the ear."""
        return self._output.device.head() - self._output.device.latency_frames

    def cut(self) -> int:
        """The nearest tape frame that the device is certain not to have read before we have written it."""
        return self._output.device.head() + self.margin_frames

    @property
    def margin_frames(self) -> int:
        """How far ahead of the reader it is safe to write."""
        return self._step_frames + _SAFETY_FRAMES
