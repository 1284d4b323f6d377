# SPDX-License-Identifier: GPL-3.0-or-later
"""Taking an entry from a file or folder, for machines without a network."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from musicstudio.core.errors import InputError, MediaError, StorageError
from musicstudio.core.progress import Job, Progress

from .catalogue import Entry, list_entries, require_room
from .install import Admit, settle
from .safe_files import PICKLES, check_file, is_wanted, missing_of, refuse_pickle

_COPY_BYTES = 1 << 22
_MAX_FILES = 2000


def take_in(entry: Entry, path: Path, admit: Admit = lambda _: None) -> Job[None]:
    """Copy, check and put in place. Raises `InputError` where the place does not hold all of the entry, `MediaError`
    for pickles and damaged files, `StorageError`."""
    files = offered_by(path, entry)
    if missing := missing_of(entry, list(files)):
        _explain_pickles(path)
        raise InputError(f"“{path.name}” does not hold all of {entry.title}: {', '.join(missing)} is missing.")
    return (yield from take_in_files(entry, files, path.name, admit))


def take_in_files(entry: Entry, files: dict[str, Path], origin: str, admit: Admit) -> Job[None]:
    """The same for files that were found already, by their place in the entry."""
    sha256: dict[str, str] = {}
    try:
        total, done = max(1, sum(source.stat().st_size for source in files.values())), 0
        require_room(entry.staging, total)
        for name, source in files.items():
            check_file(source)
            target = entry.staging / name
            target.parent.mkdir(parents=True, exist_ok=True)
            for copied in _copy(source, target, sha256, name):
                yield Progress(min(1.0, (done + copied) / total), f"Importing {entry.title}")
            done += source.stat().st_size
    except OSError as error:
        raise StorageError(f"{entry.title} could not be copied ({error.strerror or error}).") from error
    _require_known(entry, sha256)
    settle(entry, sha256, origin, "", admit)


def entry_in(path: Path) -> Entry:
    """Which entry a file or folder holds: one whose name it bears, else the only one it is complete for.

    Raises `InputError` naming those it might be.
    """
    if not path.exists():
        raise MediaError(f"“{path}” does not exist.")
    complete = [
        entry
        for entry in list_entries()
        if not entry.is_bundled and entry.needs and not missing_of(entry, list(offered_by(path, entry)))
    ]
    named = [entry for entry in complete if entry.name == path.stem or entry.name == path.name]
    found = named or complete
    if len(found) == 1:
        return found[0]
    _explain_pickles(path)
    if not found:
        raise InputError(f"“{path.name}” does not hold all files of a known model.")
    raise InputError(f"“{path.name}” may be {' or '.join(entry.name for entry in found)}; say which with --model.")


def offered_by(path: Path, entry: Entry) -> dict[str, Path]:
    """What a file or folder holds of an entry, by its place in the entry."""
    if path.is_file():
        return {path.name: path} if is_wanted(entry, path.name) else {}
    found: dict[str, Path] = {}
    for number, each in enumerate(sorted(path.rglob("*"))):
        if number > _MAX_FILES:
            raise InputError(f"“{path.name}” holds too many files to look through; choose the model's own folder.")
        name = each.relative_to(path).as_posix()
        if each.is_file() and not each.is_symlink() and is_wanted(entry, name):
            found[name] = each
    return found


def _explain_pickles(path: Path) -> None:
    each = [path] if path.is_file() else sorted(path.rglob("*"))[:_MAX_FILES]
    has_weights = any(file.suffix == ".safetensors" for file in each)
    pickles = [file for file in each if file.suffix.lower() in PICKLES]
    if pickles and not has_weights:
        refuse_pickle(pickles[0])


def _copy(source: Path, target: Path, sha256: dict[str, str], name: str) -> Iterator[int]:
    """Copy a file, yielding bytes done; nothing is left of a copy that fails or is cancelled."""
    digest, done, is_whole = hashlib.sha256(), 0, False
    try:
        with source.open("rb") as reader, target.open("wb") as writer:
            while block := reader.read(_COPY_BYTES):
                writer.write(block)
                digest.update(block)
                done += len(block)
                yield done
        sha256[name], is_whole = digest.hexdigest(), True
    finally:
        if not is_whole:
            target.unlink(missing_ok=True)


def _require_known(entry: Entry, sha256: dict[str, str]) -> None:
    wrong = [name for name, wanted in entry.sha256.items() if sha256.get(name, wanted) != wanted]
    if wrong:
        for name in sha256:
            (entry.staging / name).unlink(missing_ok=True)
        raise MediaError(f"{wrong[0]} is not the file that belongs to {entry.title} (its hash is wrong).")
