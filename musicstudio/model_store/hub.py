# SPDX-License-Identifier: GPL-3.0-or-later
"""A model hub: what a repository holds at one revision, and its files, resumed where they broke off and checked.

A token goes to the hub alone, never to the storage that it sends us on to.
"""

import hashlib
import json
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from msgspec import Struct

from musicstudio.core.errors import InputError, MediaError, StorageError
from musicstudio.core.progress import Job, Progress

from .catalogue import gigabytes

_BLOCK_BYTES = 1 << 18
_PATIENCE_S = 30
_MAX_LISTING_BYTES = 20_000_000
UNREACHABLE = "The model hub cannot be reached; check the connection, or import a folder instead."


class HubFile(Struct, frozen=True):
    """A file as the hub declares it. sha256 is empty where the hub gives only git's hash of the content."""

    path: str
    size: int
    sha256: str = ""
    git_hash: str = ""


class Listing(Struct, frozen=True):
    """What a repository holds at one revision."""

    revision: str
    files: tuple[HubFile, ...]


def default_endpoint() -> str:
    """The hub that is asked unless another is named."""
    from huggingface_hub import constants

    return str(constants.ENDPOINT)


def list_files(origin: str, revision: str, endpoint: str, token: str = "") -> Listing:
    """Ask what a repository holds. Raises `StorageError`, or `InputError` where its terms must be accepted first."""
    address = f"{endpoint}/api/models/{origin}/revision/{quote(revision, safe='')}?blobs=true"
    with _open(Request(address), origin, endpoint, token) as answer:
        content = _read_all(answer)
    try:
        found = json.loads(content)
        return Listing(_plain_hash(found["sha"]), tuple(_file(each) for each in found["siblings"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StorageError("The model hub answered with something that is no list of files.") from error


def fetch(origin: str, listing: Listing, file: HubFile, part: Path, endpoint: str, token: str = "") -> Job[str]:
    """Fetch a file to ``part``, going on from what is there; its SHA-256.

    Raises `StorageError` when the hub or the disk fails, keeping what came; `MediaError`, deleting it, when it is not
    what the hub declares.
    """
    try:
        yield from _transfer(origin, listing, file, part, endpoint, token)
        actual = sha256_of(part)
        is_right = part.stat().st_size == file.size and _is_declared(part, actual, file)
    except (URLError, TimeoutError, ConnectionError, HTTPException) as error:
        raise StorageError(f"{file.path} could not be fetched: the model hub does not answer.") from error
    except OSError as error:
        raise StorageError(f"{file.path} could not be written ({error.strerror or error}).") from error
    if not is_right:
        part.unlink(missing_ok=True)
        raise MediaError(f"{file.path} was damaged on the way (its hash is wrong); fetch it again.")
    return actual


def sha256_of(path: Path) -> str:
    """Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _transfer(origin: str, listing: Listing, file: HubFile, part: Path, endpoint: str, token: str) -> Job[None]:
    have = part.stat().st_size if part.exists() else 0
    if have > file.size:
        part.unlink()
        have = 0
    yield Progress(have / max(1, file.size), f"{gigabytes(have)} of {gigabytes(file.size)}")
    if have == file.size and part.exists():
        return
    address = f"{endpoint}/{origin}/resolve/{listing.revision}/{quote(file.path)}"
    asked = Request(address, headers={"Range": f"bytes={have}-"} if have else {})
    with _open(asked, origin, endpoint, token) as answer:
        have = have if answer.status == 206 else 0
        with part.open("ab" if have else "wb") as target:
            while block := answer.read(_BLOCK_BYTES):
                have += len(block)
                if have > file.size:
                    raise MediaError(f"{file.path} is longer than the hub declares; it was left there.")
                target.write(block)
                yield Progress(have / file.size, f"{gigabytes(have)} of {gigabytes(file.size)}")
    if have < file.size:
        raise StorageError(f"{file.path} broke off; what came is kept, ask again to go on.")


def _open(asked: Request, origin: str, endpoint: str, token: str) -> Any:
    if token:
        asked.add_unredirected_header("Authorization", f"Bearer {token}")
    try:
        return build_opener(_NoStepDown()).open(asked, timeout=_PATIENCE_S)
    except HTTPError as error:
        if error.code in (401, 403):
            raise InputError(
                f"“{origin}” is given only to those who accepted its terms: do so at {endpoint}/{origin}, then give "
                "the studio a token of yours (“musicstudio models token”)."
            ) from error
        raise StorageError(f"The model hub does not offer this (status {error.code}).") from error
    except (URLError, TimeoutError, OSError, HTTPException) as error:
        raise StorageError(UNREACHABLE) from error


class _NoStepDown(HTTPRedirectHandler):
    """From a safe connection the hub may not send us on to an open one."""

    def redirect_request(self, asked: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        """Follow, unless that were a step down."""
        if asked.full_url.startswith("https:") and not newurl.startswith("https:"):
            raise URLError("the hub leads to an open connection")
        return super().redirect_request(asked, fp, code, msg, headers, newurl)


def _read_all(answer: Any) -> bytes:
    try:
        content = answer.read(_MAX_LISTING_BYTES + 1)
    except (OSError, HTTPException) as error:
        raise StorageError(UNREACHABLE) from error
    if len(content) > _MAX_LISTING_BYTES:
        raise StorageError("The model hub answered with a list that is far too long.")
    return bytes(content)


def _file(each: dict[str, Any]) -> HubFile:
    large = each.get("lfs") or {}
    size = int(large.get("size", each.get("size") or 0))
    return HubFile(str(each["rfilename"]), size, str(large.get("sha256", "")).lower(), str(each.get("blobId") or ""))


def _is_declared(path: Path, sha256: str, file: HubFile) -> bool:
    if file.sha256:
        return sha256 == file.sha256
    return not file.git_hash or _git_hash(path) == file.git_hash


def _git_hash(path: Path) -> str:
    """Git's name of a content: SHA-1 over its length and itself."""
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _plain_hash(revision: object) -> str:
    text = str(revision)
    if not (len(text) == 40 and all(char in "0123456789abcdef" for char in text)):
        raise ValueError("not a revision")
    return text
