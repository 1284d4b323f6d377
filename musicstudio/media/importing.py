# SPDX-License-Identifier: GPL-3.0-or-later
"""Foreign audio into the store or into memory, as jobs: any length in bounded memory, cancelled at any block."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from musicstudio.core.errors import MediaError, StorageError
from musicstudio.core.files import text_of_name
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio
from musicstudio.project.model import Source

from .decoding import DecodedFile
from .store import MediaStore

_SPARE_BYTES = 50_000_000
_GUESSED_FRAMES = 180 * SAMPLE_RATE


class Imported(NamedTuple):
    """Audio that is in the store now. notices: what was changed on the way, as sentences for the user."""

    source: Source
    notices: tuple[str, ...]


class Loaded(NamedTuple):
    """Audio in memory: float32, (1 or 2 channels, frames)."""

    audio: Audio
    rate: int
    notices: tuple[str, ...]


def import_audio(path: Path, store: MediaStore, rate: int = SAMPLE_RATE) -> Job[Imported]:
    """Read a file into the store, at ``rate``, with one or two channels.

    Raises `MediaError` when it is missing, empty, cut off, damaged, silent of samples or no audio, `StorageError`
    when there is no room for it; then nothing is kept.
    """
    with DecodedFile(path, rate) as file:
        _require_room(store.folder, file)
        with store.adding(file.channels, rate) as audio:
            yield from _pump_blocks(file, audio.write)
            _require_sound(file, audio.frames)
        source = Source(audio.content_hash, audio.frames, rate, file.channels, _title(path))
        return Imported(source, tuple(file.notices))


def load_audio(path: Path, rate: int = SAMPLE_RATE) -> Job[Loaded]:
    """Read a whole file into memory, at ``rate``, with one or two channels. Raises `MediaError` as `import_audio`."""
    blocks: list[Audio] = []
    notices = yield from read_blocks(path, blocks.append, rate)
    return Loaded(np.concatenate(blocks, axis=1), rate, notices)


def read_blocks(path: Path, take: Callable[[Audio], object], rate: int = SAMPLE_RATE) -> Job[tuple[str, ...]]:
    """Hand a file over in blocks of (1 or 2 channels, frames); its notices. Raises `MediaError` as `import_audio`."""
    frames = 0

    def count(block: Audio) -> None:
        nonlocal frames
        frames += block.shape[1]
        take(block)

    with DecodedFile(path, rate) as file:
        yield from _pump_blocks(file, count)
        _require_sound(file, frames)
        return tuple(file.notices)


def _pump_blocks(file: DecodedFile, take: Callable[[Audio], object]) -> Job[None]:
    expected = file.frames or _GUESSED_FRAMES
    message = f"Reading {file.path.name}"
    done = 0
    for block in file.blocks():
        if block is not None:
            take(block)
            done += block.shape[1]
        yield Progress(min(1.0, done / expected), message)


def _title(path: Path) -> str:
    """A file's name as text, also where it is no Unicode."""
    return text_of_name(Path(path).stem)


def _require_sound(file: DecodedFile, frames: int) -> None:
    if not frames:
        raise MediaError(f"“{file.path.name}” holds no sound: it is 0 samples long.")


def _require_room(folder: Path, file: DecodedFile) -> None:
    needed = file.frames * file.channels * 4 + _SPARE_BYTES
    free = shutil.disk_usage(next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())).free
    if needed > free:
        sizes = f"{needed / 1e9:.1f} GB in the song's folder, but only {free / 1e9:.1f} GB are free"
        raise StorageError(f"“{file.path.name}” needs {sizes}.")
