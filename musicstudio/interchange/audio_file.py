# SPDX-License-Identifier: GPL-3.0-or-later
"""One exported audio file of any kind: written, tagged, decoded again to be sure, and only then put in its place."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from msgspec import Struct

from musicstudio.core.errors import InputError, StorageError
from musicstudio.core.files import new_path, open_new
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio
from musicstudio.media.sequential import open_sequential

from .clipping import PeakWatch, clipping_sentence
from .encoders import CODECS, Encoder
from .song_info import SongInfo
from .tags import write_tags
from .wav import BIT_DEPTHS, WavWriter

SUFFIXES = (".wav", *CODECS)
_LOSSY_SLACK_FRAMES = 4096
_CHECKED_FRAMES = 1 << 16


class AudioSpec(Struct, frozen=True):
    """What to write. frames: how many will come. bits: 16, 24 or 32 (float); FLAC takes 16 or 24, Ogg and MP3 none.

    seed: of the dither, so that equal exports are equal bytes.
    """

    frames: int
    channels: int = 2
    rate: int = SAMPLE_RATE
    bits: int = 24
    seed: int = 0


class Written(Struct, frozen=True):
    """A finished file. peak_dbfs: the highest sample of what a player will decode, which a lossy codec may raise.

    shortfalls: what the file could not hold of what it was given, as sentences.
    """

    path: Path
    frames: int
    size_bytes: int
    peak_dbfs: float
    shortfalls: tuple[str, ...] = ()


def write_audio(path: Path, blocks: Iterable[Audio], spec: AudioSpec, info: SongInfo | None = None) -> Job[Written]:
    """Write blocks of float32 (channels, frames) to a file of the kind that its suffix says.

    The file appears whole or, on any failure or cancel, not at all. Raises `InputError` for an unknown suffix or bit
    depth, `StorageError` when it cannot be written or does not decode to what went in.
    """
    path, about = Path(path), info or SongInfo()
    check_format(path, spec.bits)
    suffix, heard = path.suffix.lower(), PeakWatch()
    with new_path(path) as part:
        try:
            if suffix == ".wav":
                frames = yield from _write_wav(part, heard.watched(blocks), spec, about)
            else:
                frames = yield from _write_encoded(part, suffix, heard.watched(blocks), spec, about)
            yield Progress(0.97, "Checking the file")
            peak = _decoded_peak(part, suffix, frames, path)
        except RuntimeError as error:  # what libsndfile raises for anything
            raise StorageError(f"“{path.name}” could not be written; the disk may be full.") from error
        size_bytes = part.stat().st_size
    holds_all = suffix == ".wav" and spec.bits == 32
    clipped = "" if holds_all else clipping_sentence([path.name], heard.peak)
    return Written(path, frames, size_bytes, 20.0 * float(np.log10(max(peak, 1e-6))), (clipped,) if clipped else ())


def check_format(path: Path, bits: int) -> None:
    """Raise `InputError` for a kind of file or a bit depth that cannot be written."""
    if path.suffix.lower() not in SUFFIXES:
        known = ", ".join(suffix.lstrip(".").upper() for suffix in SUFFIXES)
        raise InputError(f"“{path.name}” cannot be written: the kinds are {known}.")
    if bits not in BIT_DEPTHS:
        raise InputError(f"A bit depth can be 16, 24 or 32, not {bits}.")


def _write_wav(part: Path, blocks: Iterable[Audio], spec: AudioSpec, info: SongInfo) -> Job[int]:
    with open_new(part) as file:
        length_s = spec.frames / spec.rate
        writer = WavWriter(file, spec.channels, spec.rate, spec.bits, info, length_s, spec.seed)
        yield from _pumped(blocks, writer, spec)
        writer.finish()
    return writer.frames


def _write_encoded(part: Path, suffix: str, blocks: Iterable[Audio], spec: AudioSpec, info: SongInfo) -> Job[int]:
    encoder = Encoder(part, suffix, spec.channels, spec.rate, spec.bits, spec.seed)
    try:
        frames = yield from _pumped(blocks, encoder, spec)
    finally:
        encoder.close()
    write_tags(part, suffix, info)
    return frames


def _pumped(blocks: Iterable[Audio], writer: WavWriter | Encoder, spec: AudioSpec) -> Job[int]:
    frames = 0
    for block in blocks:
        writer.write(block)
        frames += block.shape[1]
        yield Progress(min(0.95, 0.95 * frames / max(1, spec.frames)), "Writing")
    return frames


def _decoded_peak(part: Path, suffix: str, frames: int, path: Path) -> float:
    """The highest sample of the file as decoded. Raises `StorageError` when its length is not what was written."""
    found, peak = 0, 0.0
    with open_sequential(part) as file:
        while len(block := file.read(_CHECKED_FRAMES, dtype="float32", always_2d=True)):
            found += len(block)
            peak = max(peak, float(np.abs(block).max(initial=0.0)))
    if abs(found - frames) > (_LOSSY_SLACK_FRAMES if suffix in (".mp3", ".ogg") else 0):
        raise StorageError(f"“{path.name}” could not be written: what was written does not decode to the same length.")
    return peak
