# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing files so that a crash, a full disk or a pulled plug leaves the old file or the new one, never a mixture.

Failures are `StorageError`s with one sentence. A file under construction has a name that begins with a dot and ends in
`PART_SUFFIX`; `remove_leftovers` clears those that a crash left.
"""

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import StorageError
from .paths import cache_dir

PART_SUFFIX = ".part"
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "writing there is not allowed",
    errno.EPERM: "writing there is not allowed",
    errno.EROFS: "the disk is read-only",
    errno.EIO: "the disk reports an error",
    errno.ENOENT: "the folder is not there",
    errno.ENOTDIR: "the folder is not there",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EFBIG: "the file is too large for this disk",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ESTALE: "the network disk does not answer for it",
    errno.ETIMEDOUT: "the network disk does not answer",
}
_READING_REASONS = _REASONS | {
    errno.EACCES: "reading it is not allowed",
    errno.EPERM: "reading it is not allowed",
    errno.ENOENT: "it is not there",
    errno.EISDIR: "a folder stands in its place",
}


class OpenFile:
    """A file that is being written from start to end. Not safe for several threads."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.size_bytes = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Write all of ``data``. Raises OSError."""
        write_all(self._descriptor, data)
        self.size_bytes += memoryview(data).nbytes

    def rewrite(self, offset: int, data: bytes) -> None:
        """Write over what stands at an offset and go back to the end. Raises OSError."""
        os.lseek(self._descriptor, offset, os.SEEK_SET)
        write_all(self._descriptor, data)
        os.lseek(self._descriptor, 0, os.SEEK_END)


@contextmanager
def new_file(path: Path, makes_folder: bool = True) -> Iterator[OpenFile]:
    """A file that appears under its name, whole and on disk, when the block ends; if it raises, it never does."""
    with new_path(path, makes_folder) as part, open_new(part) as file:
        yield file


@contextmanager
def open_new(path: Path) -> Iterator[OpenFile]:
    """A file to be written under its own name, in a folder that is there. Raises OSError."""
    guards = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | guards, 0o666)
    try:
        yield OpenFile(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def new_path(path: Path, makes_folder: bool = True) -> Iterator[Path]:
    """As `new_file`, for encoders that want a path to write to.

    makes_folder: the folder is made where it is missing. Not for the files of a song: its folder may have been moved.
    """
    part = path.parent / f".{path.stem}.{secrets.token_hex(4)}{path.suffix}{PART_SUFFIX}"
    try:
        if makes_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        publish(part, path)
    except OSError as error:
        raise storage_error(error, path) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for what is needed only until the block ends, beside the cache and so on a disk with room."""
    parent = cache_dir() / "scratch"
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=parent))
    except OSError as error:
        raise storage_error(error, parent) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(part: Path, path: Path) -> None:
    """Put a finished file on disk and give it its name, in place of what had it. Raises OSError."""
    _sync_file(part)
    part.replace(path)
    sync_folder(path.parent)


def write_file(path: Path, data: bytes, makes_folder: bool = True) -> None:
    """Put ``data`` into a file, whole or not at all. Raises `StorageError`."""
    with new_file(path, makes_folder) as file:
        file.write(data)


def write_all(descriptor: int, data: bytes | bytearray | memoryview) -> None:
    """Write everything, however few bytes the system takes at a time. Raises OSError."""
    rest = memoryview(data).cast("B")
    while rest:
        written = os.write(descriptor, rest[: 1 << 30])
        if written <= 0:
            raise OSError(errno.EIO, "nothing could be written")
        rest = rest[written:]


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable. Windows cannot, and does without."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_leftovers(folder: Path) -> None:
    """Delete files that a crash left half-written. Never raises."""
    with suppress(OSError):
        for part in folder.glob(f".*{PART_SUFFIX}"):
            with suppress(OSError):
                part.unlink()


def storage_error(error: OSError, path: Path) -> StorageError:
    """A sentence for an OSError on a path."""
    reason = _REASONS.get(error.errno or 0, error.strerror or "the system refused")
    return StorageError(f"“{path.name}” could not be written: {reason}.")


def reading_error(error: OSError, path: Path) -> StorageError:
    """A sentence for an OSError while reading a path."""
    reason = _READING_REASONS.get(error.errno or 0, error.strerror or "the system refused")
    return StorageError(f"“{path.name}” could not be read: {reason}.")


def safe_name(text: str, fallback: str = "Untitled") -> str:
    """A file name that every system takes: no path, reserved or invisible characters, at most 100 of them."""
    kept = "".join(c if c.isprintable() and c not in '<>:"/\\|?*' else " " for c in text)
    name = " ".join(kept.split()).strip(". ")[:100].strip(". ")
    is_reserved = name.split(".")[0].upper() in _reserved_names()
    return f"{name}_" if is_reserved else name or fallback


def _reserved_names() -> Iterable[str]:
    """Names of devices on Windows."""
    return {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
