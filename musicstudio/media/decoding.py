# SPDX-License-Identifier: GPL-3.0-or-later
"""Foreign audio files as blocks in the studio's own form: float32, (channels, frames), 48 kHz, one or two channels."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from musicstudio.core.errors import MediaError
from musicstudio.core.helper_pipe import MessageReader, end_helper, start_helper
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio, to_stereo
from musicstudio.dsp.downmix import fold_to_stereo, folding_in_words, layout_of
from musicstudio.dsp.resample import StreamResampler

from . import decoder_process
from .decoder_process import DONE, FAILURE, INFO, NOTICE, unpack_info
from .decoders import Info
from .sniffing import Kind, sniff

PATIENCE_S = 60.0
_WAIT_S = 0.1
_MAX_CHANNELS = 64
_RATES = (1_000, 768_000)
_LOUDEST = 1e6


class DecodedFile:
    """A file being decoded in a process of its own; use it in a ``with``. Belongs to one thread.

    channels: 1 or 2. frames: how many will come, about; 0 when nobody knows. notices: what was changed and what is
    not there, as sentences for the user; complete after the last block.
    """

    def __init__(self, path: Path, rate: int | None = SAMPLE_RATE) -> None:
        """rate: None for the file's own. Raises `MediaError` for what is missing, empty or no audio."""
        self.path = Path(path)
        kind = sniff(self.path).kind
        self.notices: list[str] = []
        self._process, self._pipe = _start(self.path, kind)
        try:
            self._info = self._first()
        except BaseException:
            self.close()
            raise
        self.rate = rate or self._info.rate
        self.channels = min(self._info.channels, 2)
        self.frames = round(self._info.frames * self.rate / self._info.rate)
        self._note_changes(self._info)

    def blocks(self) -> Iterator[Audio | None]:
        """Blocks in order; None whenever a tenth of a second passes without one, as a point to cancel.

        Raises `MediaError` where nothing of the file can be read.
        """
        resampler = StreamResampler(self._info.rate, self.rate, self.channels)
        for message in self._messages():
            if message is None:
                yield None
            elif message[0] == INFO:
                if self._info.rate != self.rate:
                    yield resampler.finish(self.channels)
                self._info = self._check_info(message[1])
                self._note_changes(self._info)
                resampler = StreamResampler(self._info.rate, self.rate, self.channels)
            else:
                block = self._clean(message[1])
                yield resampler.feed(block) if self._info.rate != self.rate else block
        if self._info.rate != self.rate:
            yield resampler.finish(self.channels)

    def close(self) -> None:
        """End the process."""
        end_helper(self._process, self._pipe)

    def __enter__(self) -> "DecodedFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _first(self) -> Info:
        """What the first message after the notices says; that of a file without any is refused."""
        letter, content = next((message for message in self._messages() if message is not None), (DONE, b""))
        if letter == INFO:
            return self._check_info(content)
        raise MediaError(f"“{self.path.name}” is damaged or of a kind that cannot be read.")

    def _check_info(self, content: bytes) -> Info:
        info = unpack_info(content)
        if not (1 <= info.channels <= _MAX_CHANNELS and _RATES[0] <= info.rate <= _RATES[1]):
            raise MediaError(f"“{self.path.name}” is damaged: its header makes no sense.")
        return info

    def _messages(self) -> Iterator[tuple[bytes, bytes] | None]:
        """What the process sends up to the end, and None while waiting."""
        heard_s = time.monotonic()
        while True:
            if not self._pipe.poll(_WAIT_S):
                if time.monotonic() - heard_s > PATIENCE_S:
                    raise MediaError(f"“{self.path.name}” takes too long to read.")
                yield None
                continue
            heard_s = time.monotonic()
            message = self._receive()
            if message[:1] == DONE:
                return
            if message[:1] == FAILURE:
                raise MediaError(f"“{self.path.name}” {message[1:].decode()}.")
            if message[:1] == NOTICE:
                self._note(f"“{self.path.name}” {message[1:].decode()}.")
                continue
            yield message[:1], message[1:]

    def _receive(self) -> bytes:
        try:
            return self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise MediaError(f"“{self.path.name}” is damaged: reading it failed.") from error

    def _clean(self, data: bytes) -> Audio:
        samples = np.frombuffer(data, dtype=np.float32).reshape(-1, self._info.channels)
        planar = np.ascontiguousarray(samples.T)
        is_sound = np.abs(planar) < _LOUDEST
        if not is_sound.all():
            self._note(f"“{self.path.name}” holds values that are not numbers of any sound; they were silenced.")
            planar = np.where(is_sound, planar, np.float32(0.0))
        return self._as_announced(planar)

    def _as_announced(self, planar: Audio) -> Audio:
        """With as many channels as were announced, also where a later part of the file has others."""
        if len(planar) > 2:
            planar = fold_to_stereo(planar, layout_of(len(planar), self._info.layout))
        if len(planar) < self.channels:
            return to_stereo(planar)
        return planar.mean(axis=0, keepdims=True) if len(planar) > self.channels else planar

    def _note_changes(self, info: Info) -> None:
        if info.channels > 2:
            words = folding_in_words(info.channels, layout_of(info.channels, info.layout))
            self._note(f"“{self.path.name}” {words}.")
        if info.rate != self.rate:
            was, now = info.rate / 1000, self.rate / 1000
            self._note(f"“{self.path.name}” was converted from {was:g} to {now:g} kHz.")
        if min(info.channels, 2) > self.channels:
            self._note(f"“{self.path.name}” is stereo in a later part, which was made mono like its beginning.")

    def _note(self, text: str) -> None:
        if text not in self.notices:
            self.notices.append(text)


def _start(path: Path, kind: Kind) -> tuple["subprocess.Popen[bytes]", MessageReader]:
    try:
        return start_helper(decoder_process.__name__, [str(path.absolute()), kind])
    except OSError as error:
        raise MediaError(f"“{path.name}” could not be read: no process could be started.") from error
