# SPDX-License-Identifier: GPL-3.0-or-later
"""Where songs are: the folder for new ones."""

import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from musicstudio.core.paths import data_dir


def songs_folder() -> Path:
    """The user's music folder's part for the studio, made when it is missing; where that cannot be, one that can."""
    music = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
    places = [
        Path(music or Path.home()) / "MusicStudio",
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
