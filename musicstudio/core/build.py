# SPDX-License-Identifier: GPL-3.0-or-later
"""Which build this is: what the packages were stamped with, or the commit of a checkout. Runs no program."""

import re
import sys
from pathlib import Path

from .paths import resources_dir
from .version import VERSION

STAMP_FILE = "build.txt"
"""In the resources of a package: one line, such as “AppImage 2a678a1c of 2026-12-01”."""

_HASH = re.compile(r"[0-9a-f]{40}")
_SHOWN_DIGITS = 8
_MOST_BYTES = 200


def version_line() -> str:
    """``0.2.0 (checkout 2a678a1c)``."""
    return f"{VERSION} ({build()})"


def build() -> str:
    """The stamp of a package, else the commit of a checkout, else “installed” or “frozen”."""
    stamp = _first_line(resources_dir() / STAMP_FILE)
    if stamp:
        return stamp
    commit = _commit(Path(__file__).resolve().parents[2])
    if commit:
        return f"checkout {commit[:_SHOWN_DIGITS]}"
    return "frozen" if getattr(sys, "frozen", False) else "installed"


def _commit(root: Path) -> str:
    """What the head of a repository or of one of its worktrees points at, or nothing."""
    folder = root / ".git"
    if folder.is_file():
        folder = Path(_first_line(folder).removeprefix("gitdir: "))
    head = _first_line(folder / "HEAD")
    if _HASH.fullmatch(head):
        return head
    name = head.removeprefix("ref: ")
    common = folder / _first_line(folder / "commondir") if (folder / "commondir").is_file() else folder
    found = _first_line(common / name) if name != head else ""
    return found if _HASH.fullmatch(found) else _packed(common, name)


def _packed(common: Path, name: str) -> str:
    try:
        lines = (common / "packed-refs").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return ""
    found = next((line for line in lines if name and line.endswith(f" {name}")), "")
    return found[:40] if _HASH.match(found) else ""


def _first_line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.readline(_MOST_BYTES).strip()
    except (OSError, ValueError):
        return ""
