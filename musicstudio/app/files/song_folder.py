# SPDX-License-Identifier: GPL-3.0-or-later
"""How a song's folder is known, and names for new ones that are free."""

from pathlib import Path

from musicstudio.storage.layout import FOLDER_SUFFIX as SONG_SUFFIX

__all__ = ["SONG_SUFFIX", "free_song_path"]


def free_song_path(folder: Path, title: str = "Untitled") -> Path:
    """``Untitled.mstudio``, ``Untitled 2.mstudio`` ..."""
    number, path = 1, folder / f"{title}{SONG_SUFFIX}"
    while path.exists():
        number += 1
        path = folder / f"{title} {number}{SONG_SUFFIX}"
    return path
