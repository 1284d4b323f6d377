# SPDX-License-Identifier: GPL-3.0-or-later
"""Which decoder reads which kind of file, and from which place on."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from . import decoders
from .declared_sizes import true_sizes
from .decoders import Info, Notice, Part, Undecodable, first_that_sounds, with_ffmpeg
from .file_view import FileView
from .mpeg_frames import promised_samples
from .ogg_links import find_links
from .sniffing import Kind, sniff

_SAMPLED = (Kind.WAV, Kind.RF64, Kind.W64, Kind.AIFF)
_CONTAINERS = {
    Kind.WAV: "wav", Kind.RF64: "wav", Kind.W64: "w64", Kind.AIFF: "aiff", Kind.FLAC: "flac", Kind.OGG: "ogg",
    Kind.MP3: "mp3", Kind.M4A: "mov", Kind.AAC: "aac", Kind.CAF: "caf", Kind.AU: "au", Kind.WMA: "asf",
    Kind.MATROSKA: "matroska", Kind.AVI: "avi", Kind.FLASH: "flv", Kind.MPEG: "mpeg", Kind.TS: "mpegts",
    Kind.WAVPACK: "wv", Kind.APE: "ape", Kind.TTA: "tta", Kind.AC3: "ac3", Kind.AMR: "amr", Kind.DSF: "dsf",
}  # fmt: skip
_BOTH = (*_SAMPLED, Kind.FLAC, Kind.OGG, Kind.CAF)
_IS_LENGTH_KNOWN = frozenset(
    {*_SAMPLED, Kind.FLAC, Kind.M4A, Kind.CAF, Kind.MATROSKA, Kind.WAVPACK, Kind.APE, Kind.TTA}
)
_HEAD_BYTES = 4096


def parts_of(path: Path, expected: Kind) -> Iterator[Part]:
    """Everything in a file of a kind that sounds. Raises `Undecodable`, OSError, `MediaError`."""
    kind, start = sniff(path)
    if kind is not expected:
        raise Undecodable("was changed while it was read")
    if kind is Kind.OGG:
        return _links_of(path, start)
    if kind is Kind.MP3:
        return _mpeg_of(path, start)
    if kind in _SAMPLED:
        return _sampled_of(path, kind, start)
    return _whole(FileView(path, start), kind)


def _whole(view: FileView, kind: Kind, is_ffmpeg_only: bool = False) -> Iterator[Part]:
    ffmpeg = with_ffmpeg(_CONTAINERS[kind], kind in _IS_LENGTH_KNOWN)
    with view:
        if kind in _BOTH and not is_ffmpeg_only:
            yield from first_that_sounds(view, [decoders.with_libsndfile, ffmpeg, decoders.with_libsndfile_anyway])
        elif kind is Kind.MP3:
            # libsndfile reads what FFmpeg does not: MP3 without a fixed bit rate a frame ("free format").
            yield from first_that_sounds(view, [ffmpeg, decoders.with_libsndfile_anyway])
        else:
            yield from first_that_sounds(view, [ffmpeg])


def _sampled_of(path: Path, kind: Kind, start: int) -> Iterator[Part]:
    with FileView(path, start) as view:
        sizes = true_sizes(view, kind, view.length)
    if sizes.missing_bytes:
        yield Notice(f"is cut off: {sizes.missing_bytes:,} bytes are missing at its end; what is there was read")
    if sizes.more_bytes:
        yield Notice(f"is longer than its header says by {sizes.more_bytes:,} bytes; all of it was read")
    view = FileView(path, start + sizes.start, corrections=sizes.corrections, head=sizes.head)
    yield from _whole(view, kind, is_ffmpeg_only=sizes.is_beyond_32_bits)


def _mpeg_of(path: Path, start: int) -> Iterator[Part]:
    """As decoded, which is told where it is less than the header of an encoder promises."""
    with FileView(path, start) as view:
        promised = promised_samples(view.read(_HEAD_BYTES) or b"")
    sent, rate = 0, 1
    for part in _whole(FileView(path, start), Kind.MP3):
        if isinstance(part, Info):
            rate = part.rate
            part = part._replace(frames=promised or part.frames)
        sent += len(part) if isinstance(part, np.ndarray) else 0
        yield part
    if sent and decoders.is_short(sent, promised, rate):
        yield Notice(decoders.cut_off(sent, rate))


def _links_of(path: Path, start: int) -> Iterator[Part]:
    """One link of an Ogg file after the other; one that cannot be read is passed over and told."""
    with FileView(path, start) as view:
        links = find_links(view, view.length)
    edges = [*(start + place for place in links.starts), None]
    has_sounded, failure = False, ""
    for first, end in itertools.pairwise(edges):
        try:
            for part in _whole(FileView(path, first or 0, end), Kind.OGG):
                has_sounded = has_sounded or isinstance(part, np.ndarray)
                yield part
        except Undecodable as error:
            failure = str(error)
    if failure and not has_sounded:
        raise Undecodable(failure)
    if failure:
        yield Notice("is damaged in places, which were passed over")
    if not links.starts:
        raise Undecodable("is damaged or of a kind that cannot be read")
    if not links.is_ended:
        yield Notice("seems to be cut off; what is there was read")
