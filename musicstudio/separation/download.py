# SPDX-License-Identifier: GPL-3.0-or-later
"""One file from the model hub, resumed where it broke off and checked against the hash that the hub declares."""

import hashlib
import re
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

from musicstudio.core.errors import MediaError, StorageError
from musicstudio.core.progress import Job, Progress

_BLOCK_BYTES = 1 << 18
_PATIENCE_S = 30
_SHA256 = re.compile(r"[0-9a-f]{64}")


def download(repository: str, file_name: str, part: Path, endpoint: str | None = None) -> Job[str]:
    """Fetch a file of a repository to ``part``, going on from what is there; returns its SHA-256.

    Raises `StorageError` when the hub cannot be reached or the disk fails, keeping what came; `MediaError`, deleting
    it, when the hash is wrong.
    """
    from huggingface_hub import hf_hub_url

    address = hf_hub_url(repository, file_name, endpoint=endpoint)
    declared = _declared_hash(address)
    yield Progress(0.0, "asking the hub")
    try:
        yield from _transfer(address, part)
    except (URLError, TimeoutError, ConnectionError) as error:
        raise StorageError(f"{file_name} could not be fetched: the model hub does not answer.") from error
    except OSError as error:
        raise StorageError(f"{file_name} could not be written ({error.strerror or error}).") from error
    with part.open("rb") as file:
        actual = hashlib.file_digest(file, "sha256").hexdigest()
    if declared and actual != declared:
        part.unlink()
        raise MediaError(f"{file_name} was damaged on the way (its hash is wrong); fetch it again.")
    return actual


def _declared_hash(address: str) -> str:
    """The SHA-256 that the hub declares for a large file (its linked entity tag), or empty."""
    try:
        with build_opener(_StayHere()).open(Request(address, method="HEAD"), timeout=_PATIENCE_S) as answer:
            return _hash_in(answer.headers)
    except HTTPError as error:
        if error.code in (301, 302, 307, 308):
            return _hash_in(error.headers)
        raise StorageError(f"The model hub does not offer this file (status {error.code}).") from error
    except (URLError, TimeoutError, OSError) as error:
        raise StorageError(
            "The model hub cannot be reached; check the connection, or import a folder instead."
        ) from error


class _StayHere(HTTPRedirectHandler):
    """The hub's own answer carries the hash; the storage that it leads to does not."""

    def redirect_request(self, *_: Any) -> None:
        """Do not follow."""
        return


def _hash_in(headers: Any) -> str:
    for name in ("X-Linked-Etag", "ETag"):
        found = _SHA256.search(headers.get(name) or "")
        if found:
            return found.group()
    return ""


def _transfer(address: str, part: Path) -> Job[None]:
    have = part.stat().st_size if part.exists() else 0
    request = Request(address, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        answer = urlopen(request, timeout=_PATIENCE_S)
    except HTTPError as error:
        if error.code == 416:  # nothing beyond what is there: it was complete
            return
        raise
    with answer:
        if answer.status != 206:
            have = 0
        total = have + int(answer.headers.get("Content-Length") or 0)
        with part.open("ab" if have else "wb") as file:
            while block := answer.read(_BLOCK_BYTES):
                file.write(block)
                have += len(block)
                yield Progress(min(1.0, have / max(total, have)), f"{have / 1e6:.0f} of {total / 1e6:.0f} MB")
