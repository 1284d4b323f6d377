# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes that a hand plays, beside the song: each a finished sound that begins at once and fades when it is let go."""

from collections import OrderedDict

import numpy as np

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio, silence

from .devices.base import OutputDevice

_KEPT_BYTES = 256 * 2**20
_RELEASE_FRAMES = round(0.16 * SAMPLE_RATE)
_CUT_FRAMES = round(0.02 * SAMPLE_RATE)
_REST_FRAMES = SAMPLE_RATE // 2
MAX_VOICES = 48


class _Voice:
    """One note that sounds. fade: frames that the end takes, 0 while it is held."""

    def __init__(self, key: int, audio: Audio, gain: float) -> None:
        self.key, self._audio, self._gain = key, audio, np.float32(gain)
        self._position = self._fade = self._faded = 0

    def end(self, fade: int) -> None:
        if not self._fade:
            self._fade = fade

    @property
    def is_over(self) -> bool:
        return self._position >= self._audio.shape[1] or (0 < self._fade <= self._faded)

    def add_to(self, block: Audio) -> None:
        part = self._audio[:, self._position : self._position + block.shape[1]] * self._gain
        if self._fade:
            left = 1.0 - (self._faded + np.arange(part.shape[1], dtype=np.float32)) / self._fade
            part = part * np.maximum(left, 0.0) ** 2
            self._faded += part.shape[1]
        block[:, : part.shape[1]] += part
        self._position += part.shape[1]


class LiveVoices:
    """Feeds the device with what is played by hand. One thread: the player's."""

    def __init__(self) -> None:
        self._sounds: OrderedDict[str, Audio] = OrderedDict()
        self._voices: list[_Voice] = []
        self._rest = 0

    @property
    def is_sounding(self) -> bool:
        """Whether anything is to be fed to the device soon."""
        return bool(self._voices) or self._rest > 0

    def keep(self, sound_id: str, audio: Audio) -> None:
        """A sound to be played later, by name; the oldest are forgotten once they take too much room."""
        self._sounds[sound_id] = audio
        self._sounds.move_to_end(sound_id)
        while len(self._sounds) > 1 and sum(each.nbytes for each in self._sounds.values()) > _KEPT_BYTES:
            self._sounds.popitem(last=False)

    def begin(self, key: int, sound_id: str, gain: float) -> None:
        """A key goes down. A sound that is not known is silent."""
        audio = self._sounds.get(sound_id)
        if audio is None:
            return
        for voice in self._voices:
            if voice.key == key:
                voice.end(_CUT_FRAMES)
        for voice in self._voices[: max(0, len(self._voices) + 1 - MAX_VOICES)]:
            voice.end(_CUT_FRAMES)
        self._sounds.move_to_end(sound_id)
        self._voices.append(_Voice(key, audio, gain))

    def end(self, key: int) -> None:
        """A key comes up."""
        for voice in self._voices:
            if voice.key == key:
                voice.end(_RELEASE_FRAMES)

    def feed(self, device: OutputDevice) -> None:
        """Give the device what it has room for, while something sounds and a little after."""
        room = device.live_room() if self.is_sounding else 0
        if room <= 0:
            return
        self._rest = _REST_FRAMES if self._voices else self._rest - room
        device.write_live(self._mix(room))

    def _mix(self, frames: int) -> Audio:
        block = silence(frames)
        for voice in self._voices:
            voice.add_to(block)
        self._voices = [voice for voice in self._voices if not voice.is_over]
        return np.clip(block, -1.0, 1.0)
