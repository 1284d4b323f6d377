# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetching an entry from the hub: room first, then file by file into a waiting room, at last as a whole.

Closing the job pauses it: what came stays, and the next time goes on at the same revision, after a kill as well.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec

from musicstudio.core.errors import InputError, MediaError, StorageError
from musicstudio.core.files import write_file
from musicstudio.core.progress import Job, Progress

from .catalogue import Entry, gigabytes, require_room
from .hub import HubFile, Listing, default_endpoint, fetch, list_files, sha256_of
from .installed import MANIFEST, write_manifest
from .safe_files import check_file, is_wanted, missing_of

Admit = Callable[[Path], object]
"""Says of a folder or file whether it may come in; raises `MediaError`."""
_LISTING = ".listing"
_MAX_FILES = 400


def install(entry: Entry, endpoint: str | None = None, token: str = "", admit: Admit = lambda _: None) -> Job[None]:
    """Fetch, check and put in place.

    Raises `InputError` for what is not offered, `StorageError` when hub or disk fails (what came is kept), `MediaError`
    when a file is not what it should be.
    """
    if not entry.origin:
        raise InputError(f"{entry.title} is not on offer to be fetched. {entry.note}".strip())
    where = (endpoint or default_endpoint()).rstrip("/")
    yield Progress(0.0, "Asking the model hub")
    listing = _listing(entry, where, token)
    _require_room(entry, listing)
    total, done = max(1, sum(file.size for file in listing.files)), 0
    sha256: dict[str, str] = {}
    for file in listing.files:
        for step in _one_file(entry, listing, file, where, token, sha256):
            yield Progress((done + step.fraction * file.size) / total, f"Fetching {entry.title}: {step.message}")
        done += file.size
    yield Progress(1.0, f"Checking {entry.title}")
    settle(entry, sha256, entry.origin, listing.revision, admit)


def settle(entry: Entry, sha256: dict[str, str], origin: str, revision: str, admit: Admit) -> None:
    """What has gathered in the waiting room becomes the entry, if it may; else it goes."""
    from .installed import remove

    try:
        for path in sha256:
            check_file(entry.staging / path)
        admit(entry.staging)
    except MediaError:
        _empty(entry.staging)
        raise
    (entry.staging / _LISTING).unlink(missing_ok=True)
    write_manifest(entry, entry.staging, origin, revision, sha256)
    waiting = entry.staging.with_name(f".whole-{entry.name}")
    try:
        _empty(waiting)
        entry.staging.rename(waiting)  # `remove` empties the waiting room as well
        remove(entry)
        entry.folder.parent.mkdir(parents=True, exist_ok=True)
        _put(waiting, entry)
    except OSError as error:
        raise StorageError(f"{entry.title} could not be put in its place ({error.strerror or error}).") from error


def _put(waiting: Path, entry: Entry) -> None:
    if entry.kind != "soundfont":
        waiting.rename(entry.folder)
        return
    entry.folder.mkdir(parents=True, exist_ok=True)
    for path in waiting.iterdir():
        if path.name != MANIFEST:
            path.replace(entry.folder / path.name)
    _empty(waiting)


def _listing(entry: Entry, endpoint: str, token: str) -> Listing:
    """What is to come: as noted when it was begun, else as the hub says now."""
    noted = entry.staging / _LISTING
    try:
        return msgspec.json.decode(noted.read_bytes(), type=Listing)
    except (OSError, msgspec.MsgspecError):
        pass
    offered = list_files(entry.origin, entry.revision, endpoint, token)
    wanted = tuple(_with_known_hash(entry, file) for file in offered.files if is_wanted(entry, file.path))
    if missing := missing_of(entry, [file.path for file in wanted]):
        raise StorageError(f"The model hub no longer offers all of {entry.title}: {', '.join(missing)} is not there.")
    if len(wanted) > _MAX_FILES or len({file.path.lower() for file in wanted}) < len(wanted):
        raise StorageError(f"The model hub's list for {entry.title} cannot be right; nothing was fetched.")
    listing = Listing(offered.revision, wanted)
    write_file(noted, msgspec.json.encode(listing))
    return listing


def _with_known_hash(entry: Entry, file: HubFile) -> HubFile:
    return msgspec.structs.replace(file, sha256=entry.sha256.get(file.path, file.sha256))


def _require_room(entry: Entry, listing: Listing) -> None:
    here = sum(path.stat().st_size for path in entry.staging.rglob("*") if path.is_file())
    require_room(entry.staging, max(0, sum(file.size for file in listing.files) - here))


def _one_file(
    entry: Entry, listing: Listing, file: HubFile, endpoint: str, token: str, sha256: dict[str, str]
) -> Job[None]:
    whole = entry.staging / file.path
    part = whole.with_name(whole.name + ".part")
    try:
        whole.parent.mkdir(parents=True, exist_ok=True)
        if whole.is_file() and whole.stat().st_size == file.size:
            yield Progress(1.0, f"{gigabytes(file.size)} are here")
            sha256[file.path] = sha256_of(whole)
            if file.sha256 in ("", sha256[file.path]):
                return
        sha256[file.path] = yield from fetch(entry.origin, listing, file, part, endpoint, token)
        part.replace(whole)
    except OSError as error:
        raise StorageError(f"{file.path} could not be written ({error.strerror or error}).") from error


def _empty(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
