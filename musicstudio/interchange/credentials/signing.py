# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing a finished file, and telling whether a file is still what was signed.

Tags come first, the signature last: whoever changes a tag afterwards breaks it. WAV, MP3, FLAC and M4A hold their
signature; the others, and files too large to be read at once, have it in a file beside them, ``NAME.c2pa``.
"""

import json
import subprocess
import time
from pathlib import Path
from typing import Any

from msgspec import Struct

from musicstudio.core.children import helper_command, helper_environment
from musicstudio.core.errors import MediaError, StorageError
from musicstudio.core.files import new_path
from musicstudio.core.progress import Job, Progress

from ..provenance import CreditsSheet
from .identity import Identity
from .manifest import CREDITS_LABEL, manifest_of

SIDECAR_SUFFIX = ".c2pa"
MAX_EMBEDDED_BYTES = 500_000_000
_HELPER = "musicstudio.interchange.credentials.helper"
_MIMES = {".wav": "audio/wav", ".mp3": "audio/mpeg", ".flac": "audio/flac", ".m4a": "audio/mp4", ".mp4": "video/mp4"}
_ANY_MIME = "application/octet-stream"
_PATIENCE_S = 600.0
_LOOK_S = 0.1


class Verdict(Struct, frozen=True):
    """What a file's Content Credentials are worth.

    is_signed: whether there are any. is_intact: whether nothing was changed since. is_own: signed with an identity that
    is trusted here. problems: C2PA's codes for what does not hold.
    """

    is_signed: bool
    is_intact: bool = False
    is_own: bool = False
    signer: str = ""
    title: str = ""
    made_with: str = ""
    digital_source_type: str = ""
    roles: dict[str, str] = {}
    problems: tuple[str, ...] = ()


def sign_file(path: Path, sheet: CreditsSheet, identity: Identity) -> Job[tuple[Path, ...]]:
    """Sign a finished file in place, or beside it; the files that hold the signature. Verified before it counts.

    Raises `StorageError` when it cannot be signed; the file is then as it was.
    """
    path = Path(path)
    mime, is_embedded = _way_of(path)
    target = path if is_embedded else sidecar_of(path)
    task = {
        "do": "sign", "source": str(path), "mime": mime, "is_embedded": is_embedded,
        "certificates": identity.certificates, "key": identity.key, "manifest": manifest_of(sheet, path.name),
    }  # fmt: skip
    with new_path(target) as part:
        answer = yield from _ask_helper({**task, "target": str(part)}, path)
        if "error" in answer:
            raise StorageError(f"“{path.name}” could not be signed ({answer['error']}).")
        sidecar = None if is_embedded else part
        verdict = yield from verify_file(
            part if is_embedded else path, identity.root, sidecar=sidecar, kind=path.suffix
        )
        if not (verdict.is_signed and verdict.is_intact):
            raise StorageError(f"“{path.name}” could not be signed: the signature does not hold.")
    return (path,) if is_embedded else (path, target)


def verify_file(path: Path, anchor: str = "", *, sidecar: Path | None = None, kind: str = "") -> Job[Verdict]:
    """Read and check the credentials of a file, or those beside it. anchor: PEM of a root that is trusted.

    Raises `MediaError` for a file that is not there or cannot be read.
    """
    path = Path(path)
    if not path.is_file():
        raise MediaError(f"There is no file at {path}.")
    beside = sidecar or (sidecar_of(path) if sidecar_of(path).is_file() else None)
    mime = _ANY_MIME if beside or _is_rf64(path) else _MIMES.get((kind or path.suffix).lower(), _ANY_MIME)
    if beside is None and mime == _ANY_MIME:
        return Verdict(is_signed=False)
    task = {"do": "read", "source": str(path), "mime": mime, "sidecar": str(beside or ""), "anchors": anchor}
    answer = yield from _ask_helper(task, path)
    if "error" in answer:
        raise MediaError(
            f"The Content Credentials of “{path.name}” cannot be read: the file is damaged or of another kind."
        )
    return _verdict(answer)


def sidecar_of(path: Path) -> Path:
    """Where the signature of a file lies that cannot hold it."""
    return path.with_name(path.name + SIDECAR_SUFFIX)


def _way_of(path: Path) -> tuple[str, bool]:
    """The MIME type to sign as, and whether the signature goes into the file."""
    mime = _MIMES.get(path.suffix.lower())
    if mime is None or _is_rf64(path) or path.stat().st_size > MAX_EMBEDDED_BYTES:
        return _ANY_MIME, False
    return mime, True


def _is_rf64(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"RF64"


def _verdict(answer: dict[str, Any]) -> Verdict:
    report = answer["report"]
    manifest = report.get("manifests", {}).get(report.get("active_manifest"))
    if not manifest:
        return Verdict(is_signed=False)
    said = {each["label"]: each.get("data", {}) for each in manifest.get("assertions", [])}
    sheet = said.get(CREDITS_LABEL, {})
    agent = (manifest.get("claim_generator_info") or [{}])[0]
    failures = report.get("validation_results", {}).get("activeManifest", {}).get("failure", [])
    return Verdict(
        is_signed=True,
        is_intact=answer["state"] in ("Valid", "Trusted"),
        is_own=answer["state"] == "Trusted",
        signer=str(manifest.get("signature_info", {}).get("issuer", "")),
        title=str(manifest.get("title", "")),
        made_with=f"{agent.get('name', '')} {agent.get('version', '')}".strip(),
        digital_source_type=_source_type(said),
        roles={str(role): str(who) for role, who in sheet.get("roles", {}).items()} if isinstance(sheet, dict) else {},
        problems=tuple(str(each.get("code")) for each in failures if each.get("code") != "signingCredential.untrusted"),
    )


def _source_type(said: dict[str, Any]) -> str:
    actions: dict[str, Any] = next((data for label, data in said.items() if label.startswith("c2pa.actions")), {})
    return next((str(a["digitalSourceType"]) for a in actions.get("actions", []) if "digitalSourceType" in a), "")


def _ask_helper(task: dict[str, Any], path: Path) -> Job[dict[str, Any]]:
    """One task of the helper; cancelling ends its process."""
    process = subprocess.Popen(
        helper_command(_HELPER), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=helper_environment(),
    )  # fmt: skip
    deadline, given = time.monotonic() + _PATIENCE_S, json.dumps(task).encode()
    try:
        while time.monotonic() < deadline:
            try:
                output, _ = process.communicate(given, timeout=_LOOK_S)
                return _answer(output, path)
            except subprocess.TimeoutExpired:
                given = b""
                yield Progress(0.5, "Signing" if task["do"] == "sign" else "Checking the signature")
        raise MediaError(f"The Content Credentials of “{path.name}” take too long.")
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def _answer(output: bytes, path: Path) -> dict[str, Any]:
    try:
        answer = json.loads(output)
    except ValueError as error:
        raise MediaError(f"The Content Credentials of “{path.name}” could not be worked on.") from error
    return answer if isinstance(answer, dict) else {}
