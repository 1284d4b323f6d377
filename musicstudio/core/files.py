# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing files so that a crash, a full disk or a pulled plug leaves the old file or the new one, never a mixture.

Failures are `StorageError`s with one sentence. A file under construction has a name that begins with a dot and ends in
`PART_SUFFIX`; `remove_leftovers` clears those that a crash left.
"""

import errno
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import InputError, StorageError
from .paths import cache_dir

PART_SUFFIX = ".part"
_MAKER = re.compile(r"\.(\d+)-[0-9a-f]{8}(?:\.[^.]*)?\.part$")
_MAX_PART_STEM_BYTES, _MAX_SUFFIX_BYTES, _MAX_NAME_BYTES = 60, 16, 180
_RESERVED_NAMES = frozenset(
    {
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "CONIN$",
        "CONOUT$",
        *(f"{port}{n}" for port in ("COM", "LPT") for n in "123456789¹²³"),
    }
)
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "writing there is not allowed",
    errno.EPERM: "writing there is not allowed",
    errno.EROFS: "the disk is read-only",
    errno.EIO: "the disk reports an error",
    errno.ENOENT: "the folder is not there",
    errno.ENOTDIR: "a file stands where its folder should be",
    errno.EEXIST: "a file stands where its folder should be",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "the link leads to itself",
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

    makes_folder: the folder is made where it is missing, and a link is written through to what it leads to. Not for
    the files of a song: its folder may have been moved, and no link leads out of it.
    """
    part = path
    try:
        target = _written_through(path) if makes_folder else path
        if makes_folder:
            _require_name(target)
            target.parent.mkdir(parents=True, exist_ok=True)
            remove_abandoned(target.parent)
        part = _part_beside(target)
        yield part
        publish(part, target)
    except OSError as error:
        raise storage_error(error, path) from error
    finally:
        if part is not path:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _part_beside(path: Path) -> Path:
    """A name for a file under construction that says who makes it, and fits where the longest name just fits."""
    suffix = path.suffix if path.suffix.isascii() and len(path.suffix) <= _MAX_SUFFIX_BYTES else ""
    stem = path.stem.encode("ascii", "replace").decode().replace("?", "_")[:_MAX_PART_STEM_BYTES]
    return path.parent / f".{stem}.{os.getpid()}-{secrets.token_hex(4)}{suffix}{PART_SUFFIX}"


def _written_through(path: Path) -> Path:
    """What a link at a path leads to. Raises OSError for links in a circle."""
    if not path.is_symlink():
        return path
    try:
        return path.resolve()
    except RuntimeError as error:
        raise OSError(errno.ELOOP, "the link leads to itself") from error


def _require_name(path: Path) -> None:
    """Raise OSError for a name that Windows gives to a device: what is written there is gone."""
    if os.name == "nt" and is_reserved(path.name):
        raise OSError(0, f"{path.name} is a name that Windows keeps for itself")


def remove_abandoned(folder: Path) -> None:
    """Delete files under construction whose maker was killed. Never raises."""
    with suppress(OSError):
        names = [entry.name for entry in os.scandir(folder) if entry.name.endswith(PART_SUFFIX)]
        for name in names:
            maker = _MAKER.search(name)
            if maker and not _is_running(int(maker[1]), folder / name):
                with suppress(OSError):
                    (folder / name).unlink()


def _is_running(process_id: int, part: Path) -> bool:
    if os.name == "nt":  # there, asking by signal ends the process; an hour without a change has to do
        return time.time() - part.stat().st_mtime < 3600
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for what is needed only until the block ends, beside the cache and so on a disk with room."""
    parent = _scratch_dir()
    try:
        parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=parent))
    except OSError as error:
        raise storage_error(error, parent) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _scratch_dir() -> Path:
    return cache_dir() / "scratch"


def publish(part: Path, path: Path) -> None:
    """Put a finished file on disk and give it its name, in place of what had it. Raises OSError."""
    _sync_file(part)
    part.replace(path)
    sync_folder(path.parent)


def require_another_file(output: Path, sources: Iterable[Path]) -> None:
    """Raise `InputError` where what is to be written would take the place of what it is made from."""
    with suppress(OSError):
        if any(source.exists() and output.exists() and output.samefile(source) for source in sources):
            raise InputError(f"“{output.name}” is what this would be made from; give the new file another name.")


def write_file(path: Path, data: bytes | memoryview, makes_folder: bool = True) -> None:
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
    """A sentence for an OSError on a path; of what is only needed meanwhile, it names the folder and not the file."""
    reason = _REASONS.get(error.errno or 0, error.strerror or "the system refused")
    if path.is_relative_to(_scratch_dir()):
        return StorageError(f"The studio works in “{text_of_name(str(_scratch_dir()))}”, and could not: {reason}.")
    return StorageError(f"“{text_of_name(path.name)}” could not be written: {reason}.")


def reading_error(error: OSError, path: Path) -> StorageError:
    """A sentence for an OSError while reading a path."""
    reason = _READING_REASONS.get(error.errno or 0, error.strerror or "the system refused")
    return StorageError(f"“{text_of_name(path.name)}” could not be read: {reason}.")


def library_path(path: Path) -> str | bytes:
    """A path as libraries in C take it, that would refuse a name that is no Unicode."""
    return str(path) if os.name == "nt" else os.fsencode(path)


def safe_name(text: str, fallback: str = "Untitled") -> str:
    """A file name that every system takes: no path, reserved or invisible characters, at most 100 of them."""
    kept = "".join(c if c.isprintable() and c not in '<>:"/\\|?*' else " " for c in text)
    short = text_of_name(" ".join(kept.split()).strip(". ")[:100]).encode()[:_MAX_NAME_BYTES]
    name = short.decode("utf-8", "ignore").strip(". ")
    head, dot, rest = name.partition(".")
    return f"{head.strip()}_{dot}{rest}" if is_reserved(name) else name or fallback


def is_reserved(name: str) -> bool:
    """Whether Windows takes a name for a device, with whatever suffix."""
    return name.partition(".")[0].strip().upper() in _RESERVED_NAMES


def text_of_name(name: str) -> str:
    """A file's name as text for a song or a sentence, whatever bytes it is made of."""
    return name.encode("utf-8", "replace").decode()


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
