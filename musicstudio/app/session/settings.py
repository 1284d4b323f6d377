# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user set for all songs. Of a damaged file, what makes sense is used, and the file is kept aside."""

import contextlib
from pathlib import Path

import msgspec
from msgspec import Struct

from musicstudio.core.errors import StorageError
from musicstudio.core.files import write_file
from musicstudio.core.paths import config_dir
from musicstudio.core.plain_files import read_plain


class Settings(Struct, frozen=True, omit_defaults=True):
    """theme:

    dark, light or contrast. device: an output's name, or empty for the system's choice. recent: project folders.
    input: what is recorded from, or empty for the system's choice; input_channels: 1 or 2. count_in_bars: clicks
    before a recording. recording_delay_s: how much later sound comes in than the devices say. compute_device: where
    networks run, one of `musicstudio.jobs.compute.KINDS`, or empty for the best that is there.
    inaudible_mark: whether what a machine helped to make carries one when it leaves, ``on`` or ``off``.
    library: a folder of one's own music, with which songs are compared.
    has_seen_tour: it does not come by itself again. shortcut_preset: one of `shortcuts.PRESETS`. shortcuts: the
    user's own key (or none) by the id of an action.
    midi_input: the keyboard that is listened to, empty for every one, ``-`` for none.
    artist: the name on what is exported, where it is not the author's own. songs_folder: where new songs go;
    models_folder: where weights of networks are; both empty for the usual place. motion: ``reduced``, or empty for
    the usual.
    keeps_library: whether what is made and brought in is listed in the library, ``on`` or ``off``; suggests: whether
    Create offers what was kept and played. assistants: whether other programs may work on songs through
    ``musicstudio mcp``.
    """

    theme: str = "dark"
    device: str = ""
    language: str = ""
    author: str = ""
    recent: tuple[str, ...] = ()
    separation_model: str = ""
    soundfont: str = ""
    compute_device: str = ""
    input: str = ""
    input_channels: int = 1
    count_in_bars: int = 1
    recording_delay_s: float = 0.0
    inaudible_mark: str = "on"
    library: str = ""
    has_seen_tour: bool = False
    shortcut_preset: str = ""
    shortcuts: dict[str, str] = {}
    midi_input: str = ""
    keeps_library: str = "on"
    suggests: str = "on"
    artist: str = ""
    songs_folder: str = ""
    models_folder: str = ""
    motion: str = ""
    assistants: str = "off"

    @property
    def artist_name(self) -> str:
        """The name on what is exported."""
        return self.artist or self.author


class SettingsFile:
    """The settings on disk. Reading and writing never fail loudly: settings must not stop the studio.

    A file that is there and cannot be read just now is not written over.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or config_dir() / "settings.json"
        self._may_write = True
        self.values = self._read()

    def change(self, **changes: object) -> None:
        """Set some fields and save."""
        self.values = msgspec.structs.replace(self.values, **changes)
        if self._may_write:
            with contextlib.suppress(OSError, StorageError, ValueError):
                write_file(self._path.resolve(), msgspec.json.format(msgspec.json.encode(self.values)))

    def remember(self, folder: Path) -> None:
        """Put a project at the head of the recent ones."""
        path = str(folder)
        self.change(recent=(path, *(other for other in self.values.recent if other != path))[:12])

    def _read(self) -> Settings:
        try:
            content = read_plain(self._path.resolve())
        except FileNotFoundError:
            return Settings()
        except (OSError, RuntimeError):  # RuntimeError: links in a circle
            self._may_write = False
            return Settings()
        try:
            return msgspec.json.decode(content, type=Settings)
        except (ValueError, RecursionError):  # of which msgspec's errors are kinds; deep nesting is no ValueError
            return self._from_what_is_sound(content)

    def _from_what_is_sound(self, content: bytes) -> Settings:
        """Each setting that makes sense by itself; the file is kept aside."""
        with contextlib.suppress(OSError):
            self._path.replace(self._path.with_suffix(".damaged"))
        try:
            raw = msgspec.json.decode(content)
        except (ValueError, RecursionError):
            return Settings()
        settings = Settings()
        for name in Settings.__struct_fields__ if isinstance(raw, dict) else ():
            with contextlib.suppress(ValueError, KeyError):
                value = getattr(msgspec.convert({name: raw[name]}, Settings), name)
                settings = msgspec.structs.replace(settings, **{name: value})
        return settings
