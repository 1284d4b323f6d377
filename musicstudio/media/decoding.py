# SPDX-License-Identifier: GPL-3.0-or-later
"""Foreign audio files as blocks in the studio's own form: float32, (channels, frames), 48 kHz, one or two channels."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from musicstudio.core.errors import MediaError
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio, to_stereo
from musicstudio.dsp.resample import StreamResampler

from . import decoder_process
from .decoder_pipe import MessageReader, end_helper, start_helper
from .decoder_process import DONE, FAILURE, INFO, Info
from .sniffing import Kind, check_whole, is_ogg_ended, sniff

PATIENCE_S = 60.0
_WAIT_S = 0.1
_MOST_CHANNELS = 64
_RATES = (1_000, 768_000)
_MOST_FRAMES_PER_BYTE = 4_000


class DecodedFile:
    """A file being decoded in a process of its own; use it in a ``with``. Belongs to one thread.

    channels: 1 or 2. frames: how many will come, about; 0 when nobody knows. notices: what was changed, as sentences
    for the user; complete after the last block.
    """

    def __init__(self, path: Path, rate: int = SAMPLE_RATE) -> None:
        """Raises `MediaError` for what is missing, empty, cut off or no audio."""
        self.path = Path(path)
        kind = sniff(self.path)
        check_whole(self.path, kind)
        self.notices: list[str] = []
        if kind is Kind.OGG and not is_ogg_ended(self.path):
            self.notices.append(f"“{self.path.name}” seems to be cut off; what is there was read.")
        self._process, self._pipe = _start(self.path, kind)
        try:
            self._info = self._first()
        except BaseException:
            self.close()
            raise
        self._rate = rate
        self.channels = min(self._info.channels, 2)
        is_believable = self._info.frames < self.path.stat().st_size * _MOST_FRAMES_PER_BYTE
        self.frames = round(self._info.frames * rate / self._info.rate) if is_believable else 0
        self._note_changes()

    def blocks(self) -> Iterator[Audio | None]:
        """Blocks in order; None whenever a tenth of a second passes without one, as a point to cancel.

        Raises `MediaError` where the file is damaged.
        """
        resampler = StreamResampler(self._info.rate, self._rate, self.channels)
        is_resampled = self._info.rate != self._rate
        for message in self._messages():
            if message is None:
                yield None
            else:
                block = self._clean(message[1])
                yield resampler.feed(block) if is_resampled else block
        if is_resampled:
            yield resampler.finish(self.channels)

    def close(self) -> None:
        """End the process."""
        end_helper(self._process, self._pipe)

    def __enter__(self) -> "DecodedFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _first(self) -> Info:
        letter, content = next(message for message in self._messages() if message is not None)
        info = Info.unpacked(content) if letter == INFO else Info(0, 0, 0)
        if not (1 <= info.channels <= _MOST_CHANNELS and _RATES[0] <= info.rate <= _RATES[1]):
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
            message = self._received()
            if message[:1] == DONE:
                return
            if message[:1] == FAILURE:
                raise MediaError(f"“{self.path.name}” {message[1:].decode()}.")
            yield message[:1], message[1:]

    def _received(self) -> bytes:
        try:
            return self._pipe.recv_bytes()
        except (EOFError, OSError) as error:
            raise MediaError(f"“{self.path.name}” is damaged: reading it failed.") from error

    def _clean(self, data: bytes) -> Audio:
        samples = np.frombuffer(data, dtype=np.float32).reshape(-1, self._info.channels)
        planar = np.ascontiguousarray(samples.T)
        if not np.isfinite(planar).all():
            self._note(f"“{self.path.name}” holds values that are not numbers; they were silenced.")
            planar = np.nan_to_num(planar, nan=0.0, posinf=0.0, neginf=0.0)
        return to_stereo(planar) if self._info.channels > 2 else planar

    def _note_changes(self) -> None:
        if self._info.channels > 2:
            self._note(f"The {self._info.channels} channels of “{self.path.name}” were folded to stereo.")
        if self._info.rate != self._rate:
            was, now = self._info.rate / 1000, self._rate / 1000
            self._note(f"“{self.path.name}” was converted from {was:g} to {now:g} kHz.")

    def _note(self, text: str) -> None:
        if text not in self.notices:
            self.notices.append(text)


def _start(path: Path, kind: Kind) -> tuple["subprocess.Popen[bytes]", MessageReader]:
    try:
        return start_helper(decoder_process.__name__, [str(path.absolute()), kind])
    except OSError as error:
        raise MediaError(f"“{path.name}” could not be read: no process could be started.") from error
