# SPDX-License-Identifier: GPL-3.0-or-later
"""Which part of a recording belongs where in the song: where it began, how often a loop came round, what was asked."""

from msgspec import Struct

from musicstudio.core.units import SAMPLE_RATE

MIN_PASS_S = 0.2
"""What is shorter is the crumb that is left when a loop is stopped just after its start."""


class Anchor(Struct, frozen=True):
    """A moment of the song, in frames, and when it was heard, in frames on the clock of all devices."""

    song_frame: int
    clock_frame: float


class Pass(Struct, frozen=True):
    """A stretch of the file (frames) that was played over a moment of the song (seconds)."""

    start_frame: int
    frames: int
    song_s: float


def split_passes(
    frames: int,
    began_at: float,
    anchor: Anchor,
    *,
    loop_s: tuple[float, float] | None = None,
    range_s: tuple[float, float] | None = None,
    delay_s: float = 0.0,
) -> tuple[Pass, ...]:
    """The passes of a recording, one a round of the loop, cut to the range that is to be recorded (punch in and out).

    frames: of the file. began_at: when its first frame reached the input, on the clock. loop_s: the song was repeated
    there. delay_s: how much later sound comes in than the devices say (measured by a loop-back).
    What was recorded before the song's start (the count-in) is left out.
    """
    started = anchor.clock_frame - began_at + delay_s * SAMPLE_RATE
    at, song = max(0, round(started)), anchor.song_frame + max(0, -round(started))
    loop = (round(loop_s[0] * SAMPLE_RATE), round(loop_s[1] * SAMPLE_RATE)) if loop_s else None
    if loop and anchor.song_frame < loop[1] <= song:  # it had come round before the recording began
        song = loop[0] + (song - loop[0]) % (loop[1] - loop[0])
    passes = []
    while at < frames:
        count = frames - at
        if loop and song < loop[1]:
            count = min(count, loop[1] - song)
        passes.append((at, count, song))
        at, song = at + count, loop[0] if loop and song + count == loop[1] else song + count
    cut = [_cut(*each, range_s) for each in passes]
    long_enough = tuple(each for each in cut if each and each.frames >= MIN_PASS_S * SAMPLE_RATE)
    return long_enough or tuple(each for each in cut[:1] if each)


def _cut(at: int, count: int, song: int, range_s: tuple[float, float] | None) -> Pass | None:
    start, end = song, song + count
    if range_s:
        start, end = max(start, round(range_s[0] * SAMPLE_RATE)), round(min(end, range_s[1] * SAMPLE_RATE))
    return Pass(at + start - song, end - start, start / SAMPLE_RATE) if end > start else None
