# SPDX-License-Identifier: GPL-3.0-or-later
"""Stems for a DAW:

WAV files of one length that begin at bar 1, named so that they sort and tell tempo and key, and a manifest.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.core.files import new_file, safe_name, write_file
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.resample import StreamResampler

from .audio_file import AudioSpec
from .clipping import clipping_sentence
from .song_info import SongInfo
from .wav import BIT_DEPTHS, WavWriter

MANIFEST_FILE = "manifest.json"


class StemName(Struct, frozen=True):
    """What a stem is called, and its role."""

    name: str
    role: str = "other"


class StemsWritten(Struct, frozen=True):
    """What was written: the WAV files in order, and the manifest. shortfalls: what they could not hold."""

    files: tuple[Path, ...]
    manifest: Path
    shortfalls: tuple[str, ...] = ()


def write_stems(
    folder: Path,
    names: Sequence[StemName],
    blocks: Iterable[Sequence[Audio]],
    spec: AudioSpec,
    info: SongInfo | None = None,
    raised_db: float = 0.0,
) -> Job[StemsWritten]:
    """Write all stems in one pass: each item of ``blocks`` holds one block a stem, all of one length.

    raised_db: by how much they are louder than in the song, for the manifest.

    All files appear when the last block is written, or none on a failure or cancel. Raises `InputError` when there
    are no stems and `StorageError` when the folder cannot be written.
    """
    if not names:
        raise InputError("There are no stems to export.")
    if spec.bits not in BIT_DEPTHS:
        raise InputError(f"A bit depth can be 16, 24 or 32, not {spec.bits}.")
    about = info or SongInfo()
    files = tuple(Path(folder) / file_name for file_name in stem_file_names(names, about))
    with ExitStack() as stack:
        writers = [_writer(stack, path, name, spec, about) for path, name in zip(files, names, strict=True)]
        taken, peaks = 0, np.zeros(len(files))
        for row, came in _at_rate(blocks, len(names), spec):
            for writer, block in zip(writers, row, strict=True):
                writer.write(block)
            peaks = np.maximum(peaks, [np.abs(block).max(initial=0.0) for block in row])
            taken += came
            yield Progress(min(0.99, taken / max(1, spec.frames)), "Writing stems")
        for writer in writers:
            writer.finish()
    manifest = Path(folder) / MANIFEST_FILE
    write_file(manifest, manifest_bytes(files, names, spec, about, writers[0].frames, raised_db))
    clipped = [file.name for file, peak in zip(files, peaks, strict=True) if spec.bits != 32 and peak > 1.0]
    told = clipping_sentence(clipped, float(peaks.max()))
    return StemsWritten(files, manifest, (told,) if told else ())


def _at_rate(blocks: Iterable[Sequence[Audio]], count: int, spec: AudioSpec) -> Iterator[tuple[Sequence[Audio], int]]:
    """Rows at the files' rate, and of how many frames each was made."""
    if spec.rate == SAMPLE_RATE:
        yield from ((row, row[0].shape[1]) for row in blocks)
        return
    resamplers = [StreamResampler(SAMPLE_RATE, spec.rate, spec.channels) for _ in range(count)]
    for row in blocks:
        yield [each.feed(block) for each, block in zip(resamplers, row, strict=True)], row[0].shape[1]
    yield [each.finish(spec.channels) for each in resamplers], 0


def stem_file_names(names: Sequence[StemName], info: SongInfo) -> list[str]:
    """``01_Bass_120bpm_Amin.wav``: safe on every system, and no two alike."""
    width = max(2, len(str(len(names))))
    facts = [fact for fact in (f"{info.bpm:g}bpm" if info.bpm else "", short_key(info.key)) if fact]
    return [
        "_".join([str(index).zfill(width), safe_name(stem.name, "Stem").replace(" ", "-"), *facts]) + ".wav"
        for index, stem in enumerate(names, 1)
    ]


def short_key(key: str) -> str:
    """``Amin`` for "A minor", ``Bbmaj`` for "Bb major"; other modes by their first three letters."""
    match = re.fullmatch(r"([A-G][#b]?) (\w+)", key)
    return f"{match[1]}{match[2][:3]}" if match else ""


def manifest_bytes(
    files: Sequence[Path],
    names: Sequence[StemName],
    spec: AudioSpec,
    info: SongInfo,
    frames: int,
    raised_db: float = 0.0,
) -> bytes:
    """What a program needs to put the stems together again, as JSON."""
    content = {
        "title": info.title,
        "bpm": info.bpm or None,
        "key": info.key or None,
        "meter": f"{info.meter[0]}/{info.meter[1]}",
        "rate": spec.rate,
        "bits": spec.bits,
        "frames": frames,
        "length_s": frames / spec.rate,
        "markers": [{"name": cue.name, "at_s": round(cue.at_s, 6)} for cue in info.cues],
        "stems": [
            {"file": file.name, "name": stem.name, "role": stem.role} for file, stem in zip(files, names, strict=True)
        ],
        "raised_db": round(raised_db, 3),
        "note": "All stems begin at the same moment, have the same length and sum to the mix before mastering"
        + (f", {raised_db:.1f} dB louder than there." if raised_db else "."),
        "licence": info.licence or None,
        "ai_disclosure": info.disclosure or None,
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def _writer(stack: ExitStack, path: Path, stem: StemName, spec: AudioSpec, info: SongInfo) -> WavWriter:
    title = f"{info.title} - {stem.name}" if info.title else stem.name
    about = msgspec.structs.replace(info, title=title, lyrics="")
    file = stack.enter_context(new_file(path))
    return WavWriter(file, spec.channels, spec.rate, spec.bits, about, spec.frames / SAMPLE_RATE, spec.seed)
