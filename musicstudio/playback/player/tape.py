# SPDX-License-Identifier: GPL-3.0-or-later
"""The tape: a ring of memory that the device reads without Python, and that may be written over until the reader is
there.

Frames are counted from the device's start and never wrap (here called tape frames); the memory does. Ahead of the
reader lies what was rendered and then silence, so a late writer gives silence and never old sound. Behind it lies
what was just heard, for the meters.
"""

import numpy as np
from numpy.typing import NDArray

from musicstudio.dsp.audio import Audio
from musicstudio.dsp.fades import equal_gain_in

CAPACITY = 1 << 17
REACH = 1 << 16
FADE_FRAMES = 480


class Tape:
    """Two seconds of stereo float32 memory, interleaved. Written by one thread; read by the device."""

    def __init__(self) -> None:
        self.memory: NDArray[np.float32] = np.zeros((CAPACITY, 2), dtype=np.float32)
        self._cleared_to = REACH

    def advance(self, head: int) -> int:
        """Silence what newly comes within reach of a reader at ``head``; returns the tape frame it may read up to."""
        end = head + REACH
        if end > self._cleared_to:
            self._fill(max(self._cleared_to, end - CAPACITY), end)
            self._cleared_to = end
        return end

    def write(self, start: int, audio: Audio) -> None:
        """Lay audio (2, frames) down from a tape frame on."""
        for at, part in _pieces(start, audio.shape[1]):
            self.memory[at : at + part.stop - part.start] = audio[:, part].T

    def read(self, start: int, frames: int) -> Audio:
        """A copy of what lies there, (2, frames)."""
        audio = np.empty((2, frames), dtype=np.float32)
        for at, part in _pieces(start, frames):
            audio[:, part] = self.memory[at : at + part.stop - part.start].T
        return audio

    def erase(self, start: int) -> None:
        """Silence from a tape frame to the end of reach."""
        self._fill(start, self._cleared_to)

    def cross_to(self, start: int, audio: Audio) -> None:
        """Lay audio down from ``start`` on, its beginning crossed with what lies there over 10 ms, and silence after
        it."""
        fade = min(FADE_FRAMES, audio.shape[1])
        curve = equal_gain_in(fade)
        head = self.read(start, fade) * curve[::-1] + audio[:, :fade] * curve
        self.erase(start + audio.shape[1])
        self.write(start, np.concatenate([head, audio[:, fade:]], axis=1))

    def fade_out(self, start: int) -> int:
        """Fade what lies there to silence over 10 ms; returns the tape frame from which all is silent."""
        faded = self.read(start, FADE_FRAMES) * equal_gain_in(FADE_FRAMES)[::-1]
        self.erase(start)
        self.write(start, faded)
        return start + FADE_FRAMES

    def _fill(self, start: int, end: int) -> None:
        for at, part in _pieces(start, max(0, end - start)):
            self.memory[at : at + part.stop - part.start] = 0.0


class Timeline:
    """Which moment of the song lies where on the tape: runs that begin at a tape frame, playing on or standing
    still."""

    def __init__(self) -> None:
        self._runs: list[tuple[int, int, bool]] = [(0, 0, False)]

    def run(self, tape_frame: int, song_frame: int, is_playing: bool) -> None:
        """From ``tape_frame`` on (forgetting what was planned after it) the song plays from, or stands at,
        ``song_frame``."""
        self._runs = [run for run in self._runs if run[0] < tape_frame]
        self._runs.append((tape_frame, song_frame, is_playing))

    def shift(self, frames: int) -> None:
        """Everything lies ``frames`` later on the tape (another tape, whose count is another)."""
        self._runs = [(start + frames, song, is_playing) for start, song, is_playing in self._runs]

    def forget_before(self, tape_frame: int) -> None:
        """Drop runs that ended before a tape frame."""
        while len(self._runs) > 1 and self._runs[1][0] <= tape_frame:
            self._runs.pop(0)

    def song_frame(self, tape_frame: int) -> int:
        """The moment of the song at a tape frame."""
        start, song, is_playing = self._run_at(tape_frame)
        return song + (max(0, tape_frame - start) if is_playing else 0)

    def is_playing(self, tape_frame: int) -> bool:
        """Whether the song runs at a tape frame."""
        return self._run_at(tape_frame)[2]

    def _run_at(self, tape_frame: int) -> tuple[int, int, bool]:
        return next((run for run in reversed(self._runs) if run[0] <= tape_frame), self._runs[0])


def _pieces(start: int, frames: int) -> list[tuple[int, slice]]:
    """(place in memory, part of the audio) of a stretch of tape, cut where the memory wraps."""
    pieces, done = [], 0
    while done < frames:
        at = (start + done) % CAPACITY
        count = min(frames - done, CAPACITY - at)
        pieces.append((at, slice(done, done + count)))
        done += count
    return pieces
