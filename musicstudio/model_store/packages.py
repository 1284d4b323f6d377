# SPDX-License-Identifier: GPL-3.0-or-later
"""Python packages that an entry needs: installed into this environment by pip, noted, and taken out again.

What is here already is pinned while pip works, so nothing that the studio stands on is ever changed; hence undoing is
taking out what was added.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from musicstudio.core.errors import InputError, StorageError
from musicstudio.core.files import write_file
from musicstudio.core.paths import models_dir
from musicstudio.core.progress import Job, Progress

from .catalogue import Entry, list_entries
from .wheels import build_wheel, plugins_dir

_HEARTBEAT_S = 0.2
_PIP = ("--disable-pip-version-check", "--no-input")


def wanted_by(entry: Entry) -> tuple[str, ...]:
    """The packages of an entry, with its plug-in, as pip names them."""
    plugin = (f"musicstudio-{entry.plugin}",) if entry.plugin else ()
    return (*entry.packages, *plugin)


def missing_packages(entry: Entry) -> tuple[str, ...]:
    """Those that are not in this environment."""
    return tuple(each for each in wanted_by(entry) if not _is_here(each))


def add_packages(
    entry: Entry, python: Path | None = None, more: Sequence[str] = (), plugins: Path | None = None
) -> Job[tuple[str, ...]]:
    """Install what is missing; the names and versions of everything that was added.

    python: of another environment; more: further options for pip (a folder of wheels); plugins: where the plug-ins lie.
    Closing the job ends pip. Raises `StorageError` with pip's own last sentence, `InputError` for a plug-in that is
    not there.
    """
    asked = _Environment(python or Path(sys.executable))
    before = asked.packages()
    with tempfile.TemporaryDirectory(prefix="musicstudio-") as folder:
        wheel = [str(build_wheel((plugins or plugins_dir()) / entry.plugin, Path(folder)))] if entry.plugin else []
        pinned = Path(folder) / "here.txt"
        pinned.write_text("".join(f"{name}=={number}\n" for name, number in before.items()), "utf-8")
        names = ", ".join(wanted_by(entry))
        yield from asked.pip(("install", "-c", str(pinned), *more, *entry.packages, *wheel), f"Installing {names}")
    added = {name: number for name, number in asked.packages().items() if name not in before}
    _note(entry.name, added)
    return tuple(f"{name} {number}" for name, number in sorted(added.items()))


def added_by(entry: Entry) -> tuple[str, ...]:
    """What was added for an entry and would be taken out with it: other entries need none of it."""
    noted = _noted()
    needed = {_plain(each) for other in list_entries() if other.name in noted for each in wanted_by(other)}
    needed -= {_plain(each) for each in wanted_by(entry)}
    others = {name for other, added in noted.items() if other != entry.name for name in added}
    return tuple(name for name in noted.get(entry.name, {}) if _plain(name) not in needed | others)


def drop_packages(entry: Entry, python: Path | None = None) -> Job[tuple[str, ...]]:
    """Undo `add_packages`; the names of what went. Raises `StorageError`."""
    going = added_by(entry)
    if going:
        asked = _Environment(python or Path(sys.executable))
        yield from asked.pip(("uninstall", "--yes", *going), f"Taking out {', '.join(going)}")
    noted = _noted()
    noted.pop(entry.name, None)
    _write(noted)
    return going


class _Environment:
    """One Python environment, as pip sees it."""

    def __init__(self, python: Path) -> None:
        """Raises `StorageError` in a packaged studio: its own program is no Python that pip could run in."""
        if getattr(sys, "frozen", False):
            raise StorageError(_why("No module named pip"))
        self._own = [sys.executable, "-m", "pip", *_PIP]
        self._python = python

    def packages(self) -> dict[str, str]:
        """Versions by name. Raises `StorageError`."""
        listed = self._run_short(("list", "--format=json"))
        try:
            return {_plain(each["name"]): str(each["version"]) for each in json.loads(listed)}
        except (ValueError, KeyError, TypeError) as error:
            raise StorageError("pip does not say which packages are here.") from error

    def pip(self, command: Sequence[str], message: str) -> Job[None]:
        """Run pip to its end, or end it when the job is closed. Raises `StorageError`."""
        with tempfile.TemporaryFile() as said, self._start(command, said) as process:
            try:
                yield Progress(0.0, message)
                while process.poll() is None:
                    try:
                        process.wait(_HEARTBEAT_S)
                    except subprocess.TimeoutExpired:
                        yield Progress(0.5, message)
            finally:
                if process.poll() is None:
                    process.terminate()
                    process.wait()
            said.seek(0)
            if process.returncode:
                raise StorageError(_why(said.read().decode("utf-8", "replace")))

    def _command(self, command: Sequence[str]) -> list[str]:
        # pip knows another environment by --python; for its own it must not be given.
        other = [] if self._python == Path(sys.executable) else ["--python", str(self._python)]
        return [*self._own, *other, *command]

    def _start(self, command: Sequence[str], said: object) -> "subprocess.Popen[bytes]":
        try:
            return subprocess.Popen(self._command(command), stdout=said, stderr=subprocess.STDOUT)  # type: ignore[call-overload,no-any-return]
        except OSError as error:
            raise StorageError(f"pip cannot be started ({error.strerror or error}).") from error

    def _run_short(self, command: Sequence[str]) -> str:
        done = subprocess.run(self._command(command), capture_output=True, text=True, check=False)
        if done.returncode:
            raise StorageError(_why(done.stderr or done.stdout))
        return done.stdout


def _why(said: str) -> str:
    errors = [line.strip() for line in said.splitlines() if line.strip().lower().startswith("error")]
    reason = (errors or [line.strip() for line in said.splitlines() if line.strip()] or ["it does not say why"])[-1]
    if "externally-managed" in reason:
        reason = "this Python belongs to the system; run the studio from an environment of its own"
    if "No module named pip" in reason:
        reason = "this studio came without pip, so nothing can be added to it"
    return f"The packages could not be installed: {reason.removeprefix('ERROR: ').rstrip('.')[:300]}."


def _is_here(requirement: str) -> bool:
    name, _, wanted = requirement.partition("==")
    try:
        return version(name) == wanted if wanted else bool(version(name))
    except PackageNotFoundError:
        return False


def _plain(name: str) -> str:
    return name.partition("==")[0].lower().replace("_", "-").replace(".", "-")


def _file() -> Path:
    return models_dir() / "packages.json"


def _noted() -> dict[str, dict[str, str]]:
    """What was added, by entry."""
    try:
        return msgspec.json.decode(_file().read_bytes(), type=dict[str, dict[str, str]])
    except (OSError, msgspec.MsgspecError, RecursionError):
        return {}


def _note(name: str, added: dict[str, str]) -> None:
    noted = _noted()
    noted[name] = {**noted.get(name, {}), **added}
    _write(noted)


def _write(noted: dict[str, dict[str, str]]) -> None:
    write_file(_file(), msgspec.json.encode(noted))


__all__ = ["InputError", "add_packages", "added_by", "drop_packages", "missing_packages", "wanted_by"]
