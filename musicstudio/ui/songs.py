# SPDX-License-Identifier: GPL-3.0-or-later
"""Where songs are: the folder for new ones."""

import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from musicstudio.app.session.settings import SettingsFile
from musicstudio.core.paths import data_dir, is_home_moved


def songs_folder() -> Path:
    """The folder of the settings, else the user's music folder's part for the studio (with the data, where
    ``MUSICSTUDIO_HOME`` moves them), made when it is missing; where that cannot be, one that can."""
    preferred = SettingsFile().values.songs_folder
    music = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
    places = [
        *([Path(preferred).expanduser()] if preferred else []),
        *([] if is_home_moved() else [Path(music or Path.home()) / "MusicStudio"]),
        data_dir() / "songs",
        Path(tempfile.gettempdir()) / "MusicStudio",
    ]
    return next((place for place in places if _is_usable(place)), places[0])


def _is_usable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return folder.is_dir() and os.access(folder, os.W_OK)
    except OSError:
        return False
