# SPDX-License-Identifier: GPL-3.0-or-later
"""Which plug-ins there are: folders searched, each plug-in asked once in a process of its own, the answers kept."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from musicstudio.core.errors import MediaError
from musicstudio.core.files import write_file
from musicstudio.core.paths import data_dir
from musicstudio.core.progress import Job, Progress
from musicstudio.dsp.audio import silence

from .child import LOADING_S, Child

ENVIRONMENT = "MUSICSTUDIO_PLUGINS"
SUFFIXES = (".vst3", ".component")
_MAX_FOUND = 2000


class PluginParam(Struct, frozen=True):
    """One parameter; its values are 0 to 1."""

    name: str
    title: str
    default: float = 0.0
    unit: str = ""


class KnownPlugin(Struct, frozen=True):
    """A plug-in as it was asked. failure: the end of a sentence on why it cannot be used; state: base64.

    modified_ns: of the file when it was asked, so that a new version is asked again.
    """

    path: str
    modified_ns: int
    name: str = ""
    maker: str = ""
    is_instrument: bool = False
    latency_frames: int = 0
    params: tuple[PluginParam, ...] = ()
    state: str = ""
    failure: str = ""

    @property
    def title(self) -> str:
        """Its name, or that of its file where it could not be loaded."""
        return self.name or Path(self.path).stem


def plugin_folders() -> list[Path]:
    """Where systems keep plug-ins, and what the environment adds."""
    home = Path.home()
    if sys.platform == "darwin":
        places = [
            base / "Library/Audio/Plug-Ins" / kind for base in (home, Path("/")) for kind in ("VST3", "Components")
        ]
    elif sys.platform == "win32":
        common = os.environ.get("COMMONPROGRAMFILES", r"C:\\Program Files\\Common Files")
        places = [Path(common) / "VST3", Path(os.environ.get("LOCALAPPDATA", str(home))) / "Programs/Common/VST3"]
    else:
        places = [home / ".vst3", Path("/usr/lib/vst3"), Path("/usr/local/lib/vst3")]
    added = [Path(text) for text in os.environ.get(ENVIRONMENT, "").split(os.pathsep) if text]
    return [place for place in (*added, *places) if place.is_dir()]


def find_plugin_files() -> list[Path]:
    """Files and bundles that look like plug-ins, each once."""
    found = dict.fromkeys(path for folder in plugin_folders() for path in _below(folder))
    return list(found)[:_MAX_FOUND]


def known_plugins() -> tuple[KnownPlugin, ...]:
    """What the last scan found; nothing when there was none or its record is damaged."""
    try:
        return msgspec.json.decode(_record().read_bytes(), type=tuple[KnownPlugin, ...])
    except (OSError, msgspec.MsgspecError):
        return ()


def scan(asks_all_again: bool = False, patience_s: float = LOADING_S) -> Job[tuple[KnownPlugin, ...]]:
    """Ask every plug-in that is new or changed, or all, and keep the answers. Raises `StorageError`."""
    before = {known.path: known for known in known_plugins()}
    files, answers = find_plugin_files(), list[KnownPlugin]()
    for index, path in enumerate(files):
        yield Progress(index / max(1, len(files)), f"Asking {path.stem}")
        known = before.get(str(path))
        if known is None or asks_all_again or known.modified_ns != _modified_ns(path):
            known = ask(path, patience_s)
        answers.append(known)
    write_file(_record(), msgspec.json.format(msgspec.json.encode(answers)))
    yield Progress(1.0, "Asked")
    return tuple(answers)


def ask(path: Path, patience_s: float = LOADING_S) -> KnownPlugin:
    """What a plug-in is, or why it cannot be used. Never raises for what the plug-in does."""
    modified_ns = _modified_ns(path)
    try:
        child = Child(str(path))
    except MediaError as error:
        return KnownPlugin(str(path), modified_ns, failure=str(error))
    try:
        about = child.about(patience_s)
        known = msgspec.convert(about | {"path": str(path), "modified_ns": modified_ns}, KnownPlugin, strict=False)
        if known.is_instrument:
            child.play([], 512, True, 2.0)
        else:
            child.process(silence(512), 2.0)
        return known
    except (MediaError, msgspec.MsgspecError, ValueError) as error:
        return KnownPlugin(str(path), modified_ns, failure=str(error))
    finally:
        child.close()


def find_known(name: str) -> KnownPlugin | None:
    """A usable plug-in by its name, or None."""
    plain = name.strip().lower()
    usable = (known for known in known_plugins() if not known.failure)
    return next((known for known in usable if plain in (known.title.lower(), Path(known.path).stem.lower())), None)


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder, followlinks=False):
        here = Path(root)
        bundles = [name for name in folders if name.endswith(SUFFIXES)]
        yield from (here / name for name in sorted(bundles))
        yield from (here / name for name in sorted(files) if name.endswith(SUFFIXES))
        folders[:] = [name for name in folders if name not in bundles]


def _modified_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _record() -> Path:
    return data_dir() / "plug-ins.json"
