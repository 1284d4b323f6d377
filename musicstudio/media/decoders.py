# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole files through the libraries that decode: libsndfile for plain samples, FLAC and Ogg, FFmpeg (through PyAV) for
everything else, for more than two channels, and where libsndfile gives nothing.

The length is what came out, never what a header guesses.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Union

import numpy as np
from numpy.typing import NDArray

from .file_view import FileView
from .sequential import open_sequential

BLOCK_FRAMES = 1 << 15
# What libsndfile has of a block when it meets damage is lost, so it is asked for little at once.
_READ_FRAMES = 1 << 12
_UNKNOWN_FRAMES = 1 << 60
_SHORT = 0.99
_SHORT_S = 0.1
_MAX_FRAMES_PER_BYTE = 4_000


class Info(NamedTuple):
    """What comes next. frames: how many there will be, about; 0 when nobody knows. layout: the channels' names, where
    the file has them.
    """

    channels: int
    rate: int
    frames: int = 0
    layout: tuple[str, ...] = ()


class Notice(NamedTuple):
    """The end of a sentence that begins with the file's name."""

    text: str


Samples = NDArray[np.float32]
Part = Union[Info, Samples, Notice]  # noqa: UP007
Decoder = Callable[[FileView], Iterator[Part]]


class Undecodable(Exception):
    """Nothing of a file could be decoded; the message is the end of a sentence that begins with the file's name."""


def first_that_sounds(view: FileView, decoders: list[Decoder]) -> Iterator[Part]:
    """The parts of the first decoder that gives samples. Raises `Undecodable`."""
    failure, held = "is damaged or of a kind that cannot be read", None
    for decode in decoders:
        view.seek(0)
        given = 0
        try:
            for part in decode(view):
                if isinstance(part, Info) and not given:
                    held = part
                    continue
                if isinstance(part, np.ndarray) and held is not None:
                    yield held
                    given, held = 1, None
                yield part
        except Undecodable as error:
            failure = str(error)
        except Exception:  # whatever a foreign library raises
            if given:
                yield Notice("is damaged; what could be read of it was read")
        if given:
            return
    if held is None:
        raise Undecodable(failure)
    yield held


def gather_blocks(parts: Iterator[Part]) -> Iterator[Part]:
    """The same with samples in blocks of about `BLOCK_FRAMES`."""
    held, frames = list[Samples](), 0
    for part in parts:
        if isinstance(part, np.ndarray):
            held.append(part)
            frames += len(part)
        if held and (frames >= BLOCK_FRAMES or not isinstance(part, np.ndarray)):
            yield np.concatenate(held)
            held, frames = [], 0
        if not isinstance(part, np.ndarray):
            yield part
    if held:
        yield np.concatenate(held)


def with_libsndfile(view: FileView) -> Iterator[Part]:
    """Up to two channels; more are left to FFmpeg, which knows their places."""
    return _with_libsndfile(view, most_channels=2)


def with_libsndfile_anyway(view: FileView) -> Iterator[Part]:
    """Any number of channels."""
    return _with_libsndfile(view, most_channels=1 << 10)


def _with_libsndfile(view: FileView, most_channels: int) -> Iterator[Part]:
    sent = 0
    with open_sequential(view) as file:
        if file.channels > most_channels:
            raise Undecodable("has more than two channels")
        is_believable = file.frames < min(_UNKNOWN_FRAMES, view.length * _MAX_FRAMES_PER_BYTE)
        frames = file.frames if is_believable else 0
        yield Info(file.channels, file.samplerate, frames)
        try:
            while len(block := file.read(_READ_FRAMES, dtype="float32", always_2d=True)):
                sent += len(block)
                yield block
        except RuntimeError:
            if not sent:
                raise
            yield Notice(f"is damaged after {sent / file.samplerate:.1f} s; what comes before was read")
            return
        if sent and is_short(sent, frames, file.samplerate):
            yield Notice(cut_off(sent, file.samplerate))


def with_ffmpeg(container: str, is_length_known: bool = False) -> Decoder:
    """The best sound of a container of the given kind, which is never guessed."""

    def decode(view: FileView) -> Iterator[Part]:
        import av

        with av.open(view, format=container, metadata_errors="ignore") as file:
            stream = file.streams.best("audio")
            if stream is None:
                raise Undecodable("holds no sound that can be read")
            if len(file.streams.audio) > 1:
                yield Notice(f"holds {len(file.streams.audio)} sounds; the first was read")
            yield from _frames_of(file, stream, is_length_known)

    return decode


def _frames_of(file: Any, stream: Any, is_length_known: bool) -> Iterator[Part]:
    expected = round(float(stream.duration * stream.time_base) * stream.rate) if stream.duration else 0
    info, sent, is_damaged = Info(0, 0), 0, False
    for frame in _decode_frames(file, stream):
        if frame is None:
            is_damaged = True
            continue
        now = Info(len(frame.layout.channels), frame.sample_rate, max(0, expected), _layout_of(frame))
        if now != info:
            info = now
            yield info
        samples = _samples_of(frame)
        sent += len(samples)
        yield samples
    if is_damaged and sent:
        yield Notice("is damaged in places, which were passed over")
    elif is_length_known and sent and is_short(sent, expected, info.rate):
        yield Notice(cut_off(sent, info.rate))


def _decode_frames(file: Any, stream: Any) -> Iterator[Any]:
    """Frames; None for a packet that cannot be decoded, or where the container breaks off."""
    import av

    try:
        for packet in file.demux(stream):
            try:
                yield from packet.decode()
            except av.error.EOFError:
                return
            except (av.error.FFmpegError, ValueError):
                yield None
    except (av.error.FFmpegError, ValueError):
        yield None


def _samples_of(frame: Any) -> Samples:
    """A frame as float32, (frames, channels)."""
    values = frame.to_ndarray()
    channels = len(frame.layout.channels)
    rows = values.T if frame.format.is_planar else values.reshape(-1, channels)
    if rows.dtype.kind == "u":
        return np.ascontiguousarray((rows.astype(np.float32) - 128.0) / 128.0)
    if rows.dtype.kind == "i":
        return np.ascontiguousarray((rows / 2.0 ** (8 * rows.dtype.itemsize - 1)).astype(np.float32))
    return np.ascontiguousarray(rows, dtype=np.float32)


def _layout_of(frame: Any) -> tuple[str, ...]:
    return tuple(channel.name for channel in frame.layout.channels)


def is_short(sent: int, promised: int, rate: int) -> bool:
    """Whether clearly fewer frames came than were promised."""
    return sent < promised * _SHORT - rate * _SHORT_S


def cut_off(sent: int, rate: int) -> str:
    """The end of a sentence for what `is_short`."""
    return f"is cut off after {sent / rate:.1f} s; what is there was read"
