# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user set for all songs. A damaged file falls back to the defaults and is kept aside."""

import contextlib
from pathlib import Path

import msgspec
from msgspec import Struct

from musicstudio.core.paths import config_dir


class Settings(Struct, frozen=True, omit_defaults=True):
    """theme:

    dark, light or contrast. device: an output's name, or empty for the system's choice. recent: project folders.
    compute_device: where networks run, one of `musicstudio.jobs.compute.KINDS`, or empty for the best that is there.
    """

    theme: str = "dark"
    device: str = ""
    language: str = ""
    author: str = ""
    recent: tuple[str, ...] = ()
    separation_model: str = ""
    soundfont: str = ""
    compute_device: str = ""


class SettingsFile:
    """The settings on disk. Reading and writing never fail loudly: settings must not stop the studio."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or config_dir() / "settings.json"
        self.values = self._read()

    def change(self, **changes: object) -> None:
        """Set some fields and save."""
        self.values = msgspec.structs.replace(self.values, **changes)
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self._path.with_suffix(".tmp")
            temporary.write_bytes(msgspec.json.format(msgspec.json.encode(self.values)))
            temporary.replace(self._path)

    def remember(self, folder: Path) -> None:
        """Put a project at the head of the recent ones."""
        path = str(folder)
        self.change(recent=(path, *(other for other in self.values.recent if other != path))[:12])

    def _read(self) -> Settings:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Settings)
        except FileNotFoundError:
            return Settings()
        except (OSError, msgspec.MsgspecError):
            with contextlib.suppress(OSError):
                self._path.replace(self._path.with_suffix(".damaged"))
            return Settings()
