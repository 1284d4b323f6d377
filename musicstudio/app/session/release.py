# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user set for music that leaves: whether it is marked, and what it is compared with."""

from pathlib import Path

from .settings import Settings


def wants_mark(settings: Settings) -> bool:
    """Whether the user lets sound be marked."""
    return settings.inaudible_mark != "off"


def library_folder(settings: Settings) -> Path | None:
    """The folder of one's own music, if one was named and is there."""
    folder = Path(settings.library).expanduser() if settings.library else None
    return folder if folder and folder.is_dir() else None
