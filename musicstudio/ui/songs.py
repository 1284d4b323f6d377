# SPDX-License-Identifier: GPL-3.0-or-later
"""Where songs are: the folder for new ones, and names that are free."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from musicstudio.storage.layout import FOLDER_SUFFIX


def songs_folder() -> Path:
    """The user's music folder's part for the studio; made when it is missing."""
    music = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
    folder = Path(music or Path.home()) / "MusicStudio"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def free_song_path(folder: Path, title: str = "Untitled") -> Path:
    """``Untitled.mstudio``, ``Untitled 2.mstudio`` ..."""
    number, path = 1, folder / f"{title}{FOLDER_SUFFIX}"
    while path.exists():
        number += 1
        path = folder / f"{title} {number}{FOLDER_SUFFIX}"
    return path
