# SPDX-License-Identifier: GPL-3.0-or-later
"""Where an assistant may read and write: the songs folder, and folders that the user named."""

from collections.abc import Iterable
from pathlib import Path

from platformdirs import user_music_path

from musicstudio.core.errors import InputError
from musicstudio.core.files import is_reserved
from musicstudio.core.paths import data_dir, is_home_moved
from musicstudio.storage.layout import FOLDER_SUFFIX

_MAX_NAME = 400


def songs_folder_of(setting: str) -> Path:
    """Where the window puts new songs: the folder of a setting, else the usual place."""
    usual = data_dir() / "songs" if is_home_moved() else user_music_path() / "MusicStudio"
    return Path(setting).expanduser() if setting else usual


class Places:
    """folders: the first is where plain names lie. Links are followed before anything is allowed."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = [folder.resolve() for folder in folders]

    @property
    def home(self) -> Path:
        """Where plain names lie."""
        return self._folders[0]

    def song(self, name: str) -> Path:
        """The folder of a song, there or not. Raises `InputError` for one outside."""
        stripped = name.strip()
        return self.path(stripped if stripped.endswith(FOLDER_SUFFIX) else stripped + FOLDER_SUFFIX)

    def path(self, name: str) -> Path:
        """A file or folder by a plain name or a path. Raises `InputError` for one outside."""
        if not name.strip() or len(name) > _MAX_NAME or any(not letter.isprintable() for letter in name):
            raise InputError("A name has 1 to 400 characters that can be printed.")
        try:
            path = (self.home / name.strip()).resolve()
        except (OSError, RuntimeError, ValueError):
            raise InputError(f"{name[:80]!r} is no path.") from None
        if any(is_reserved(part) for part in Path(name).parts) or not self._is_inside(path):
            raise InputError(
                f"{name[:80]!r} lies outside of “{self.home.name}”; whoever opens the door may allow a folder."
            )
        return path

    def _is_inside(self, path: Path) -> bool:
        return any(path != folder and path.is_relative_to(folder) for folder in self._folders)
