# SPDX-License-Identifier: GPL-3.0-or-later
"""One exported audio file of any kind: written, tagged, decoded again to be sure, and only then put in its place."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from msgspec import Struct

from musicstudio.core.errors import InputError, StorageError
from musicstudio.core.files import new_path, open_new, text_of_name
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.resample import StreamResampler

from .clipping import PeakWatch, clipping_sentence
from .encoders import ALAC, FORMATS, Encoder, Format, M4aEncoder, SndfileEncoder
from .song_info import SongInfo
from .tags import write_tags
from .wav import BIT_DEPTHS, WavWriter
from .written_audio import decoded_blocks

SUFFIXES = (".wav", *FORMATS)
WAV_RATES = (44_100, 48_000, 88_200, 96_000)


class AudioSpec(Struct, frozen=True):
    """What to write. frames: how many will come, at `SAMPLE_RATE`. rate: of the file.

    bits: 16, 24 or 32 (float); FLAC and ALAC take 16 or 24. kbps: of a lossy kind, 0 for its usual. is_lossless: ALAC
    in place of AAC. has_dither: at 16 bits, drawn from ``seed``, so that equal exports are equal bytes.
    """

    frames: int
    channels: int = 2
    rate: int = SAMPLE_RATE
    bits: int = 24
    seed: int = 0
    kbps: int = 0
    is_lossless: bool = False
    has_dither: bool = True


class Written(Struct, frozen=True):
    """A finished file. peak_dbfs: the highest sample of what a player will decode, which a lossy codec may raise.

    shortfalls: what the file could not hold of what it was given, as sentences.
    """

    path: Path
    frames: int
    size_bytes: int
    peak_dbfs: float
    shortfalls: tuple[str, ...] = ()


def write_audio(
    path: Path,
    blocks: Iterable[Audio],
    spec: AudioSpec,
    info: SongInfo | None = None,
    measured: Callable[[SongInfo], SongInfo] = lambda about: about,
) -> Job[Written]:
    """Write blocks of float32 (channels, frames) at `SAMPLE_RATE` to a file of the kind that its suffix says.

    measured: gives, after the last block, what is then known of the song's loudness. The file appears whole or, on any
    failure or cancel, not at all. Raises `InputError` for what cannot be written, `StorageError` when it cannot be
    written or does not decode to what went in.
    """
    path, about = Path(path), info or SongInfo()
    check_format(path, spec)
    suffix, heard = path.suffix.lower(), PeakWatch()
    with new_path(path) as part:
        try:
            if suffix == ".wav":
                frames = yield from _write_wav(part, heard.watch_blocks(blocks), spec, about, measured)
            else:
                frames = yield from _write_encoded(part, suffix, heard.watch_blocks(blocks), spec, about, measured)
            peak = yield from within(_decoded_peak(part, format_of(suffix, spec), frames, path), 0.85, 1.0)
        except UnicodeError as error:  # a folder's, for the one encoder that takes nothing else
            raise StorageError(
                f"“{text_of_name(path.name)}” could not be written: its folder's name is no text."
            ) from error
        except RuntimeError as error:  # what libsndfile raises for anything
            raise StorageError(f"“{path.name}” could not be written; the disk may be full.") from error
        size_bytes = part.stat().st_size
    shortfalls = tuple(filter(None, (_bits_sentence(path, spec), _clipping_sentence(path, spec, heard.peak))))
    return Written(path, frames, size_bytes, 20.0 * float(np.log10(max(peak, 1e-6))), shortfalls)


def _bits_sentence(path: Path, spec: AudioSpec) -> str:
    """Empty where the file has as many bits as were asked for, or none, as a lossy one."""
    kind = format_of(path.suffix.lower(), spec)
    if not kind.bits or spec.bits in kind.bits:
        return ""
    return f"“{path.name}” has {max(kind.bits)} bits instead of {spec.bits}: {kind.title} holds no more."


def _clipping_sentence(path: Path, spec: AudioSpec, peak: float) -> str:
    holds_all = path.suffix.lower() == ".wav" and spec.bits == 32
    return "" if holds_all else clipping_sentence([path.name], peak)


def format_of(suffix: str, spec: AudioSpec) -> Format:
    """What a kind of file takes."""
    if suffix == ".wav":
        return Format("WAV", rates=WAV_RATES, bits=BIT_DEPTHS)
    return ALAC if suffix == ".m4a" and spec.is_lossless else FORMATS[suffix]


def check_format(path: Path, spec: AudioSpec) -> None:
    """Raise `InputError` for a kind of file, a bit depth, a rate or a bit rate that cannot be written."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(suffix.lstrip(".").upper() for suffix in SUFFIXES)
        raise InputError(f"“{path.name}” cannot be written: the kinds are {known}.")
    if spec.bits not in BIT_DEPTHS:
        raise InputError(f"A bit depth can be 16, 24 or 32, not {spec.bits}.")
    kind = format_of(suffix, spec)
    if spec.rate not in kind.rates:
        rates = ", ".join(f"{rate / 1000:g}" for rate in kind.rates)
        raise InputError(f"{kind.title} can have {rates} kHz, not {spec.rate / 1000:g}.")
    if spec.kbps and kind.kbps is None:
        raise InputError(f"{kind.title} has no bit rate to choose.")
    if spec.kbps and kind.kbps and not kind.kbps[0] <= spec.kbps <= kind.kbps[1]:
        raise InputError(f"{kind.title} can have {kind.kbps[0]} to {kind.kbps[1]} kbit/s, not {spec.kbps}.")


_Measured = Callable[[SongInfo], SongInfo]


def _write_wav(part: Path, blocks: Iterable[Audio], spec: AudioSpec, info: SongInfo, measured: _Measured) -> Job[int]:
    with open_new(part) as file:
        length_s = spec.frames / SAMPLE_RATE
        writer = WavWriter(
            file, spec.channels, spec.rate, spec.bits, info, length_s, spec.seed, has_dither=spec.has_dither
        )
        yield from _write_blocks(blocks, writer, spec)
        writer.finish(measured(info))
    return writer.frames


def _write_encoded(
    part: Path, suffix: str, blocks: Iterable[Audio], spec: AudioSpec, info: SongInfo, measured: _Measured
) -> Job[int]:
    encoder = _encoder(part, suffix, spec)
    try:
        frames = yield from _write_blocks(blocks, encoder, spec)
    finally:
        encoder.close()
    write_tags(part, suffix, measured(info))
    return frames


def _encoder(part: Path, suffix: str, spec: AudioSpec) -> Encoder:
    kind = format_of(suffix, spec)
    kbps = spec.kbps or (kind.kbps[2] if kind.kbps else 0)
    bits = min(spec.bits, max(kind.bits, default=0))
    if suffix == ".m4a":
        return M4aEncoder(
            part, spec.channels, spec.rate, bits=bits, kbps=kbps, seed=spec.seed, has_dither=spec.has_dither
        )
    return SndfileEncoder(
        part, suffix, spec.channels, spec.rate, bits=bits, kbps=kbps, seed=spec.seed, has_dither=spec.has_dither
    )


def _write_blocks(blocks: Iterable[Audio], writer: WavWriter | Encoder, spec: AudioSpec) -> Job[int]:
    """Write all blocks at the file's own rate; how many frames it has."""
    frames, taken = 0, 0
    for block, came in _at_rate(blocks, spec):
        writer.write(block)
        frames, taken = frames + block.shape[1], taken + came
        yield Progress(0.85 * min(1.0, taken / max(1, spec.frames)), "Writing")
    return frames


def _at_rate(blocks: Iterable[Audio], spec: AudioSpec) -> Iterator[tuple[Audio, int]]:
    """Blocks at the file's rate, and of how many frames each was made."""
    if spec.rate == SAMPLE_RATE:
        yield from ((block, block.shape[1]) for block in blocks)
        return
    resampler = StreamResampler(SAMPLE_RATE, spec.rate, spec.channels)
    for block in blocks:
        yield resampler.feed(block), block.shape[1]
    yield resampler.finish(spec.channels), 0


def _decoded_peak(part: Path, kind: Format, frames: int, path: Path) -> Job[float]:
    """The highest sample of the file as decoded. Raises `StorageError` when its length is not what was written."""
    found, peak = 0, 0.0
    for block in decoded_blocks(part):
        yield Progress(min(1.0, found / max(1, frames)), "Checking the file")
        found += block.shape[1]
        peak = max(peak, float(np.abs(block).max(initial=0.0)))
    if abs(found - frames) > kind.slack_frames:
        raise StorageError(f"“{path.name}” could not be written: what was written does not decode to the same length.")
    return peak
