# SPDX-License-Identifier: GPL-3.0-or-later
"""The media folder of a song: audio under the SHA-256 of its file, written once, never changed.

Any thread may add and read; each reader of the same file shares one descriptor.
"""

import hashlib
import os
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from musicstudio.core.errors import MediaError
from musicstudio.core.files import PART_SUFFIX, OpenFile, new_file, open_new, publish, storage_error
from musicstudio.core.plain_files import require_own_folder
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio

from .wave_file import SampleFile, WaveInfo, open_samples, open_wave, read_header, wave_header

_FILES_KEPT = 128
_VERIFIED_AT_ONCE = 1 << 22
LOUDEST = np.float32(1e9)
"""No sample is beyond this, whatever a file says: not by mistake of a scale, only by damage."""
SUFFIX = ".wav"


class MediaStore:
    """See the module's text. Nothing is written before the first `add`."""

    def __init__(self, folder: Path, require_place: Callable[[], None] | None = None) -> None:
        """require_place: raises `StorageError` where the song around the folder is no longer there."""
        self.folder = Path(folder)
        self._require_place = require_place
        self._lock = threading.Lock()
        self._files: OrderedDict[str, SampleFile] = OrderedDict()
        self._trusted: set[str] = set()
        self._added: set[str] = set()
        self._damaged: set[str] = set()

    @property
    def damaged(self) -> frozenset[str]:
        """What was found to be damaged since the store was opened; it counts as missing."""
        with self._lock:
            return frozenset(self._damaged)

    def distrust(self, content_hashes: Iterable[str]) -> None:
        """Take what another found as known: these are damaged, and no others."""
        with self._lock:
            self._damaged = set(content_hashes)
            self._files.clear()

    def is_trusted(self, content_hash: str) -> bool:
        """Whether a file was written or verified since the store was opened."""
        with self._lock:
            return content_hash in self._trusted

    def add(self, audio: Audio, rate: int = SAMPLE_RATE) -> tuple[str, int]:
        """Keep float32 (channels, frames) audio; returns (content hash, frames). Audio that is there is not written
        again.

        Raises `MediaError` for audio without samples or with values that are no numbers, `StorageError` when it
        cannot be written.
        """
        info = WaveInfo(audio.shape[0], rate, audio.shape[1])
        if not info.frames or not info.channels:
            raise MediaError("There is no sound in this audio.")
        _require_numbers(audio)
        content_hash = hash_of_audio(audio, rate)
        if not self.has(content_hash):
            self._make_folder()
            with new_file(self.path(content_hash), makes_folder=False) as file:
                file.write(wave_header(info))
                file.write(_bytes_of(audio))
            self._trust(content_hash, is_new=True)
        return content_hash, info.frames

    @contextmanager
    def adding(self, channels: int, rate: int = SAMPLE_RATE) -> Iterator["StreamedAudio"]:
        """Keep audio that comes block by block, in bounded memory: ``with store.adding(2) as audio:
        audio.write(block)``.

        After the block, ``audio.content_hash`` and ``audio.frames`` name it. If the block raises, nothing is kept.
        """
        part = self.folder / f".incoming-{secrets.token_hex(6)}{PART_SUFFIX}"
        self._make_folder()
        try:
            with open_new(part) as file:
                audio = StreamedAudio(file, channels, rate)
                yield audio
                audio.finish()
            audio.content_hash = hash_of_file(part)
            if not self.has(audio.content_hash):
                self._make_folder()
                publish(part, self.path(audio.content_hash))
                self._trust(audio.content_hash, is_new=True)
        except OSError as error:
            raise storage_error(error, self.folder) from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def read(self, content_hash: str, start: int, frames: int) -> Audio:
        """Exactly ``frames`` frames from a frame on, float32 (channels, frames); silence before the start and past
        the end.

        Raises `MediaError` when the file is missing or damaged.
        """
        samples = self._open_file(content_hash)
        info = samples.info
        block = np.zeros((info.channels, max(0, frames)), dtype=np.float32)
        first, last = max(0, start), min(info.frames, start + frames)
        if first < last:
            block[:, first - start : last - start] = samples[first:last].T
            if not np.abs(block).max() <= LOUDEST:  # NaN is not, either
                raise self._found_damaged(content_hash)
        return block

    def read_all(self, content_hash: str) -> Audio:
        """The whole file, float32 (channels, frames). Raises `MediaError`."""
        return self.read(content_hash, 0, self.info(content_hash).frames)

    def samples(self, content_hash: str) -> SampleFile:
        """The file, read as slices are asked for: float32, shape (frames, channels). Raises `MediaError`."""
        return self._open_file(content_hash)

    def info(self, content_hash: str) -> WaveInfo:
        """Channels, rate and frames. Raises `MediaError`."""
        return self._open_file(content_hash).info

    def has(self, content_hash: str) -> bool:
        """Whether the file is there, as long as it says, and was not found to be damaged."""
        try:
            read_header(self.path(content_hash))
        except MediaError:
            return False
        return content_hash not in self.damaged

    def path(self, content_hash: str) -> Path:
        """Where the file of a hash is, or would be. Raises `MediaError` for what is no hash."""
        if not is_hash(content_hash):
            raise MediaError(f"“{content_hash[:20]}” is not the name of an audio file of a song.")
        return self.folder / f"{content_hash}{SUFFIX}"

    def verify(self, content_hash: str) -> None:
        """Read the whole file and compare it with its name. Raises `MediaError` when a single bit differs."""
        for _ in self.verifying(content_hash):
            pass

    def verifying(self, content_hash: str) -> Job[None]:
        """The same, some megabytes at a time. A file that differs counts as missing from then on."""
        path, digest, done_bytes = self.path(content_hash), hashlib.sha256(), 0
        with open_wave(path) as file:
            size_bytes = os.fstat(file.fileno()).st_size
            while block := file.read(_VERIFIED_AT_ONCE):
                digest.update(block)
                done_bytes += len(block)
                yield Progress(min(1.0, done_bytes / max(1, size_bytes)), "Checking the audio")
        if digest.hexdigest() != content_hash:
            raise self._found_damaged(content_hash)
        self._trust(content_hash)

    def stored_sizes(self) -> dict[str, int]:
        """The content hashes of all files that are there, and their sizes."""
        sizes: dict[str, int] = {}
        with suppress(OSError):
            require_own_folder(self.folder)
            for entry in os.scandir(self.folder):
                name = entry.name.removesuffix(SUFFIX)
                if entry.name.endswith(SUFFIX) and is_hash(name) and entry.is_file(follow_symlinks=False):
                    sizes[name] = entry.stat(follow_symlinks=False).st_size
        return sizes

    def added_hashes(self) -> frozenset[str]:
        """What was written since the store was opened."""
        with self._lock:
            return frozenset(self._added)

    def remove(self, content_hash: str) -> None:
        """Delete a file that nothing uses any more. Raises `StorageError`."""
        if self._require_place:
            self._require_place()
        with self._lock:
            self._files.pop(content_hash, None)
            self._trusted.discard(content_hash)
            self._added.discard(content_hash)
        try:
            require_own_folder(self.folder)
            self.path(content_hash).unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(error, self.path(content_hash)) from error

    def adopt(self, path: Path) -> str:
        """Copy a file of another media folder in; returns the hash of what it holds.

        Raises `MediaError` for a damaged file, `StorageError` when it cannot be written.
        """
        samples = open_samples(path.resolve())  # in a backup, a link is as good as a file
        content_hash, _ = self.add(samples[:].T, samples.info.rate)
        return content_hash

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._files.clear()

    def _trust(self, content_hash: str, is_new: bool = False) -> None:
        with self._lock:
            if is_new:
                self._added.add(content_hash)
            self._trusted.add(content_hash)
            self._damaged.discard(content_hash)
            self._files.pop(content_hash, None)

    def _found_damaged(self, content_hash: str) -> MediaError:
        with self._lock:
            self._trusted.discard(content_hash)
            self._damaged.add(content_hash)
            self._files.pop(content_hash, None)
        return MediaError(f"The audio file {self.path(content_hash).name} of the song is damaged.")

    def _make_folder(self) -> None:
        """Only in a song that is there: never make a folder of its name where it was."""
        if self._require_place:
            self._require_place()
        try:
            require_own_folder(self.folder)
            self.folder.mkdir(parents=self._require_place is None, exist_ok=True)
        except OSError as error:
            raise storage_error(error, self.folder) from error

    def _open_file(self, content_hash: str) -> SampleFile:
        with self._lock:
            if content_hash in self._damaged:
                raise MediaError(f"The audio file {self.path(content_hash).name} of the song is damaged.")
            found = self._files.get(content_hash)
            if found is None:
                found = self._files[content_hash] = open_samples(self.path(content_hash))
                if len(self._files) > _FILES_KEPT:
                    self._files.popitem(last=False)
            self._files.move_to_end(content_hash)
            return found


class StreamedAudio:
    """Audio on its way into the store; see `MediaStore.adding`."""

    def __init__(self, file: OpenFile, channels: int, rate: int) -> None:
        self.content_hash = ""
        self.frames = 0
        self._file, self._channels, self._rate = file, channels, rate
        file.write(wave_header(WaveInfo(channels, rate, 0)))

    def write(self, block: Audio) -> None:
        """Append float32 (channels, frames). Raises `MediaError` for values that are no numbers."""
        _require_numbers(block)
        self._file.write(np.ascontiguousarray(block.T, dtype="<f4").data.cast("B"))
        self.frames += block.shape[1]

    def finish(self) -> None:
        """Put the length into the header. Raises `MediaError` when nothing was written."""
        if not self.frames:
            raise MediaError("There is no sound in this audio.")
        self._file.rewrite(0, wave_header(WaveInfo(self._channels, self._rate, self.frames)))


def hash_of_audio(audio: Audio, rate: int) -> str:
    """The hash under which a store keeps float32 (channels, frames) audio."""
    digest = hashlib.sha256(wave_header(WaveInfo(audio.shape[0], rate, audio.shape[1])))
    digest.update(_bytes_of(audio))
    return digest.hexdigest()


def is_hash(text: str) -> bool:
    """Whether a text can be the name of a file of the store."""
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def hash_of_file(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _bytes_of(audio: Audio) -> memoryview:
    return np.ascontiguousarray(audio.T, dtype="<f4").data.cast("B")


def _require_numbers(audio: Audio) -> None:
    if not np.isfinite(audio).all():
        raise MediaError("This audio holds values that are not numbers.")
